#include "candidate-client/guard/control/PacketLog.hpp"

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace vigie::control {
namespace {

constexpr std::size_t kAlignment = 4;
constexpr std::size_t kAttributeHeader = 4;

std::size_t aligned(std::size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

template <class T>
void appendRaw(base::Bytes& out, const T& value) {
  std::array<std::uint8_t, sizeof(T)> raw;
  std::memcpy(raw.data(), &value, sizeof(T));
  base::append(out, raw);
}

void appendAttribute(base::Bytes& out, std::uint16_t type, base::ByteView payload) {
  appendRaw(out, nlattr{static_cast<std::uint16_t>(kAttributeHeader + payload.size()), type});
  base::append(out, payload);
  out.resize(aligned(out.size()));
}

// One configuration message; the kernel acknowledges it with an error number.
base::Result<void> configure(int socket, std::uint16_t group, std::uint16_t attribute, base::ByteView payload) {
  base::Bytes message(sizeof(nlmsghdr));
  appendRaw(message, nfgenmsg{AF_UNSPEC, NFNETLINK_V0, htons(group)});
  appendAttribute(message, attribute, payload);
  const nlmsghdr header{static_cast<std::uint32_t>(message.size()),
                        static_cast<std::uint16_t>((NFNL_SUBSYS_ULOG << 8U) | NFULNL_MSG_CONFIG),
                        NLM_F_REQUEST | NLM_F_ACK, 0, 0};
  std::memcpy(message.data(), &header, sizeof header);
  if (::send(socket, message.data(), message.size(), 0) < 0) {
    return base::fail("no-packet-log", std::string("the kernel's packet log: ") + std::strerror(errno));
  }
  std::array<std::uint8_t, 4096> answer;
  const ssize_t got = ::recv(socket, answer.data(), answer.size(), 0);
  nlmsgerr error{};
  if (got < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof error.error)) {
    return base::fail("no-packet-log", "the kernel's packet log gives no answer");
  }
  std::memcpy(&error.error, answer.data() + sizeof(nlmsghdr), sizeof error.error);
  if (error.error == 0) return {};
  return base::fail("no-packet-log", std::string("the kernel's packet log: ") + std::strerror(-error.error));
}

// Calls `use(type, payload)` for each attribute.
template <class Use>
void forAttributes(base::ByteView bytes, const Use& use) {
  while (bytes.size() >= kAttributeHeader) {
    nlattr header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.nla_len < kAttributeHeader || header.nla_len > bytes.size()) return;
    use(header.nla_type & NLA_TYPE_MASK, bytes.subspan(kAttributeHeader, header.nla_len - kAttributeHeader));
    bytes = bytes.subspan(std::min(bytes.size(), aligned(header.nla_len)));
  }
}

LoggedPacket readPacket(base::ByteView attributes) {
  LoggedPacket out;
  std::string prefix;
  std::optional<std::uint32_t> uid;
  forAttributes(attributes, [&](int type, base::ByteView payload) {
    if (type == NFULA_PAYLOAD) out = describePacket(payload);
    if (type == NFULA_PREFIX) prefix = std::string(base::textOf(payload).substr(0, payload.size() - 1));
    if (type == NFULA_UID && payload.size() >= 4) uid = base::readBigEndian32(payload);
  });
  out.prefix = prefix;
  out.uid = uid;
  return out;
}

std::string addressText(int family, base::ByteView raw) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, raw.data(), text.data(), text.size());
  return text.data();
}

}  // namespace

LoggedPacket describePacket(base::ByteView packet) {
  LoggedPacket out;
  if (packet.empty()) return out;
  const bool v6 = packet[0] >> 4U == 6;
  const std::size_t headerSize = v6 ? 40 : static_cast<std::size_t>(packet[0] & 15U) * 4;
  if (packet.size() < (v6 ? 40U : 20U) || packet.size() < headerSize) return out;
  const std::uint8_t protocol = packet[v6 ? 6 : 9];
  const int family = v6 ? AF_INET6 : AF_INET;
  const std::size_t size = v6 ? 16 : 4;
  const std::size_t first = v6 ? 8 : 12;
  out.from = addressText(family, packet.subspan(first, size));
  out.to = addressText(family, packet.subspan(first + size, size));
  out.protocol = protocol == IPPROTO_TCP      ? "TCP"
                 : protocol == IPPROTO_UDP    ? "UDP"
                 : protocol == IPPROTO_ICMP   ? "ICMP"
                 : protocol == IPPROTO_ICMPV6 ? "ICMP"
                                              : "protocol " + std::to_string(protocol);
  const base::ByteView rest = packet.subspan(headerSize);
  if ((protocol == IPPROTO_TCP || protocol == IPPROTO_UDP) && rest.size() >= 4) {
    out.from += " port " + std::to_string(base::readBigEndian16(rest));
    out.to += " port " + std::to_string(base::readBigEndian16(rest.subspan(2)));
  }
  return out;
}

base::Result<PacketLog> PacketLog::open(std::uint16_t group) {
  base::Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
  if (!socket) return base::fail("no-packet-log", std::string("no netlink socket: ") + std::strerror(errno));
  const base::Bytes bind{NFULNL_CFG_CMD_BIND};
  const base::Bytes copy{0, 0, 0, 128, NFULNL_COPY_PACKET, 0};  // 128 bytes of each packet: its headers
  const base::Bytes atOnce{0, 0, 0, 1};                         // told one by one, not collected for a second
  for (const auto& [attribute, payload] : {std::pair<std::uint16_t, const base::Bytes&>{NFULA_CFG_CMD, bind},
                                           {NFULA_CFG_MODE, copy},
                                           {NFULA_CFG_QTHRESH, atOnce}}) {
    if (auto done = configure(socket.get(), group, attribute, payload); !done) return base::fail(done.error());
  }
  return PacketLog(std::move(socket));
}

std::vector<LoggedPacket> PacketLog::read() {
  std::vector<LoggedPacket> out;
  std::array<std::uint8_t, 65536> buffer;
  for (;;) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) return out;
    base::ByteView messages = base::ByteView(buffer).first(static_cast<std::size_t>(got));
    while (messages.size() >= sizeof(nlmsghdr)) {
      nlmsghdr header{};
      std::memcpy(&header, messages.data(), sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > messages.size()) break;
      const std::size_t front = sizeof(nlmsghdr) + sizeof(nfgenmsg);
      if (header.nlmsg_type == ((NFNL_SUBSYS_ULOG << 8U) | NFULNL_MSG_PACKET) && header.nlmsg_len > front) {
        out.push_back(readPacket(messages.subspan(front, header.nlmsg_len - front)));
      }
      messages = messages.subspan(std::min(messages.size(), aligned(header.nlmsg_len)));
    }
  }
}

}  // namespace vigie::control
