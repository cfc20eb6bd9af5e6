#include "tests/simulation/SimulatedSeat.hpp"

#include "common/crypto/Random.hpp"
#include "tests/simulation/Violation.hpp"

namespace vigie::simulation {
namespace {

namespace message = protocol::message;

constexpr std::int64_t kTickMs = 250;
constexpr std::int64_t kFirstBackoffMs = 200;
constexpr std::int64_t kLongestBackoffMs = 5'000;

bool isCommand(const protocol::Message& message) {
  return std::holds_alternative<message::CheckIn>(message) ||
         std::holds_alternative<message::ConfirmIdentity>(message) || std::holds_alternative<message::Begin>(message) ||
         std::holds_alternative<message::SubmitAnswer>(message);
}

std::string detailOf(const protocol::Message& message) {
  if (const auto* refused = std::get_if<message::Refused>(&message)) return " " + refused->code();
  if (const auto* question = std::get_if<message::Question>(&message)) return " " + std::to_string(question->number());
  if (const auto* state = std::get_if<message::SeatState>(&message)) {
    return " " + state->phase() + (state->paused() ? " paused" : "") + (state->alert_open() ? " alert" : "");
  }
  if (const auto* welcome = std::get_if<message::Welcome>(&message)) {
    return welcome->has_sitting() ? " of somebody" : " of nobody";
  }
  return {};
}

// The seat's key stays at hand for somebody who misuses it.
class SharedKey final : public crypto::Signer {
 public:
  explicit SharedKey(crypto::PrivateKey key) : key_(std::move(key)), public_(key_.publicKey()) {}
  base::Bytes sign(base::ByteView message) const override { return key_.sign(message); }
  crypto::PublicKey publicKey() const override { return public_; }

 private:
  crypto::PrivateKey key_;
  crypto::PublicKey public_;
};

}  // namespace

class SimulatedSeat::DiskSafe final : public session::Safe {
 public:
  explicit DiskSafe(SeatDisk& disk) : disk_(disk) {}
  base::Result<std::optional<base::Bytes>> read() override { return disk_.bytes; }
  base::Result<void> write(base::ByteView bytes) override {
    if (disk_.isFull) return base::fail("file-unwritable", "the disk is full");
    disk_.bytes = base::Bytes(bytes.begin(), bytes.end());
    return {};
  }

 private:
  SeatDisk& disk_;
};

SimulatedSeat::SimulatedSeat(std::string name, const std::string& code, CentreProgram& centre, Cables& cables,
                             Chance& chance, const RoomTime& time)
    : name_(std::move(name)),
      cables_(cables),
      chance_(chance),
      time_(time),
      machineKey_(crypto::PrivateKey::generate(crypto::KeyKind::p256)),
      keepKey_(crypto::newSealKey()) {
  message::EnrolRequest enrol;
  enrol.set_protocol(protocol::kProtocolVersion);
  enrol.set_code(code);
  enrol.set_signing_request(base::toString(crypto::makeSigningRequest(machineKey_, "seat")));
  const auto answer = centre.enrol(enrol);
  const auto* enrolled = std::get_if<message::Enrolled>(&answer);
  if (enrolled == nullptr) throw std::runtime_error(std::get<message::Refused>(answer).code());
  workstation_ = support::must(base::WorkstationId::fromBytes(enrolled->machine()));
}

void SimulatedSeat::startProgram() {
  auto keep = session::Keep::open(std::make_unique<DiskSafe>(disk_), keepKey_);
  require(keep.has_value(), name_ + ": the keep does not open again");
  keep_.emplace(std::move(*keep));
  session::SeatSettings settings;
  settings.workstation = workstation_;
  settings.machineKey = &machineKey_;
  settings.program = "simulated-seat 1.0.0";
  settings.kind = session::SeatKind::simulated;
  settings.entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); };
  settings.newSeatKey = [keys = seatKeys_] {
    keys->push_back(crypto::PrivateKey::generate(crypto::KeyKind::p256));
    return std::make_unique<SharedKey>(keys->back());
  };
  sitting_ = std::make_unique<session::Sitting>(std::move(settings), *keep_, *this);
  tickedMs_ = time_.trueMs();
  connectAtMs_ = time_.trueMs();
  backoffMs_ = 0;
  changed_ = true;
}

void SimulatedSeat::work() {
  const std::int64_t now = time_.trueMs();
  if (sitting_ == nullptr) {
    if (now < startAtMs_) return;
    startProgram();
  }
  if (now < frozenUntilMs_) return;
  for (const auto& late : std::exchange(unread_, {})) late();
  if (now - tickedMs_ >= kTickMs) {
    tickedMs_ = now;
    sitting_->tick(time_.seatNow());
  }
  if (!link_ && now >= connectAtMs_) {
    link_ = cables_.open(*this, {crypto::Role::seat, workstation_.hex()}, machineKey_.publicKey());
    backoffMs_ = backoffMs_ == 0 ? kFirstBackoffMs : std::min(kLongestBackoffMs, 2 * backoffMs_);
    connectAtMs_ = now + chance_.between(backoffMs_ / 2, backoffMs_);
  }
}

void SimulatedSeat::killProgram(std::int64_t awayMs) {
  if (link_) cables_.unplug(*link_);
  link_.reset();
  linked_ = false;
  sitting_.reset();
  keep_.reset();
  unread_.clear();
  frozenUntilMs_ = 0;
  startAtMs_ = time_.trueMs() + awayMs;
}

void SimulatedSeat::linkUp(link::LinkId link) {
  if (link_ != link || sitting_ == nullptr) return;
  if (hangs()) return unread_.push_back([this, link] { linkUp(link); });
  linked_ = true;
  backoffMs_ = 0;
  sitting_->linkUp(time_.seatNow());
}

void SimulatedSeat::linkDown(link::LinkId link) {
  if (link_ != link || sitting_ == nullptr) return;
  if (hangs()) return unread_.push_back([this, link] { linkDown(link); });
  link_.reset();
  if (std::exchange(linked_, false)) sitting_->linkDown(time_.seatNow());
  if (connectAtMs_ < time_.trueMs()) connectAtMs_ = time_.trueMs() + chance_.between(50, 400);
}

void SimulatedSeat::frame(link::LinkId link, const protocol::Message& message) {
  if (link_ != link || sitting_ == nullptr) return;
  if (hangs()) return unread_.push_back([this, link, message] { frame(link, message); });
  if (trace && !std::holds_alternative<message::HeartbeatReply>(message)) {
    trace(name_ + " hears " + protocol::nameOf(message) + detailOf(message));
  }
  sitting_->receive(message, time_.seatNow());
}

void SimulatedSeat::send(protocol::Message message) {
  if (!link_) return;
  if (trace && !std::holds_alternative<message::Heartbeat>(message)) {
    trace(name_ + " says " + protocol::nameOf(message));
  }
  require(!std::holds_alternative<message::ForkReport>(message), name_ + " reports a fork where there is none");
  if (isCommand(message)) said_.push_back(message);
  cables_.say(*link_, message);
}

void SimulatedSeat::acknowledged(const base::CandidateRef& candidate, std::uint32_t number, const crypto::Digest&) {
  const session::KeptAnswer* kept = keep_->answer(number);
  require(kept != nullptr, name_ + " hands on an acknowledgement of an answer that it does not keep");
  if (onAcknowledged) onAcknowledged(candidate, number, kept->message.digest());
}

}  // namespace vigie::simulation
