// Packets that our table refused, told by the kernel as they are (nfnetlink_log, NFLOG), so that an attempt is an
// incident at once and nobody polls counters. Ownership: owns its socket. Thread: one. Error "no-packet-log".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::control {

inline constexpr std::uint16_t kLogGroup = 7743;

struct LoggedPacket {
  std::string prefix;    // of the rule that logged it
  std::string protocol;  // "TCP", "UDP", "ICMP", or its number
  std::string from, to;  // addresses, with ports where there are any
  std::optional<std::uint32_t> uid;

  friend bool operator==(const LoggedPacket&, const LoggedPacket&) = default;
};

class PacketLog {
 public:
  static base::Result<PacketLog> open(std::uint16_t group = kLogGroup);
  int descriptor() const { return socket_.get(); }
  std::vector<LoggedPacket> read();  // what there is; never waits

 private:
  explicit PacketLog(base::Descriptor socket) : socket_(std::move(socket)) {}
  base::Descriptor socket_;
};

// Of an IPv4 or IPv6 packet as it was on the wire; cut ones give what can be read.
LoggedPacket describePacket(base::ByteView packet);

}  // namespace vigie::control
