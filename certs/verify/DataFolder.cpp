#include "certs/verify/DataFolder.hpp"

#include <map>

#include "common/base/File.hpp"
#include "common/exam/Records.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/journal/VaultSegment.hpp"

namespace vigie::verify {
namespace {

base::Result<std::vector<journal::Entry>> entriesOf(journal::Store& store, const journal::StreamId& stream) {
  std::vector<journal::Entry> entries;
  auto read = store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    entries.push_back(std::move(entry));
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  return entries;
}

base::Result<journal::StreamId> chooseSession(journal::Store& store, const std::string& named) {
  const auto streams = store.streams();
  if (!streams) return base::fail(streams.error());
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

// None when the file is missing; what is there and holds no certificates is never passed over.
base::Result<std::vector<base::Bytes>> chainIn(const std::filesystem::path& file, const char* otherwise) {
  std::vector<base::Bytes> chain;
  const auto text = base::readTextFile(file, 65536);
  if (!text && text.error().code == "file-missing") return chain;
  if (!text) return base::fail(text.error());
  const auto certificates = crypto::Certificate::chainFromPem(*text);
  if (!certificates) return base::fail(otherwise, file.filename().string() + ": " + certificates.error().detail);
  for (const crypto::Certificate& one : *certificates) chain.push_back(one.der());
  return chain;
}

// The certificates as they are laid out, in the order of the records that issued them; "" for one that is not.
std::vector<std::string> certificatesOf(const std::vector<journal::Entry>& entries,
                                        const std::filesystem::path& issued) {
  std::vector<std::string> certificates;
  for (const journal::Entry& entry : entries) {
    const auto record = journal::decode(entry.blob);
    if (!record) continue;
    const auto content = exam::readSessionRecord({record->type, record->typeVersion}, record->payload);
    const auto* one = content ? std::get_if<exam::record::CertificateIssued>(&*content) : nullptr;
    if (one == nullptr) continue;
    const bool isName = one->code().find('/') == std::string::npos;
    auto text = isName ? base::readTextFile(issued / (one->code() + ".jwt"), 1U << 20)
                       : base::Result<std::string>(base::fail("file-missing", one->code()));
    certificates.push_back(text ? std::move(*text) : std::string());
  }
  return certificates;
}

// bank.cal and its author, as the centre kept them for this session's bank.
void readKeptBank(const std::filesystem::path& audit, const journal::Entry& first, Bundle& bundle) {
  const auto record = journal::decode(first.blob);
  if (!record) return;
  const auto content = exam::readSessionRecord({record->type, record->typeVersion}, record->payload);
  const auto* created = content ? std::get_if<exam::record::SessionCreated>(&*content) : nullptr;
  if (created == nullptr) return;
  const std::string name = base::toHex(base::bytesOf(created->bank_calibration()));
  if (auto calibration = base::readFile(audit / (name + ".cal"))) bundle.bankCalibration = std::move(*calibration);
  if (auto authority = base::readFile(audit / (name + ".authority"), 65536))
    bundle.bankAuthority = std::move(*authority);
}

// Every picture that the records place in the vault, held against its announcement. Where a candidate's keys were erased
// the segments may be gone too: that was a purge, which the missing keys already tell.
std::vector<DamagedPicture> damagedPictures(const std::vector<journal::Entry>& entries, const std::filesystem::path& vault,
                                            const base::SessionId& session, const std::optional<PrivateKeys>& keys) {
  std::vector<DamagedPicture> damaged;
  std::map<std::pair<std::string, std::uint32_t>, exam::record::PictureAnnounced> announced;
  for (const journal::Entry& entry : entries) {
    const auto one = journal::decode(entry.blob);
    const auto content = one ? exam::readSessionRecord({one->type, one->typeVersion}, one->payload)
                             : base::Result<exam::SessionRecord>(base::fail(one.error()));
    if (!content) continue;
    if (const auto* picture = std::get_if<exam::record::PictureAnnounced>(&*content)) {
      announced[{picture->candidate(), picture->number()}] = *picture;
    }
    const auto* group = std::get_if<exam::record::PicturesStored>(&*content);
    if (group == nullptr) continue;
    for (const exam::record::StoredPicture& picture : group->pictures()) {
      const auto candidate = base::CandidateRef::fromBytes(picture.candidate());
      const auto said = announced.find({picture.candidate(), picture.number()});
      if (!candidate || said == announced.end()) continue;  // decided again, this group would be another one
      journal::RecordedPicture recorded{{session, *candidate, picture.number()}, {}, said->second.size(), group->segment(), picture.offset()};
      crypto::toDigest(said->second.digest(), recorded.digest);
      const auto read = journal::readRecorded(vault, recorded);
      const bool purged = !read && read.error().code == "vault-missing" && keys && !keys->has(*candidate);
      if (!read && !purged) damaged.push_back({one->sequence, candidate->hex(), picture.number(), read.error().detail});
    }
  }
  return damaged;
}

}  // namespace

base::Result<SessionFiles> readDataFolder(const std::filesystem::path& folder, const std::string& session,
                                          const Companions& companions) {
  auto store = journal::SqliteStore::open(folder / "journal.sqlite",
                                          {.access = journal::Access::readOnly, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error());
  const auto stream = chooseSession(**store, session);
  if (!stream) return base::fail(stream.error());
  auto centre = entriesOf(**store, journal::kCentreStream);
  if (!centre) return base::fail(centre.error());
  auto records = entriesOf(**store, *stream);
  if (!records) return base::fail(records.error());

  const std::filesystem::path audit = folder / "audit";
  SessionFiles files;
  if (!records->empty()) readKeptBank(audit, records->front(), files.bundle);
  const auto id = base::SessionId::fromBytes(stream->bytes());
  if (auto keys = PrivateKeys::read(folder / "keys", *id)) files.privateKeys = std::move(*keys);
  files.damagedPictures = damagedPictures(*records, folder / "vault", *id, files.privateKeys);
  files.bundle.certificates = certificatesOf(*records, folder / "issued");
  for (journal::Entry& entry : *centre) files.bundle.centreRecords.push_back(std::move(entry.blob));
  for (journal::Entry& entry : *records) {
    files.bundle.sessionRecords.push_back(std::move(entry.blob));
    files.sealedPrivate.push_back(std::move(entry.sealedPrivate));
  }
  auto issuing = chainIn(folder / "issued" / "chain.pem", "chain-untrusted");
  if (!issuing) return base::fail(issuing.error());
  files.bundle.issuingChain = std::move(*issuing);
  const bool given = std::filesystem::exists(companions.registry);
  auto registry = chainIn(given ? companions.registry : audit / "registry.pem", "ticket-key-untrusted");
  if (!registry) return base::fail(registry.error());
  files.bundle.registryChain = std::move(*registry);
  const std::filesystem::path& bankFolder = companions.bankFolder;
  if (!bankFolder.empty()) {
    if (auto calibration = base::readFile(bankFolder / "bank.cal"))
      files.bundle.bankCalibration = std::move(*calibration);
    const auto authority = chainIn(bankFolder / "bank-authority.pem", "bank-untrusted");
    if (!authority) return base::fail(authority.error());
    if (!authority->empty()) files.bundle.bankAuthority = authority->front();
  }
  return files;
}

}  // namespace vigie::verify
