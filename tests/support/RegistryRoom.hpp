// A demonstration registry in a folder of its own, its parts in this process, and accredited centres that make tickets'
// certificates. Keys are real and made anew. Thread: one.
#pragma once

#include <functional>
#include <memory>

#include "certs/credential/Ticket.hpp"
#include "certs/registry/Accrediting.hpp"
#include "certs/registry/Handlers.hpp"
#include "certs/registry/app/Configuration.hpp"
#include "tests/support/FakeClock.hpp"
#include "tests/support/PlainJudge.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::support {

struct CentreKit {
  registry::Centre centre;
  crypto::PrivateKey issuingKey;
  crypto::PrivateKey clientKey;
  crypto::Certificate clientCertificate;
  std::string chain;

  crypto::RoleIdentity identity() const { return {crypto::Role::registryClient, centre.clientId}; }
};

struct SessionKit {
  registry::HandedIn handedIn;
  credential::Ticket ticket;

  std::string bundle() const { return plainBundle(handedIn); }
  std::string target() const { return "/v1/sessions/" + handedIn.session.hex() + "/bundle"; }
};

class RegistryRoom {
 public:
  static constexpr std::int64_t kNowMs = 1'795'288'500'000;  // 2026-11-21T19:15:00Z

  explicit RegistryRoom(std::int64_t nowMs = kNowMs);

  registry::LogSettings logSettings() const;
  void open();   // writer, archive, intake, handlers over what the folder holds
  void close();  // as if the program had ended

  CentreKit accredit(const std::string& number, const std::string& did);
  CentreKit accredit(const std::string& number = "0042") {
    return accredit(number, "did:web:centre-" + number + ".demonstration.example");
  }

  // A ticket with these codes, and a session of it with so many certificates.
  SessionKit session(const CentreKit& kit, std::size_t certificates,
                     const std::function<void(credential::CredentialContent&)>& change = {});
  // The certificate number `index` of a session, signed with `key`.
  std::string certificate(const CentreKit& kit, const credential::Ticket& ticket, std::size_t index,
                          const crypto::Signer& key,
                          const std::function<void(credential::CredentialContent&)>& change = {}) const;

  registry::RequestHead head(const std::string& method, const std::string& target) const;
  registry::RequestHead head(const std::string& method, const std::string& target, const CentreKit& kit) const;
  registry::Answer ask(const registry::RequestHead& head, const std::string& body = {});  // admit, then answer

  // Every entry of the log as strangers read it, after checking that tiles, checkpoint and entries agree.
  std::vector<std::string> publishedEntries() const;

  TemporaryFolder folder;
  FakeClock clock;
  registry::Configuration configuration;
  registry::Layout layout;
  crypto::PrivateKey logPrivateKey;
  crypto::PrivateKey ticketKey;
  crypto::PrivateKey statusKey;
  tlog::NoteKey logKey;
  PlainJudge plainJudge;
  const registry::SessionJudge* judge = &plainJudge;  // for open()
  registry::HandlerLimits limits;
  std::unique_ptr<registry::LogWriter> writer;
  std::unique_ptr<registry::Archive> archive;
  std::unique_ptr<registry::Intake> intake;
  std::unique_ptr<registry::Handlers> handlers;
};

}  // namespace vigie::support
