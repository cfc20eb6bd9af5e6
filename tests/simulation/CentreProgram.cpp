#include "tests/simulation/CentreProgram.hpp"

#include "common/crypto/Random.hpp"

namespace vigie::simulation {
namespace {

constexpr std::int64_t kTickMs = 1'000;
constexpr link::LinkId kEnrolmentLink{0};

}  // namespace

// The newcomer's link is not a cable: enrolment is not what is simulated here.
class CentreProgram::Desk final : public centre::Links {
 public:
  Desk(Cables& cables, std::optional<protocol::Message>& answer) : cables_(cables), answer_(answer) {}

  void send(link::LinkId link, const protocol::Message& message) override {
    if (link == kEnrolmentLink)
      answer_ = message;
    else
      cables_.send(link, message);
  }
  void resumeReading(link::LinkId link) override { cables_.resumeReading(link); }
  void finish(link::LinkId link) override { cables_.finish(link); }
  void abort(link::LinkId link) override { cables_.abort(link); }

 private:
  Cables& cables_;
  std::optional<protocol::Message>& answer_;
};

CentreProgram::CentreProgram(const centre::Identity& identity, centre::Materials materials, std::filesystem::path data,
                             Chance& chance, RoomTime& time, Cables& cables)
    : identity_(identity),
      materials_(std::move(materials)),
      data_(std::move(data)),
      time_(time),
      cables_(cables),
      disk_(chance, time),
      epoch_(crypto::randomId<base::EpochId>()),
      firstCode_(crypto::randomCode(8)),
      out_(std::make_unique<Desk>(cables, enrolmentAnswer_)) {
  support::must(centre::KeyStore::initialise(data_ / "keys"));
  support::beginJournal(disk_.store(), epoch_, identity_.authority, firstCode_, time_);
}

base::Result<void> CentreProgram::start() {
  auto keys = centre::KeyStore::open(data_ / "keys");
  if (!keys) return base::fail(keys.error());
  centre_ = std::make_unique<centre::Centre>(identity_, materials_, std::move(*keys), epoch_, time_, disk_, *out_,
                                             [](std::span<std::uint8_t> out) { crypto::randomBytes(out); });
  archive_ = std::make_unique<support::StoreArchive>(disk_.store(), data_ / "keys", materials_.testBytes, archived_);
  centre_->setArchive(archive_.get());
  service_ = std::make_unique<centre::CentreService>(*centre_);
  tickedMs_ = time_.trueMs();
  auto replayed = centre_->replay(disk_.store());
  if (replayed) cables_.listen(this);
  return replayed;
}

void CentreProgram::kill() {
  service_.reset();
  centre_.reset();
  disk_.loseMemory();
  cables_.centreDied();
  crashed_ = false;
}

void CentreProgram::work() {
  if (!isRunning()) return;
  if (time_.trueMs() - tickedMs_ >= kTickMs) {
    tickedMs_ = time_.trueMs();
    service_->tick();
  }
  // Several steps of the disk may be due at once.
  for (int i = 0; i < 4; ++i) {
    const SimulatedDisk::Report report = disk_.work();
    if (report.committed && onCommitted) onCommitted();
    if (report.durable) service_->durable(*report.durable);
    if (report.failed) service_->failed(*report.failed);
    crashed_ = crashed_ || report.crashed;
  }
}

void CentreProgram::anchor(const base::SessionId& session) {
  exam::record::SessionAnchored anchor;
  anchor.set_receipt_digest(base::toString(crypto::sha256(base::bytesOf("receipt"))));
  service_->anchored(session, anchor);
}

protocol::Message CentreProgram::enrol(const protocol::message::EnrolRequest& request) {
  enrolmentAnswer_.reset();
  service_->enrolmentFrame(kEnrolmentLink, protocol::Message(request));
  while (!enrolmentAnswer_) {
    time_.pass(1);
    work();
  }
  return *enrolmentAnswer_;
}

void CentreProgram::opened(link::LinkId link, const crypto::RoleIdentity& who, const crypto::PublicKey& key) {
  service_->linkOpened(link, who, key);
}

void CentreProgram::frame(link::LinkId link, const base::Result<protocol::Message>& message) {
  if (onFrame) onFrame(link, message);
  service_->frame(link, message);
}

void CentreProgram::ended(link::LinkId link) {
  service_->linkEnded(link);
}

}  // namespace vigie::simulation
