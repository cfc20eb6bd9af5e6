// What waits for the centre's answer, and what the person wants that could not be sent yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace vigie::session {

enum class CommandKind : std::uint8_t { none, hello, checkIn, answer, confirmIdentity, begin, raiseAlert };

// The centre answers in order. A refusal that names no question is for the oldest of the two.
struct Flight {
  CommandKind command = CommandKind::none;
  std::uint32_t number = 0;  // of the answer
  bool heartbeat = false;
  bool heartbeatFirst = false;  // it left before the command

  bool is(CommandKind kind) const { return command == kind; }
  bool oldestIsHeartbeat() const { return heartbeat && (heartbeatFirst || is(CommandKind::none)); }
  void land() { command = CommandKind::none; }
};

struct AlertWish {
  std::uint32_t question = 0;
  std::string category;
  std::string comment;
};

struct Wishes {
  std::optional<std::string> code;
  bool confirmIdentity = false;
  bool begin = false;
  std::optional<AlertWish> alert;
};

}  // namespace vigie::session
