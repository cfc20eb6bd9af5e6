#include "tests/simulation/Ghost.hpp"

namespace vigie::simulation {
namespace {

constexpr std::int64_t kStayMs = 1'500;

}  // namespace

Ghost::Ghost(Cables& cables, const RoomTime& time, const crypto::RoleIdentity& who, const crypto::PublicKey& key,
             std::vector<protocol::Message> says)
    : cables_(cables), time_(time), says_(std::move(says)), untilMs_(time.trueMs() + kStayMs) {
  link_ = cables_.open(*this, who, key);
}

Ghost::~Ghost() {
  if (link_) cables_.unplug(*link_);
}

void Ghost::linkUp(link::LinkId link) {
  protocol::message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program("ghost");
  cables_.say(link, hello);
}

void Ghost::frame(link::LinkId link, const protocol::Message& message) {
  if (!std::holds_alternative<protocol::message::Welcome>(message)) return;
  for (const protocol::Message& one : std::exchange(says_, {})) cables_.say(link, one);
}

}  // namespace vigie::simulation
