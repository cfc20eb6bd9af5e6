// The rows of the registry's database, in its words. Every call reads or writes through the Database it is given;
// writes belong inside transact(). Errors: "database", and those named. Thread: its Database's. Ownership: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "certs/registry/Database.hpp"
#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::registry {

struct Centre {
  std::string number;
  std::string did;
  std::string clientId;    // of its registry-client certificates
  std::string statusList;  // id
  std::string didJson;
  std::string statusJwt;
  std::string statusJson;
  std::int64_t statusMs = 0;  // when the list was signed
};

struct IssuingKeyRow {
  std::string id;  // hex SHA-256 of its SubjectPublicKeyInfo
  std::string centre;
  std::string chain;  // PEM, its certificate first, root left out
};

struct TicketRow {
  std::string number;
  std::string centre;
  std::string jws;
  std::uint64_t leaf = 0;
  std::int64_t untilMs = 0;
  std::string kind;  // "real", "demonstration"
};

struct SessionRow {
  base::SessionId id;
  std::string ticket;
  std::string centre;
  crypto::Digest bundle{};
  std::uint64_t anchor = 0;
  std::string checkpoint;  // empty until one covers it
};

struct CertificateRow {
  std::string code;
  base::SessionId session;
  std::uint64_t entry = 0;
  base::Bytes nonce;
};

struct HeadRow {
  std::uint64_t size = 0;
  std::string checkpoint;  // encoded note
};

class Store {
 public:
  explicit Store(Database& database) : database_(database) {}

  base::Result<void> putCentre(const Centre& centre);  // new, or accredited again
  base::Result<std::optional<Centre>> centre(const std::string& number);
  base::Result<std::optional<Centre>> centreOfClient(const std::string& clientId);
  base::Result<std::vector<Centre>> centres();

  base::Result<void> putIssuingKey(const IssuingKeyRow& key);  // new, or certified again
  base::Result<std::optional<IssuingKeyRow>> issuingKey(const std::string& id);
  base::Result<std::vector<IssuingKeyRow>> issuingKeysOf(const std::string& centre);

  base::Result<std::uint64_t> nextTicketSequence();
  base::Result<void> addTicket(const TicketRow& ticket);
  base::Result<void> setTicketText(const std::string& number, const std::string& jws);
  base::Result<std::optional<TicketRow>> ticket(const std::string& number);
  // Neither anchored nor past: oldest first.
  base::Result<std::vector<TicketRow>> openTickets(const std::string& centre, std::int64_t nowMs);

  base::Result<void> addCode(const std::string& code, const std::string& ticket, const std::string& centre,
                             std::uint32_t statusIndex);
  base::Result<bool> statusIndexIsFree(const std::string& centre, std::uint32_t statusIndex);
  base::Result<std::uint64_t> codesOf(const std::string& centre);  // how many it was ever given
  base::Result<std::optional<std::string>> ticketOfCode(const std::string& code);

  base::Result<void> addSession(const SessionRow& session);
  base::Result<std::optional<SessionRow>> session(const base::SessionId& id);
  base::Result<std::optional<SessionRow>> sessionOfTicket(const std::string& ticket);

  base::Result<void> addCertificate(const CertificateRow& certificate);
  base::Result<std::optional<CertificateRow>> certificate(const std::string& code);
  base::Result<std::vector<CertificateRow>> certificatesOf(const base::SessionId& session);  // by entry

  base::Result<std::uint64_t> entries();  // how many
  base::Result<void> addEntry(std::uint64_t number, const std::string& leaf);
  base::Result<std::vector<base::Bytes>> entriesFrom(std::uint64_t first, std::uint64_t most);
  base::Result<HeadRow> head();  // size 0 and no text before the first one
  // The newest signed checkpoint; sessions without one receive it.
  base::Result<void> putHead(const HeadRow& head);

 private:
  Database& database_;
};

}  // namespace vigie::registry
