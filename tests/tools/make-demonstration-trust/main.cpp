// make-demonstration-trust: a demonstration root and the registry's keys, made anew at each run, and the accreditation
// of a centre from its signing request. For demonstrations and tests only: a real root is made offline by two people.
#include <CLI/CLI.hpp>
#include <iostream>

#include "certs/credential/DidDocument.hpp"
#include "certs/log/Note.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"

namespace vigie {
namespace {

struct Options {
  std::string trust;
  std::string keys;
  std::string log = "registre.demonstration.example/1";
  std::string request;
  std::string did;
  std::string chain;
};

std::int64_t nowMs() {
  return base::SystemClock().now().wallMs;
}

base::Result<crypto::PrivateKey> newKey(const std::filesystem::path& folder, const std::string& name,
                                        crypto::KeyKind kind) {
  const auto key = crypto::PrivateKey::generate(kind);
  const auto written =
      base::writeFileDurably(folder / (name + ".key"), base::bytesOf(key.pem()), base::FileMode::ownerOnly);
  if (!written) return base::fail(written.error());
  const auto open = base::writeFileDurably(folder / (name + ".pub"), base::bytesOf(key.publicKey().pem()));
  if (!open) return base::fail(open.error());
  return key;
}

base::Result<void> makeTrust(const Options& options) {
  const std::filesystem::path keys = options.keys;
  const std::filesystem::path trust = options.trust;
  std::error_code failed;
  std::filesystem::create_directories(keys, failed);
  std::filesystem::create_directories(trust, failed);
  const auto rootKey = newKey(keys, "root", crypto::KeyKind::p256);
  if (!rootKey) return base::fail(rootKey.error());
  const auto root = trust::makeRoot(*rootKey, trust::Occasion::demonstration, nowMs());
  const auto ticketKey = newKey(keys, "ticket", crypto::KeyKind::p256);
  if (!ticketKey) return base::fail(ticketKey.error());
  const auto statusKey = newKey(keys, "status", crypto::KeyKind::p256);
  if (!statusKey) return base::fail(statusKey.error());
  const auto status = trust::certifyStatusKey({root, *rootKey}, statusKey->publicKey(), nowMs());
  if (const auto done = base::writeFileDurably(keys / "status.pem", base::bytesOf(status.pem())); !done) return done;
  const auto logKey = newKey(keys, "log", crypto::KeyKind::ed25519);
  if (!logKey) return base::fail(logKey.error());
  const auto logName = tlog::NoteKey::make(options.log, tlog::NoteKeyType::log, logKey->publicKey());
  if (!logName) return base::failAt("--log", logName.error());
  if (const auto done = base::writeFileDurably(trust / "log.vkey", base::bytesOf(logName->text() + "\n")); !done)
    return done;
  return base::writeFileDurably(trust / "root.pem", base::bytesOf(root.pem()));
}

base::Result<void> accredit(const Options& options) {
  const auto rootKeyText = base::readTextFile(std::filesystem::path(options.keys) / "root.key");
  if (!rootKeyText) return base::fail(rootKeyText.error());
  const auto rootKey = crypto::PrivateKey::fromPem(*rootKeyText);
  if (!rootKey) return base::failAt("root.key", rootKey.error());
  const auto rootText = base::readTextFile(std::filesystem::path(options.trust) / "root.pem");
  if (!rootText) return base::fail(rootText.error());
  const auto root = trust::readRoot(*rootText);
  if (!root) return base::failAt("root.pem", root.error());
  const auto request = base::readFile(options.request);
  if (!request) return base::fail(request.error());
  const auto issuingKey = crypto::verifySigningRequest(*request);
  if (!issuingKey) return base::failAt(options.request, issuingKey.error());
  const auto host = credential::hostOfDid(options.did);
  if (!host) return base::failAt("--did", host.error());
  const auto certificate = trust::accreditCentre({*root, *rootKey}, *issuingKey, *host, nowMs());
  return base::writeFileDurably(options.chain, base::bytesOf(certificate.pem()));
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  vigie::Options options;
  CLI::App app("Makes a demonstration root and registry keys, and accredits centres under it.");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.require_subcommand(1);
  CLI::App* make =
      app.add_subcommand("make", "Make root.pem and log.vkey in --trust; root, ticket, status and log keys in --keys");
  CLI::App* accredit = app.add_subcommand("accredit", "Sign a centre's request (PKCS#10, DER) into its chain.pem");
  for (CLI::App* command : {make, accredit}) {
    command->add_option("--trust", options.trust, "Folder of root.pem: public")->required();
    command->add_option("--keys", options.keys, "Folder of the private keys: never published")->required();
  }
  make->add_option("--log", options.log, "Name of the log: a URL prefix without scheme")->capture_default_str();
  accredit->add_option("--request", options.request, "Signing request of the centre's issuing key")->required();
  accredit->add_option("--did", options.did, "The centre's DID, did:web:<host>")->required();
  accredit->add_option("--out", options.chain, "chain.pem to write")->required();
  CLI11_PARSE(app, argc, argv);
  const auto done = make->parsed() ? vigie::makeTrust(options) : vigie::accredit(options);
  if (!done) {
    std::cerr << "make-demonstration-trust: " << done.error().detail << '\n';
    return 1;
  }
  return 0;
}
