#include "tests/support/RegistryRoom.hpp"

#include "certs/log/LogFolder.hpp"
#include "certs/registry/Ticketing.hpp"
#include "certs/registry/app/Initialise.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SampleCredential.hpp"

namespace vigie::support {
namespace {

using namespace registry;  // its words are this file's subject

Configuration makeRegistry(const std::filesystem::path& folder, const base::Clock& clock) {
  Configuration configuration;
  configuration.origin = "registre.demonstration.example/log";
  configuration.url = "https://registre.demonstration.example";
  configuration.folder = folder / "registry";
  configuration.port = 0;
  must(initialise(configuration, clock));
  return configuration;
}

tlog::NoteKey readLogKey(const Layout& layout) {
  return must(tlog::NoteKey::fromText(must(base::readTextFile(layout.trust() / "log.vkey"))));
}

}  // namespace

RegistryRoom::RegistryRoom(std::int64_t nowMs)
    : clock(nowMs),
      configuration(makeRegistry(folder.path(), clock)),
      layout{configuration.folder},
      logPrivateKey(must(loadKey(layout.key("log")))),
      ticketKey(must(loadKey(layout.key("ticket")))),
      statusKey(must(loadKey(layout.key("status")))),
      logKey(readLogKey(layout)),
      limits{{200, 50}, {30, 0.5}, 1U << 20, 4} {
  open();
}

LogSettings RegistryRoom::logSettings() const {
  return {layout, logKey, std::make_shared<crypto::PrivateKey>(logPrivateKey), clock, {}};
}

void RegistryRoom::open() {
  writer = must(LogWriter::open(logSettings()));
  archive = std::make_unique<Archive>(must(Database::open(layout.database())));
  intake = std::make_unique<Intake>(IntakeParts{layout, *writer, *archive, *judge, ticketKey.publicKey(), logKey});
  handlers =
      std::make_unique<Handlers>(HandlerParts{layout, *archive, *intake, statusKey.publicKey(), logKey, clock}, limits);
}

void RegistryRoom::close() {
  handlers.reset();
  intake.reset();
  archive.reset();
  writer.reset();
}

CentreKit RegistryRoom::accredit(const std::string& number, const std::string& did) {
  const auto issuingKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto clientKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const AccreditKeys keys{{must(loadCertificate(layout.certificate("root"))), must(loadKey(layout.rootKey()))},
                          statusKey,
                          must(loadCertificate(layout.certificate("status")))};
  const trust::Authority clients{must(loadCertificate(layout.certificate("client-authority"))),
                                 must(loadKey(layout.key("client-authority")))};
  const AccreditOrder order{number, did, issuingKey.publicKey(), configuration.statusListOf(number)};
  Accredited made = must(registry::accredit(*writer, layout, order, keys));
  const auto client = certifyClient(clients, made.centre, clientKey.publicKey(), clock.now().wallMs);
  return {made.centre, issuingKey, clientKey, client, made.chain};
}

SessionKit RegistryRoom::session(const CentreKit& kit, std::size_t certificates,
                                 const std::function<void(credential::CredentialContent&)>& change) {
  const TicketOrder order{kit.centre.number,
                          credential::TicketKind::demonstration,
                          crypto::sha256(base::bytesOf("bank")),
                          crypto::sha256(base::bytesOf("test")),
                          std::max<std::size_t>(certificates, 1),
                          30};
  SessionKit session;
  session.handedIn.ticket = must(issueTicket(*writer, order, ticketKey));
  session.ticket = must(credential::verifyTicket(session.handedIn.ticket, ticketKey.publicKey()));
  session.handedIn.session = crypto::randomId<base::SessionId>();
  session.handedIn.openedMs = clock.now().wallMs;
  session.handedIn.position = 812;
  for (std::size_t i = 0; i < certificates; ++i) {
    session.handedIn.certificates.push_back(certificate(kit, session.ticket, i, kit.issuingKey, change));
  }
  return session;
}

std::string RegistryRoom::certificate(const CentreKit& kit, const credential::Ticket& ticket, std::size_t index,
                                      const crypto::Signer& key,
                                      const std::function<void(credential::CredentialContent&)>& change) const {
  credential::CredentialContent content = sampleCredential();
  content.issuer.id = kit.centre.did;
  content.code = ticket.codes.at(index);
  content.status.list = kit.centre.statusList;
  content.status.index = ticket.statusIndexes.at(index);
  if (change) change(content);
  return must(credential::issueCredential(content, key, credential::JsonForm::omit, clock.now().wallMs)).jwt;
}

RequestHead RegistryRoom::head(const std::string& method, const std::string& target) const {
  return {method, target, "fr", "192.0.2.7", std::nullopt};
}

RequestHead RegistryRoom::head(const std::string& method, const std::string& target, const CentreKit& kit) const {
  return {method, target, "fr", "192.0.2.7", kit.identity()};
}

Answer RegistryRoom::ask(const RequestHead& head, const std::string& body) {
  Admission admission = handlers->admit(head);
  if (admission.refusal) return *admission.refusal;
  if (body.size() > admission.bodyCap) throw std::runtime_error("the server would have refused this body");
  return handlers->answer(head, base::toBytes(body));
}

std::vector<std::string> RegistryRoom::publishedEntries() const {
  const auto checkpoint =
      must(tlog::openCheckpoint(must(base::readTextFile(layout.publicFolder() / "checkpoint")), logKey));
  const auto log = must(tlog::LogFolder::open(layout.publicFolder(), checkpoint.size));
  tlog::MemoryTree tree;
  std::vector<std::string> entries;
  for (std::uint64_t i = 0; i < checkpoint.size; ++i) {
    const base::Bytes entry = must(log.entry(i));
    tree.append(tlog::leafHash(entry));
    entries.push_back(base::toString(entry));
  }
  const auto root = must(tlog::rootHash(tree, tree.size()));
  if (root != checkpoint.root || must(log.root()) != checkpoint.root) throw std::runtime_error("the tiles differ");
  return entries;
}

}  // namespace vigie::support
