// Who may connect to a UNIX socket: its mode and group, as "660 1001\n" (octal, then the group's number). Connections
// that are there stay. A socket that is not there is nothing, and cannot be made. Gone at the next boot.
// Error: "door-refused".
#pragma once

#include "candidate-client/guard/Place.hpp"

namespace vigie::control {

class DoorPlace final : public guard::Place {
 public:
  static constexpr std::string_view kKind = "socket-door";

  std::string_view kind() const override { return kKind; }
  guard::Lasting lasting() const override { return guard::Lasting::whileThere; }
  base::Result<guard::Value> read(const std::string& target) override;
  base::Result<void> write(const std::string& target, const guard::Value& value) override;
};

}  // namespace vigie::control
