#include "certs/registry/app/Administration.hpp"

#include "certs/registry/Accrediting.hpp"
#include "certs/registry/Ticketing.hpp"
#include "common/base/File.hpp"
#include "common/content/Calibration.hpp"
#include "common/content/TestDefinition.hpp"

namespace vigie::registry {
namespace {

base::Result<std::unique_ptr<LogWriter>> openLog(const Configuration& configuration, const base::Clock& clock) {
  const Layout layout{configuration.folder};
  auto key = loadKey(layout.key("log"));
  if (!key) return base::fail(key.error());
  auto logKey = tlog::NoteKey::make(configuration.origin, tlog::NoteKeyType::log, key->publicKey());
  if (!logKey) return base::fail(logKey.error());
  const auto known = base::readTextFile(layout.trust() / "log.vkey");
  if (!known) return base::fail(known.error());
  if (*known != logKey->text() + "\n") {
    return base::fail("log-key", "trust/log.vkey is not the key and origin of this registry; check [registry] origin");
  }
  return LogWriter::open(
      {layout, std::move(*logKey), std::make_shared<crypto::PrivateKey>(std::move(*key)), clock, {}});
}

base::Result<crypto::PublicKey> requestedKey(const std::string& file) {
  const auto request = base::readFile(file);
  if (!request) return base::fail(request.error());
  auto key = crypto::verifySigningRequest(*request);
  if (!key) return base::failAt(file, key.error());
  return key;
}

base::Result<trust::Authority> loadAuthority(const std::filesystem::path& certificateFile,
                                             const std::filesystem::path& keyFile) {
  auto certificate = loadCertificate(certificateFile);
  if (!certificate) return base::fail(certificate.error());
  auto key = loadKey(keyFile);
  if (!key) return base::fail(key.error());
  return trust::Authority{std::move(*certificate), std::move(*key)};
}

base::Result<AccreditKeys> loadAccreditKeys(const Layout& layout) {
  auto root = loadAuthority(layout.certificate("root"), layout.rootKey());
  if (!root) return base::fail(root.error());
  auto status = loadKey(layout.key("status"));
  if (!status) return base::fail(status.error());
  auto certificate = loadCertificate(layout.certificate("status"));
  if (!certificate) return base::fail(certificate.error());
  return AccreditKeys{std::move(*root), std::move(*status), std::move(*certificate)};
}

// A session under a test definition that nobody can load would be declared for nothing.
base::Result<std::optional<crypto::Digest>> testDigest(const std::string& file) {
  if (file.empty()) return std::optional<crypto::Digest>();
  const auto bytes = base::readTextFile(file);
  if (!bytes) return base::fail(bytes.error());
  const auto test = content::TestDefinition::load(*bytes);
  if (!test) return base::failAt(file, test.error());
  return std::optional(crypto::sha256(base::bytesOf(*bytes)));
}

}  // namespace

base::Result<void> accreditCentre(const Configuration& configuration, const AccreditRequest& request,
                                  const base::Clock& clock) {
  const Layout layout{configuration.folder};
  const auto issuingKey = requestedKey(request.issuingRequest);
  if (!issuingKey) return base::fail(issuingKey.error());
  const auto clientKey = request.clientRequest.empty() ? issuingKey : requestedKey(request.clientRequest);
  if (!clientKey) return base::fail(clientKey.error());
  if (!request.clientRequest.empty() && clientKey->id() == issuingKey->id()) {
    return base::fail("key-doubled", "the two requests are for one key; a key has one purpose");
  }
  const auto keys = loadAccreditKeys(layout);
  if (!keys) return base::fail(keys.error());
  const auto writer = openLog(configuration, clock);
  if (!writer) return base::fail(writer.error());

  const AccreditOrder order{request.number, request.did, *issuingKey, configuration.statusListOf(request.number)};
  const auto centre = accredit(**writer, layout, order, *keys);
  if (!centre) return base::fail(centre.error());
  if (auto written = writeFile(request.chainFile, centre->chain); !written) return written;
  if (request.clientRequest.empty()) return {};
  const auto clients = loadAuthority(layout.certificate("client-authority"), layout.key("client-authority"));
  if (!clients) return base::fail(clients.error());
  return writeFile(request.clientFile, certifyClient(*clients, centre->centre, *clientKey, clock.now().wallMs).pem());
}

base::Result<void> writeTicket(const Configuration& configuration, const TicketRequest& request,
                               const base::Clock& clock) {
  const Layout layout{configuration.folder};
  const auto bank = base::readFile(request.bankFile);
  if (!bank) return base::fail(bank.error());
  const auto authority = loadCertificate(layout.certificate("bank-authority"));
  if (!authority) return base::fail(authority.error());
  // A session under a bank that nobody can load would be declared for nothing.
  const auto calibration = content::Calibration::load(*bank, authority->publicKey());
  if (!calibration) return base::failAt(request.bankFile, calibration.error());
  const auto test = testDigest(request.testFile);
  if (!test) return base::fail(test.error());
  const auto key = loadKey(layout.key("ticket"));
  if (!key) return base::fail(key.error());
  const auto writer = openLog(configuration, clock);
  if (!writer) return base::fail(writer.error());
  const auto kind = request.kind == "real" ? credential::TicketKind::real : credential::TicketKind::demonstration;
  const auto jws =
      issueTicket(**writer, {request.centre, kind, crypto::sha256(*bank), *test, request.codes, request.days}, *key);
  if (!jws) return base::fail(jws.error());
  return writeFile(request.ticketFile, *jws);
}

}  // namespace vigie::registry
