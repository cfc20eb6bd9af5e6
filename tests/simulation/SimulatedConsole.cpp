#include "tests/simulation/SimulatedConsole.hpp"

#include "tests/simulation/Violation.hpp"

namespace vigie::simulation {
namespace {

namespace message = protocol::message;

constexpr std::int64_t kHeartbeatMs = 1'000;

}  // namespace

SimulatedConsole::SimulatedConsole(const std::string& code, CentreProgram& centre, Cables& cables, Chance& chance,
                                   const RoomTime& time)
    : cables_(cables),
      chance_(chance),
      time_(time),
      key_(std::make_shared<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256))),
      machineKey_(crypto::PrivateKey::generate(crypto::KeyKind::p256)) {
  const base::Bytes request = crypto::makeSigningRequest(machineKey_, "console");
  const auto proof = crypto::signMessage(*key_, "staff-key", request);
  message::EnrolRequest enrol;
  enrol.set_protocol(protocol::kProtocolVersion);
  enrol.set_code(code);
  enrol.set_signing_request(base::toString(request));
  enrol.set_staff_key(base::toString(key_->publicKey().spki()));
  enrol.set_staff_proof(base::toString(proof.signature));
  enrol.set_staff_proof_key_id(base::toString(proof.keyId));
  const auto answer = centre.enrol(enrol);
  const auto* enrolled = std::get_if<message::Enrolled>(&answer);
  if (enrolled == nullptr) throw std::runtime_error(std::get<message::Refused>(answer).code());
  machine_ = support::must(base::WorkstationId::fromBytes(enrolled->machine()));
  desk_ = std::make_unique<console::StaffDesk>(console::DeskSettings{"simulated-console 1.0.0", {}}, key_,
                                               console::StandingBook());
}

void SimulatedConsole::work() {
  if (!link_ && time_.trueMs() >= connectAtMs_) {
    link_ = cables_.open(*this, {crypto::Role::console, machine_.hex()}, machineKey_.publicKey());
    connectAtMs_ = time_.trueMs() + chance_.between(200, 800);
  }
  if (linked_ && time_.trueMs() - heartbeatMs_ >= kHeartbeatMs) {
    heartbeatMs_ = time_.trueMs();
    desk_->heartbeat();
  }
  flush();
}

base::CommandId SimulatedConsole::give(const console::Order& order) {
  ++given_;
  const base::CommandId id = desk_->command(order, wallMs());
  flush();
  return id;
}

const Settled* SimulatedConsole::outcomeOf(const base::CommandId& command) const {
  const auto found = outcomes_.find(command);
  return found == outcomes_.end() ? nullptr : &found->second;
}

void SimulatedConsole::flush() {
  for (protocol::Message& one : desk_->takeOutgoing()) {
    require(!std::holds_alternative<message::ForkReport>(one), "the console reports a fork where there is none");
    if (!link_) continue;
    if (const auto* command = std::get_if<message::StaffCommand>(&one)) said_.push_back(*command);
    if (trace && !std::holds_alternative<message::Heartbeat>(one))
      trace(std::string("console says ") + protocol::nameOf(one));
    cables_.say(*link_, one);
  }
}

void SimulatedConsole::linkUp(link::LinkId link) {
  if (link_ != link) return;
  linked_ = true;
  desk_->linkOpened();
  flush();
}

void SimulatedConsole::linkDown(link::LinkId link) {
  if (link_ != link) return;
  link_.reset();
  if (std::exchange(linked_, false)) desk_->linkLost();
  if (connectAtMs_ < time_.trueMs()) connectAtMs_ = time_.trueMs() + chance_.between(50, 400);
}

void SimulatedConsole::frame(link::LinkId link, const protocol::Message& message) {
  if (link_ != link) return;
  for (const console::Event& event : desk_->receive(message, wallMs())) {
    if (const auto* settled = std::get_if<console::CommandSettled>(&event)) {
      const std::string refusal = settled->refusal ? settled->refusal->code : std::string();
      if (trace) trace("console: " + (refusal.empty() ? std::string("done") : "refused " + refusal));
      outcomes_[settled->command] = {settled->repeated, refusal};
    } else if (std::holds_alternative<console::ForkSeen>(event)) {
      throw Violation("the console sees a fork where there is none");
    } else if (const auto* doubted = std::get_if<console::CheckpointDoubted>(&event)) {
      throw Violation("the console doubts a checkpoint: " + doubted->why.code);
    }
  }
  flush();
}

}  // namespace vigie::simulation
