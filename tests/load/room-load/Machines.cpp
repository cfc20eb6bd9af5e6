#include "tests/load/room-load/Machines.hpp"

#include <sstream>

#include "center-server/service/Recorder.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "common/exam/Records.hpp"
#include "common/journal/SqliteStore.hpp"

namespace vigie::load {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kLargestFile = 512U << 20;
constexpr std::string_view kEnd = "-----END CERTIFICATE-----\n";

struct CentreEnd {
  journal::Head head;
  base::EpochId epoch;
};

base::Result<CentreEnd> readEnd(journal::Store& store) {
  journal::ChainVerifier chain(journal::kCentreStream);
  CentreEnd end;
  auto read = store.read(journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto record = chain.append(entry.blob);
    if (!record) return base::fail(record.error());
    end.epoch = record->epoch;
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  end.head = chain.head();
  return end;
}

}  // namespace

base::Result<void> enrolMachines(const std::filesystem::path& data, std::size_t count,
                                 const std::filesystem::path& file) {
  const auto keyText = base::readTextFile(data / "authority.key");
  if (!keyText) return base::fail(keyText.error());
  const auto authorityKey = crypto::PrivateKey::fromPem(*keyText);
  if (!authorityKey) return base::fail(authorityKey.error());
  const auto certificateText = base::readTextFile(data / "authority.pem");
  if (!certificateText) return base::fail(certificateText.error());
  const auto authority = crypto::Certificate::fromPem(*certificateText);
  if (!authority) return base::fail(authority.error());
  auto store = journal::SqliteStore::open(data / "journal.sqlite",
                                          {.access = journal::Access::existing, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error());
  const auto end = readEnd(**store);
  if (!end) return base::fail(end.error());

  const base::SystemClock clock;
  const base::Moment now = clock.now();
  const exam::Instant at{now.wallMs, now.runMs, journal::parseBootId(clock.bootId()).value_or(journal::BootId{})};
  centre::Recorder recorder(end->epoch);
  recorder.resume(journal::kCentreStream, end->head);
  std::string machines = authority->pem();
  for (std::size_t i = 1; i <= count; ++i) {
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    const auto id = crypto::randomId<base::WorkstationId>();
    const std::string label = "Poste " + std::to_string(i);
    const auto certificate = crypto::issueCertificate({.subject = label,
                                                       .role = crypto::RoleIdentity{crypto::Role::seat, id.hex()},
                                                       .dnsNames = {},
                                                       .notBeforeMs = now.wallMs - kDayMs,
                                                       .notAfterMs = now.wallMs + 90 * kDayMs},
                                                      key.publicKey(), *authorityKey, *authority);
    exam::record::MachineEnrolled enrolled;
    enrolled.set_machine(id.bytes());
    enrolled.set_role("seat");
    enrolled.set_label(label);
    enrolled.set_certificate(base::toString(certificate.der()));
    const exam::CentreRecord content = enrolled;
    recorder.append(journal::kCentreStream, exam::typeOf(content), exam::payloadOf(content), {}, {}, at);
    machines += key.pem() + certificate.pem();
  }
  if (auto done = (*store)->commit(recorder.take()); !done) return done;
  return base::writeFileDurably(file, base::bytesOf(machines), base::FileMode::ownerOnly);
}

base::Result<std::vector<link::Machine>> readMachines(const std::filesystem::path& file, std::uint16_t port) {
  const auto text = base::readTextFile(file, kLargestFile);
  if (!text) return base::fail(text.error());
  std::size_t at = text->find(kEnd) + kEnd.size();
  const auto authority = crypto::Certificate::fromPem(text->substr(0, at));
  if (!authority) return base::fail(authority.error());
  std::vector<link::Machine> machines;
  while (at < text->size()) {
    const std::size_t certificateAt = text->find("-----BEGIN CERTIFICATE", at);
    const std::size_t next = text->find(kEnd, certificateAt) + kEnd.size();
    auto key = crypto::PrivateKey::fromPem(text->substr(at, certificateAt - at));
    auto certificate = crypto::Certificate::fromPem(text->substr(certificateAt, next - certificateAt));
    if (!key || !certificate) return base::fail("machines", file.string() + " is not what `machines` wrote");
    const auto role = certificate->role();
    const auto id =
        role ? base::WorkstationId::fromHex(role->id) : base::Result<base::WorkstationId>(base::fail(role.error()));
    if (!id) return base::fail(id.error());
    machines.push_back({.id = *id,
                        .role = crypto::Role::seat,
                        .label = certificate->subject(),
                        .host = "127.0.0.1",
                        .port = port,
                        .staff = {},
                        .key = std::move(*key),
                        .certificate = std::move(*certificate),
                        .authority = *authority});
    at = next;
  }
  return machines;
}

}  // namespace vigie::load
