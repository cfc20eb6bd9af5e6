// A desk with a scripted centre at the other end.
#pragma once

#include <gmock/gmock.h>

#include "proctor-console/model/StaffDesk.hpp"
#include "tests/unit/console/Scene.hpp"

namespace vigie::console::test {

inline constexpr std::int64_t kNow = 1'700'000'000'000;
inline const auto kSession = idOf<base::SessionId>(7);

inline std::shared_ptr<crypto::PrivateKey> newKey() {
  return std::make_shared<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256));
}

class StaffDeskTest : public ::testing::Test {
 protected:
  StaffDeskTest() : desk({"console-test 1", {}}, staffKey, StandingBook()) {}

  message::Welcome welcome(std::uint8_t epoch = 1) const {
    message::Welcome out;
    out.set_protocol(protocol::kProtocolVersion);
    out.set_program("center-test 1");
    out.set_label("Accueil");
    out.set_epoch(idOf<base::EpochId>(epoch).bytes());
    out.set_checkpoint_key(base::toString(centreKey->publicKey().spki()));
    return out;
  }

  std::vector<Event> receive(const protocol::Message& message) { return desk.receive(message, kNow); }

  static message::HeartbeatReply heartbeatReply(std::uint64_t position) {
    message::HeartbeatReply out;
    *out.mutable_standing() = toMessage(standingAt(position));
    return out;
  }

  // Hello, welcome, and the heartbeat that shows where the centre's journal stands. Leaves what is sent only then.
  void join(std::uint64_t position = 1, std::uint8_t epoch = 1) {
    desk.linkOpened();
    receive(welcome(epoch));
    desk.takeOutgoing();
    receive(heartbeatReply(position));
  }

  // The one message of this kind that waits to be sent.
  template <class Kind>
  Kind sent() {
    const auto outgoing = desk.takeOutgoing();
    EXPECT_EQ(outgoing.size(), 1U);
    if (outgoing.size() != 1 || !std::holds_alternative<Kind>(outgoing[0])) {
      ADD_FAILURE() << "expected one " << Kind().GetDescriptor()->name();
      return {};
    }
    return std::get<Kind>(outgoing[0]);
  }

  message::StaffDone done(const base::CommandId& command, std::uint64_t position = 10) const {
    message::StaffDone out;
    out.set_command(command.bytes());
    *out.mutable_standing() = toMessage(standingAt(position));
    return out;
  }

  message::Query aboutSessions() const {
    message::Query query;
    query.set_sessions(true);
    return query;
  }

  const std::shared_ptr<crypto::PrivateKey> staffKey = newKey();
  const std::shared_ptr<crypto::PrivateKey> centreKey = newKey();
  StaffDesk desk;
};

template <class Kind>
const Kind* only(const std::vector<Event>& events) {
  return events.size() == 1 ? std::get_if<Kind>(&events[0]) : nullptr;
}

}  // namespace vigie::console::test
