#include "tests/support/SyntheticCentre.hpp"

#include "center-server/service/Release.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/crypto/Random.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr const char* kNumber = "0042";
constexpr const char* kHost = "centre-0042.demonstration.example";

crypto::PrivateKey newKey() {
  return crypto::PrivateKey::generate(crypto::KeyKind::p256);
}

protocol::Sender senderOf(crypto::Role role) {
  return role == crypto::Role::console ? protocol::Sender::console : protocol::Sender::seat;
}

crypto::Certificate makeAuthority(const crypto::PrivateKey& key, std::int64_t nowMs) {
  return crypto::issueCertificate({.subject = std::string("Vigie centre ") + kNumber,
                                   .role = {},
                                   .dnsNames = {},
                                   .authority = true,
                                   .pathLength = 0,
                                   .notBeforeMs = nowMs - kDayMs,
                                   .notAfterMs = nowMs + 3650 * kDayMs},
                                  key.publicKey(), key, std::nullopt);
}

}  // namespace

centre::Identity makeIdentity(const SyntheticNation& nation, const std::filesystem::path& data, std::int64_t nowMs) {
  const auto authorityKey = newKey();
  const auto issuingKey = newKey();
  return {.number = kNumber,
          .name = "Médiathèque de Démonstration",
          .did = std::string("did:web:") + kHost,
          .authority = makeAuthority(authorityKey, nowMs),
          .authorityKey = authorityKey,
          .checkpointKey = newKey(),
          .issuingKey = issuingKey,
          .issuingChain = {trust::accreditCentre({nation.root, nation.rootKey}, issuingKey.publicKey(), kHost, nowMs)},
          .registryKey = nation.ticketKey.publicKey(),
          .statusKey = credential::StatusKey{nation.statusKey.publicKey(), {nation.statusCertificate}},
          .statusList = "https://registre.demonstration.example/status/centre-0042",
          .issuedFolder = data / "issued"};
}

// A key of the registry's with one purpose: neither a centre's, nor of status lists.
crypto::Certificate SyntheticNation::certify(const std::string& purpose, const crypto::PublicKey& key) const {
  return crypto::issueCertificate({.subject = purpose,
                                   .role = {},
                                   .dnsNames = {},
                                   .notBeforeMs = kMorningMs - kDayMs,
                                   .notAfterMs = kMorningMs + 396 * kDayMs},
                                  key, rootKey, root);
}

SyntheticNation::SyntheticNation(trust::Occasion occasion)
    : rootKey(newKey()),
      root(trust::makeRoot(rootKey, occasion, kMorningMs)),
      ticketKey(newKey()),
      ticketCertificate(certify("Vigie session tickets", ticketKey.publicKey())),
      statusKey(newKey()),
      statusCertificate(trust::certifyStatusKey({root, rootKey}, statusKey.publicKey(), kMorningMs)) {}

// Frames that the centre lets go: encoded and decoded as the far end would.
class SyntheticCentre::ListLinks final : public centre::Links {
 public:
  explicit ListLinks(SyntheticCentre& owner) : owner_(owner) {}

  void send(link::LinkId link, const protocol::Message& message) override {
    const auto found = owner_.links_.find(link);
    if (found == owner_.links_.end()) return;
    const protocol::Sender sender =
        found->second.role == protocol::Sender::newcomer ? protocol::Sender::enrolmentDesk : protocol::Sender::centre;
    found->second.received.push_back(
        must(protocol::decode(sender, protocol::numberOf(message), protocol::encode(message))));
  }
  void resumeReading(link::LinkId) override {}
  void finish(link::LinkId link) override { drop(link); }
  void abort(link::LinkId link) override { drop(link); }

 private:
  // What was received stays readable; the link itself is over, which the program hears as an input of its own.
  void drop(link::LinkId link) {
    if (const auto found = owner_.links_.find(link); found != owner_.links_.end()) {
      owner_.over_[link] = std::move(found->second.received);
      owner_.links_.erase(found);
      owner_.dropped_.push_back(link);
    }
  }
  SyntheticCentre& owner_;
};

// The writer's queue: tickets as journal::Writer gives them.
class SyntheticCentre::HeldSink final : public centre::Sink {
 public:
  explicit HeldSink(const DiskPace& disk) : disk_(disk) {}

  base::Result<std::uint64_t> enqueue(std::vector<journal::Entry> entries) override {
    waiting_.insert(waiting_.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
    return ++ticket_;
  }
  bool hasRoom() const override { return disk_ == DiskPace::inTime; }

  std::vector<journal::Entry> take() { return std::exchange(waiting_, {}); }
  std::uint64_t ticket() const { return ticket_; }

 private:
  const DiskPace& disk_;
  std::vector<journal::Entry> waiting_;
  std::uint64_t ticket_ = 0;
};

SyntheticCentre::SyntheticCentre(CentreOptions options)
    : nation_(options.occasion),
      data_(options.data.value_or(folder_.path())),
      epoch_(crypto::randomId<base::EpochId>()),
      firstCode_(crypto::randomCode(8)),
      test_(options.testDefinition.empty() ? syntheticBank().test
                                           : must(content::TestDefinition::load(options.testDefinition))),
      testBytes_(options.testDefinition.empty() ? syntheticBank().testBytes : options.testDefinition) {
  std::filesystem::create_directories(data_);
  if (options.data) {
    store_ = must(journal::SqliteStore::open(data_ / "journal.sqlite"));
  } else {
    store_ = std::make_unique<journal::MemoryStore>();
  }
  must(centre::KeyStore::initialise(data_ / "keys"));
  identity_.emplace(makeIdentity(nation_, data_, clock_.now().wallMs));
  beginJournal(*store_, epoch_, identity_->authority, firstCode_, clock_);
  must(build());
}

SyntheticCentre::~SyntheticCentre() = default;

void beginJournal(journal::Store& store, const base::EpochId& epoch, const crypto::Certificate& authority,
                  const std::string& firstCode, const base::Clock& clock) {
  centre::Recorder recorder(epoch);
  const base::Moment moment = clock.now();
  const exam::Instant at{moment.wallMs, moment.runMs, must(journal::parseBootId(clock.bootId()))};
  const auto append = [&](const exam::CentreRecord& content) {
    recorder.append(journal::kCentreStream, exam::typeOf(content), exam::payloadOf(content), {}, {}, at);
  };
  exam::record::EpochStarted started;
  started.set_epoch(epoch.bytes());
  started.set_reason("created");
  started.set_program(std::string(centre::kProgram));
  started.set_authority(base::toString(authority.der()));
  append(started);
  const base::Bytes salt = crypto::randomBytes(16);
  exam::record::EnrolmentCodeIssued issued;
  issued.set_salt(base::toString(salt));
  issued.set_code_digest(base::toString(crypto::sha256({salt, base::bytesOf(firstCode)})));
  issued.set_role("console");
  issued.set_label("console-1");
  issued.set_staff_role("administrator");
  issued.set_valid_until_ms(at.wallMs + kDayMs);
  append(issued);
  must(store.commit(recorder.take()));
}

base::Result<void> SyntheticCentre::build() {
  sink_ = std::make_unique<HeldSink>(disk_);
  out_ = std::make_unique<ListLinks>(*this);
  centre_ = std::make_unique<centre::Centre>(*identity_, centre::Materials{syntheticBank().bank, test_, testBytes_},
                                             must(centre::KeyStore::open(data_ / "keys")), epoch_, clock_, *sink_,
                                             *out_, [](std::span<std::uint8_t> out) { crypto::randomBytes(out); });
  service_ = std::make_unique<centre::CentreService>(*centre_);
  archive_ = std::make_unique<StoreArchive>(*store_, data_ / "keys", testBytes_, archived_);
  centre_->setArchive(archive_.get());
  const auto replayed = centre_->replay(*store_);
  vault_ = std::make_unique<InlineVault>(vaultFolder());
  for (const auto& [id, session] : centre_->sessions()) vault_->resume(id, session.state().vaultEnds);
  centre_->setVault(vault_.get());
  afterTurn();
  return replayed;
}

credential::Ticket makeTicket(const SyntheticNation& nation, const std::string& number, std::int64_t nowMs) {
  const std::int64_t now = nowMs / 1000 * 1000;
  credential::Ticket ticket;
  ticket.number = number;
  ticket.centre = kNumber;
  ticket.kind =
      trust::isDemonstration(nation.root) ? credential::TicketKind::demonstration : credential::TicketKind::real;
  ticket.validFromMs = now - kDayMs;
  ticket.validUntilMs = now + kDayMs;
  ticket.bankDigest = syntheticBank().files.digest;
  ticket.testDigest = crypto::sha256(base::bytesOf(syntheticBank().testBytes));
  crypto::randomBytes(ticket.drawSeed);
  for (std::uint32_t i = 0; i < 12; ++i) {
    ticket.codes.push_back(credential::newVerificationCode());
    ticket.statusIndexes.push_back(1000 + 7 * i);
  }
  ticket.issuedAtMs = now - kDayMs;
  return ticket;
}

credential::Ticket SyntheticCentre::ticket(const std::string& number) const {
  credential::Ticket ticket = makeTicket(nation_, number, clock_.now().wallMs);
  ticket.testDigest = crypto::sha256(base::bytesOf(testBytes_));
  return ticket;
}

std::string SyntheticCentre::signedTicket(const credential::Ticket& ticket) const {
  return credential::signTicket(ticket, nation_.ticketKey);
}

void SyntheticCentre::pass(std::int64_t ms) {
  while (ms > 0) {
    const std::int64_t step = std::min<std::int64_t>(ms, 1000);
    clock_.pass(step);
    ms -= step;
    service_->tick();
    afterTurn();
  }
}

void SyntheticCentre::anchor(const base::SessionId& session) {
  exam::record::SessionAnchored anchor;
  anchor.set_receipt_digest(base::toString(crypto::sha256(base::bytesOf("receipt"))));
  service_->anchored(session, anchor);
  afterTurn();
}

void SyntheticCentre::settle() {
  if (holding_) return;
  const std::vector<journal::Entry> entries = sink_->take();
  if (entries.empty()) return;
  if (const auto done = store_->commit(entries); !done) return service_->failed(done.error());
  service_->durable(sink_->ticket());
}

// The vault's thread and what it tells, one step.
bool SyntheticCentre::serveVault() {
  if (vault_ == nullptr) return false;
  if (auto report = vault_->write()) {
    service_->picturesWritten(*report);
    return true;
  }
  if (auto reading = vault_->nextReading()) {
    service_->turn(*reading);
    return true;
  }
  return false;
}

void SyntheticCentre::storeHeld() {
  vault_->hold = false;
  afterTurn();
}

// A link that the centre finished is over for both sides.
void SyntheticCentre::afterTurn() {
  settle();
  while (serveVault()) settle();
  while (!dropped_.empty()) {
    const link::LinkId link = dropped_.front();
    dropped_.pop_front();
    service_->linkEnded(link);
    settle();
  }
}

void SyntheticCentre::commitHeld() {
  holding_ = false;
  afterTurn();
}

void SyntheticCentre::kill() {
  service_.reset();
  centre_.reset();
  vault_.reset();
  links_.clear();
  over_.clear();
  dropped_.clear();
  holding_ = false;
}

base::Result<void> SyntheticCentre::restart() {
  if (centre_) kill();
  return build();
}

base::Result<void> SyntheticCentre::restartWith(content::TestDefinition test, std::string testBytes) {
  test_ = std::move(test);
  testBytes_ = std::move(testBytes);
  return restart();
}

base::Result<void> SyntheticCentre::exchangeNewestPrivateParts(const journal::StreamId& stream) {
  std::vector<journal::Entry> entries;
  auto read = store_->read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    entries.push_back(std::move(entry));
    return journal::Visit::more;
  });
  if (!read) return read;
  std::vector<journal::Entry*> sealed;
  for (auto entry = entries.rbegin(); entry != entries.rend() && sealed.size() < 2; ++entry) {
    if (!entry->sealedPrivate.empty()) sealed.push_back(&*entry);
  }
  std::swap(sealed.at(0)->sealedPrivate, sealed.at(1)->sealedPrivate);
  auto altered = std::make_unique<journal::MemoryStore>();
  for (const auto& end : must(store_->streams())) {
    if (end.stream == stream) continue;
    read = store_->read(end.stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
      if (auto done = altered->commit({&entry, 1}); !done) return base::fail(done.error());
      return journal::Visit::more;
    });
    if (!read) return read;
  }
  if (auto done = altered->commit(entries); !done) return done;
  kill();
  store_ = std::move(altered);
  return {};
}

link::LinkId SyntheticCentre::open(const crypto::RoleIdentity& who, const crypto::PublicKey& key,
                                   link::Validity validity) {
  const link::LinkId link{++newestLink_};
  links_[link].role = senderOf(who.role);
  service_->linkOpened(link, who, key, validity);
  afterTurn();
  return link;
}

void SyntheticCentre::end(link::LinkId link) {
  links_.erase(link);
  over_.erase(link);
  if (service_ == nullptr) return;  // killed: nobody hears of it
  service_->linkEnded(link);
  afterTurn();
}

void SyntheticCentre::send(link::LinkId link, const protocol::Message& message) {
  const auto found = links_.find(link);
  if (found == links_.end()) return;
  service_->frame(link, protocol::decode(found->second.role, protocol::numberOf(message), protocol::encode(message)));
  afterTurn();
}

void SyntheticCentre::sendUndecodable(link::LinkId link, const base::Error& error) {
  service_->frame(link, base::fail(error));
  afterTurn();
}

std::vector<protocol::Message> SyntheticCentre::take(link::LinkId link) {
  if (const auto found = links_.find(link); found != links_.end()) return std::exchange(found->second.received, {});
  const auto over = over_.find(link);
  return over == over_.end() ? std::vector<protocol::Message>{} : std::exchange(over->second, {});
}

protocol::Message SyntheticCentre::enrol(const protocol::message::EnrolRequest& request) {
  const link::LinkId link{++newestLink_};
  links_[link].role = protocol::Sender::newcomer;
  const protocol::Message message = request;
  service_->enrolmentFrame(
      link, protocol::decode(protocol::Sender::newcomer, protocol::numberOf(message), protocol::encode(message)));
  afterTurn();
  auto answers = take(link);
  links_.erase(link);
  over_.erase(link);
  if (answers.size() != 1) throw std::logic_error("the enrolment port must answer once");
  return std::move(answers.front());
}

}  // namespace vigie::support
