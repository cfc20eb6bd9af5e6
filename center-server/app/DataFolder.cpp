#include "center-server/app/DataFolder.hpp"

#include "center-server/service/Release.hpp"
#include "center-server/service/Replay.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::centre {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kAuthorityMs = 3650 * kDayMs;

base::Result<crypto::PrivateKey> newKey(const std::filesystem::path& file) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  if (auto written = base::writeFileDurably(file, base::bytesOf(key.pem()), base::FileMode::ownerOnly); !written) {
    return base::fail(written.error());
  }
  return key;
}

base::Result<crypto::PrivateKey> readKey(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 16384);
  if (!text) return base::fail(text.error());
  auto key = crypto::PrivateKey::fromPem(*text);
  if (!key) return base::failAt(file.string(), key.error());
  return key;
}

base::Result<crypto::PublicKey> readPublicKey(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 16384);
  if (!text) return base::fail(text.error());
  if (const auto certificate = crypto::Certificate::fromPem(*text)) return certificate->publicKey();
  auto key = crypto::PublicKey::fromPem(*text);
  if (!key) return base::failAt(file.string(), key.error());
  return key;
}

base::Result<std::vector<crypto::Certificate>> readChain(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 65536);
  if (!text) return base::fail(text.error());
  auto chain = crypto::Certificate::chainFromPem(*text);
  if (!chain) return base::failAt(file.string(), chain.error());
  return chain;
}

base::Result<void> writeText(const std::filesystem::path& file, const std::string& text) {
  return base::writeFileDurably(file, base::bytesOf(text));
}

exam::record::EpochStarted epochStarted(const base::EpochId& epoch, const char* reason,
                                        const crypto::Certificate& authority) {
  exam::record::EpochStarted started;
  started.set_epoch(epoch.bytes());
  started.set_reason(reason);
  started.set_program(std::string(kProgram));
  started.set_authority(base::toString(authority.der()));
  return started;
}

exam::Instant instantOf(const base::Clock& clock) {
  const base::Moment moment = clock.now();
  return {moment.wallMs, moment.runMs, journal::parseBootId(clock.bootId()).value_or(journal::BootId{})};
}

// The first records: a new life of this folder, and one code for the administrator's console.
base::Result<std::string> beginJournal(const Configuration& configuration, const crypto::Certificate& authority,
                                       const base::Clock& clock) {
  auto store = journal::SqliteStore::open(journalFile(configuration));
  if (!store) return base::fail(store.error());
  const base::EpochId epoch = crypto::randomId<base::EpochId>();
  Recorder recorder(epoch);
  const exam::Instant at = instantOf(clock);
  const auto append = [&](const exam::CentreRecord& content) {
    recorder.append(journal::kCentreStream, exam::typeOf(content), exam::payloadOf(content), {}, {}, at);
  };
  append(epochStarted(epoch, "created", authority));
  const std::string code = crypto::randomCode(8);
  const base::Bytes salt = crypto::randomBytes(16);
  exam::record::EnrolmentCodeIssued issued;
  issued.set_salt(base::toString(salt));
  issued.set_code_digest(base::toString(crypto::sha256({salt, base::bytesOf(code)})));
  issued.set_role("console");
  issued.set_label("console-1");
  issued.set_staff_role("administrator");
  issued.set_valid_until_ms(at.wallMs + kDayMs);  // the first console may take a day to be unpacked
  append(issued);
  if (auto done = (*store)->commit(recorder.take()); !done) return base::fail(done.error());
  return link::formatEnrolmentCode({code, link::fingerprintCharacters(authority.publicKey())});
}

}  // namespace

std::filesystem::path journalFile(const Configuration& configuration) { return configuration.data / "journal.sqlite"; }

base::Result<std::string> initialise(const Configuration& configuration, const base::Clock& clock) {
  const std::filesystem::path& data = configuration.data;
  if (std::filesystem::exists(journalFile(configuration))) {
    return base::fail("data-exists", "there is a centre in " + data.string() + " already; choose another data folder in the configuration");
  }
  std::error_code error;
  std::filesystem::create_directories(data, error);
  std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
  if (error) return base::fail("file-unwritable", "cannot make the folder " + data.string() + ": " + error.message());
  const std::int64_t now = clock.now().wallMs;
  const auto authorityKey = newKey(data / "authority.key");
  if (!authorityKey) return base::fail(authorityKey.error());
  const auto authority = crypto::issueCertificate({.subject = "Vigie centre " + configuration.number,
                                                   .role = {},
                                                   .dnsNames = {},
                                                   .authority = true,
                                                   .pathLength = 0,
                                                   .notBeforeMs = now - kDayMs,
                                                   .notAfterMs = now + kAuthorityMs},
                                                  authorityKey->publicKey(), *authorityKey, std::nullopt);
  const auto serverKey = newKey(data / "server.key");
  if (!serverKey) return base::fail(serverKey.error());
  const auto server = crypto::issueCertificate(
      {.subject = "Vigie centre server " + configuration.number,
       .role = crypto::RoleIdentity{crypto::Role::centre, crypto::randomId<base::WorkstationId>().hex()},
       .dnsNames = {},
       .notBeforeMs = now - kDayMs,
       .notAfterMs = now + kAuthorityMs},
      serverKey->publicKey(), *authorityKey, authority);
  for (const char* name : {"checkpoint.key"}) {
    if (auto key = newKey(data / name); !key) return base::fail(key.error());
  }
  const auto issuingKey = newKey(data / "issuing.key");
  if (!issuingKey) return base::fail(issuingKey.error());
  const base::Bytes request = crypto::makeSigningRequest(*issuingKey, configuration.name);
  if (auto done = base::writeFileDurably(data / "issuing.csr", request); !done) return base::fail(done.error());
  const auto registryKey = newKey(data / "registry.key");
  if (!registryKey) return base::fail(registryKey.error());
  const base::Bytes clientRequest = crypto::makeSigningRequest(*registryKey, configuration.name);
  if (auto done = base::writeFileDurably(data / "registry.csr", clientRequest); !done) return base::fail(done.error());
  if (auto done = writeText(data / "authority.pem", authority.pem()); !done) return base::fail(done.error());
  if (auto done = writeText(data / "server.pem", server.pem()); !done) return base::fail(done.error());
  if (auto done = KeyStore::initialise(data / "keys"); !done) return base::fail(done.error());
  return beginJournal(configuration, authority, clock);
}

base::Result<base::EpochId> beginRestoredEpoch(const Configuration& configuration, const base::Clock& clock) {
  if (!std::filesystem::exists(journalFile(configuration))) {
    return base::fail("no-centre", "there is no journal " + journalFile(configuration).string() +
                                       ": put the backup back first, the whole data folder");
  }
  const auto authority = readChain(configuration.data / "authority.pem");
  if (!authority) return base::fail(authority.error());
  auto store = journal::SqliteStore::open(journalFile(configuration),
                                          {.access = journal::Access::existing, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error());
  exam::CentreState state;
  const auto head = replayCentre(**store, state);
  if (!head) return base::fail(head.error());
  const base::EpochId epoch = crypto::randomId<base::EpochId>();
  const exam::CentreRecord content = epochStarted(epoch, "restored", authority->front());
  Recorder recorder(epoch);
  recorder.resume(journal::kCentreStream, *head);
  recorder.append(journal::kCentreStream, exam::typeOf(content), exam::payloadOf(content), {}, {}, instantOf(clock));
  if (auto done = (*store)->commit(recorder.take()); !done) return base::fail(done.error());
  return epoch;
}

base::Result<Identity> loadIdentity(const Configuration& configuration) {
  const std::filesystem::path& data = configuration.data;
  auto authority = readChain(data / "authority.pem");
  if (!authority) return base::fail(authority.error());
  auto authorityKey = readKey(data / "authority.key");
  if (!authorityKey) return base::fail(authorityKey.error());
  auto checkpointKey = readKey(data / "checkpoint.key");
  if (!checkpointKey) return base::fail(checkpointKey.error());
  auto issuingKey = readKey(data / "issuing.key");
  if (!issuingKey) return base::fail(issuingKey.error());
  auto registryKey = readPublicKey(configuration.ticketKey);
  if (!registryKey) return base::fail(registryKey.error());
  Identity identity{.number = configuration.number,
                    .name = configuration.name,
                    .did = configuration.did,
                    .authority = authority->front(),
                    .authorityKey = *authorityKey,
                    .checkpointKey = *checkpointKey,
                    .issuingKey = *issuingKey,
                    .issuingChain = {},
                    .registryKey = *registryKey,
                    .statusKey = {},
                    .statusList = configuration.statusList,
                    .issuedFolder = data / "issued"};
  if (std::filesystem::exists(configuration.issuingChain)) {
    auto chain = readChain(configuration.issuingChain);
    if (!chain) return base::fail(chain.error());
    if (chain->front().publicKey().id() != identity.issuingKey.publicKey().id()) {
      return base::fail("issuing-chain", configuration.issuingChain.string() + " is the accreditation of another key than " +
                                             (data / "issuing.key").string());
    }
    identity.issuingChain = std::move(*chain);
  }
  if (!configuration.statusChain.empty() && std::filesystem::exists(configuration.statusChain)) {
    auto chain = readChain(configuration.statusChain);
    if (!chain) return base::fail(chain.error());
    identity.statusKey = credential::StatusKey{chain->front().publicKey(), *chain};
  }
  return identity;
}

base::Result<ServerKeys> loadServerKeys(const Configuration& configuration) {
  auto certificate = readChain(configuration.data / "server.pem");
  if (!certificate) return base::fail(certificate.error());
  auto key = readKey(configuration.data / "server.key");
  if (!key) return base::fail(key.error());
  return ServerKeys{certificate->front(), *key};
}

base::Result<Materials> loadMaterials(const Configuration& configuration) {
  const auto calibration = base::readFile(configuration.calibration);
  if (!calibration) return base::fail(calibration.error());
  const auto items = base::readFile(configuration.items);
  if (!items) return base::fail(items.error());
  const auto keyText = base::readTextFile(configuration.contentKey, 4096);
  if (!keyText) return base::fail(keyText.error());
  const auto contentKey = content::readContentKey(*keyText);
  if (!contentKey) return base::failAt(configuration.contentKey.string(), contentKey.error());
  const auto authority = readPublicKey(configuration.bankAuthority);
  if (!authority) return base::fail(authority.error());
  auto bank = content::Bank::load(*calibration, *items, *contentKey, *authority);
  if (!bank) return base::failAt(configuration.calibration.string(), bank.error());
  auto testBytes = base::readTextFile(configuration.testDefinition);
  if (!testBytes) return base::fail(testBytes.error());
  auto test = content::TestDefinition::load(*testBytes);
  if (!test) return base::failAt(configuration.testDefinition.string(), test.error());
  if (auto fits = test->checkBank(bank->calibration(), &shadow::shadowTest); !fits) return base::failAt(configuration.testDefinition.string(), fits.error());
  return Materials{std::make_shared<const content::Bank>(std::move(*bank)), std::move(*test), std::move(*testBytes),
                   configuration.pictureEveryMs};
}

base::Result<BundleMaterials> loadBundleMaterials(const Configuration& configuration) {
  auto issuingKey = readKey(configuration.data / "issuing.key");
  if (!issuingKey) return base::fail(issuingKey.error());
  BundleMaterials materials{.issuingKey = *issuingKey, .issuingChain = {}, .registryChain = {}, .bankCalibration = {}, .bankAuthority = {}};
  if (std::filesystem::exists(configuration.issuingChain)) {
    auto chain = readChain(configuration.issuingChain);
    if (!chain) return base::fail(chain.error());
    materials.issuingChain = std::move(*chain);
  }
  // A certificate where the configuration names one: an auditor follows it to the root. A bare key has none.
  if (auto chain = readChain(configuration.ticketKey)) materials.registryChain = std::move(*chain);
  auto calibration = base::readFile(configuration.calibration);
  if (!calibration) return base::fail(calibration.error());
  materials.bankCalibration = std::move(*calibration);
  if (const auto chain = readChain(configuration.bankAuthority)) {
    materials.bankAuthority = chain->front().der();
  } else {
    const auto key = readPublicKey(configuration.bankAuthority);
    if (!key) return base::fail(key.error());
    materials.bankAuthority = key->spki();
  }
  return materials;
}

base::Result<void> layOutForAuditors(const Configuration& configuration) {
  const auto materials = loadBundleMaterials(configuration);
  if (!materials) return base::fail(materials.error());
  const std::filesystem::path folder = configuration.data / "audit";
  const std::string bank = base::toHex(crypto::sha256(materials->bankCalibration));
  std::string registry;
  for (const crypto::Certificate& link : materials->registryChain) registry += link.pem();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::pair<std::filesystem::path, base::ByteView> files[] = {{folder / (bank + ".cal"), materials->bankCalibration},
                                                                    {folder / (bank + ".authority"), materials->bankAuthority},
                                                                    {folder / "registry.pem", base::bytesOf(registry)}};
  for (const auto& [file, bytes] : files) {
    if (bytes.empty() || std::filesystem::exists(file)) continue;
    if (auto written = base::writeFileDurably(file, bytes); !written) return written;
  }
  return {};
}

base::Result<RegistryAddress> loadRegistryAddress(const Configuration& configuration) {
  const auto authority = readChain(configuration.registryAuthority);
  if (!authority) return base::fail(authority.error());
  const auto certificate = readChain(configuration.registryCertificate);
  if (!certificate) return base::fail(certificate.error());
  const auto key = readKey(configuration.data / "registry.key");
  if (!key) return base::fail(key.error());
  return RegistryAddress{configuration.registryHost, configuration.registryPort, authority->front(), certificate->front(), *key};
}

base::Result<base::EpochId> readEpoch(journal::Store& store) {
  base::Result<base::EpochId> epoch = base::fail("journal-empty", "the centre's stream has no first record; run center-server init");
  auto read = store.read(journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto record = journal::decode(entry.blob);
    if (!record) return base::fail(record.error());
    const auto content = exam::readCentreRecord({record->type, record->typeVersion}, record->payload);
    if (!content) return base::fail(content.error());
    if (const auto* started = std::get_if<exam::record::EpochStarted>(&*content)) epoch = base::EpochId::fromBytes(started->epoch());
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  return epoch;
}

}  // namespace vigie::centre
