#include "certs/verify/DataFolder.hpp"

#include "common/base/File.hpp"
#include "common/exam/Records.hpp"
#include "common/journal/SqliteStore.hpp"

namespace vigie::verify {
namespace {

base::Result<std::vector<journal::Entry>> entriesOf(journal::Store& store, const journal::StreamId& stream) {
  std::vector<journal::Entry> entries;
  auto read = store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    entries.push_back(std::move(entry));
    return journal::Visit::more;
  });
  if (!read) return base::fail("journal-damaged", read.error().detail);
  return entries;
}

base::Result<journal::StreamId> chooseSession(journal::Store& store, const std::string& named) {
  const auto streams = store.streams();
  if (!streams) return base::fail("journal-damaged", streams.error().detail);
  std::vector<journal::StreamId> sessions;
  std::string names;
  for (const journal::StreamEnd& end : *streams) {
    if (end.stream == journal::kCentreStream) continue;
    if (!named.empty() && end.stream.hex() != named) continue;
    sessions.push_back(end.stream);
    names += " " + end.stream.hex();
  }
  if (sessions.size() == 1) return sessions.front();
  if (sessions.empty()) return base::fail("session-missing", "the journal has no such session");
  return base::fail("session-missing", "the journal has several sessions, choose one with --session:" + names);
}

std::vector<base::Bytes> chainIn(const std::filesystem::path& file) {
  std::vector<base::Bytes> chain;
  const auto text = base::readTextFile(file, 65536);
  if (!text) return chain;
  if (const auto certificates = crypto::Certificate::chainFromPem(*text)) {
    for (const crypto::Certificate& one : *certificates) chain.push_back(one.der());
  }
  return chain;
}

// The certificates in the order of the records that issued them.
std::vector<std::string> certificatesOf(const std::vector<journal::Entry>& entries, const std::filesystem::path& issued) {
  std::vector<std::string> certificates;
  for (const journal::Entry& entry : entries) {
    const auto record = journal::decode(entry.blob);
    if (!record) continue;
    const auto content = exam::readSessionRecord({record->type, record->typeVersion}, record->payload);
    const auto* one = content ? std::get_if<exam::record::CertificateIssued>(&*content) : nullptr;
    if (one == nullptr || one->code().find('/') != std::string::npos) continue;
    if (auto text = base::readTextFile(issued / (one->code() + ".jwt"), 1U << 20)) certificates.push_back(std::move(*text));
  }
  return certificates;
}

}  // namespace

base::Result<SessionFiles> readDataFolder(const std::filesystem::path& folder, const std::string& session,
                                          const Companions& companions) {
  auto store = journal::SqliteStore::open(folder / "journal.sqlite",
                                          {.access = journal::Access::readOnly, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error().code == "journal-damaged" ? "journal-damaged" : "file-unreadable", store.error().detail);
  const auto stream = chooseSession(**store, session);
  if (!stream) return base::fail(stream.error());
  auto centre = entriesOf(**store, journal::kCentreStream);
  if (!centre) return base::fail(centre.error());
  auto records = entriesOf(**store, *stream);
  if (!records) return base::fail(records.error());

  SessionFiles files;
  files.bundle.certificates = certificatesOf(*records, folder / "issued");
  for (journal::Entry& entry : *centre) files.bundle.centreRecords.push_back(std::move(entry.blob));
  for (journal::Entry& entry : *records) {
    files.bundle.sessionRecords.push_back(std::move(entry.blob));
    files.sealedPrivate.push_back(std::move(entry.sealedPrivate));
  }
  files.bundle.issuingChain = chainIn(folder / "issued" / "chain.pem");
  files.bundle.registryChain = chainIn(companions.registry);
  const std::filesystem::path& bankFolder = companions.bankFolder;
  if (!bankFolder.empty()) {
    if (auto calibration = base::readFile(bankFolder / "bank.cal")) files.bundle.bankCalibration = std::move(*calibration);
    const std::vector<base::Bytes> authority = chainIn(bankFolder / "bank-authority.pem");
    if (!authority.empty()) files.bundle.bankAuthority = authority.front();
  }
  const auto id = base::SessionId::fromBytes(stream->bytes());
  if (auto keys = PrivateKeys::read(folder / "keys", *id)) files.privateKeys = std::move(*keys);
  return files;
}

}  // namespace vigie::verify
