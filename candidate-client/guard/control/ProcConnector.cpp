#include "candidate-client/guard/control/ProcConnector.hpp"

#include <arpa/inet.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace vigie::control {
namespace {

constexpr int kReceiveBytes = 1 << 20;  // a burst of some thousand starts

// Every fork, exit and new name of a thread on the machine is told too: the kernel drops those before they wake us.
void startsOnly(int socket) {
  constexpr std::uint32_t kWhat = sizeof(nlmsghdr) + offsetof(cn_msg, data) + offsetof(proc_event, what);
  constexpr std::uint32_t kAll = 0xffffffff;
  std::array<sock_filter, 4> code{{{BPF_LD | BPF_W | BPF_ABS, 0, 0, kWhat},
                                   {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, htonl(proc_event::PROC_EVENT_EXEC)},
                                   {BPF_RET | BPF_K, 0, 0, kAll},
                                   {BPF_RET | BPF_K, 0, 0, 0}}};
  const sock_fprog program{code.size(), code.data()};
  // Without it read() skips the others itself.
  ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

base::Result<void> listen(int socket) {
  std::array<char, sizeof(nlmsghdr) + sizeof(cn_msg) + sizeof(proc_cn_mcast_op)> raw{};
  nlmsghdr header{};
  header.nlmsg_len = raw.size();
  header.nlmsg_type = NLMSG_DONE;
  cn_msg message{};
  message.id = {CN_IDX_PROC, CN_VAL_PROC};
  message.len = sizeof(proc_cn_mcast_op);
  const proc_cn_mcast_op wish = PROC_CN_MCAST_LISTEN;
  std::memcpy(raw.data(), &header, sizeof header);
  std::memcpy(raw.data() + sizeof header, &message, offsetof(cn_msg, data));
  std::memcpy(raw.data() + sizeof header + offsetof(cn_msg, data), &wish, sizeof wish);
  if (::send(socket, raw.data(), raw.size(), 0) < 0) {
    return base::fail("no-proc-connector",
                      std::string("the kernel does not tell started programs: ") + std::strerror(errno));
  }
  return {};
}

}  // namespace

base::Result<ProcConnector> ProcConnector::open() {
  base::Descriptor socket(::socket(PF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = CN_IDX_PROC;
  // The kernel's interface for addresses of any family.
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), general, sizeof address) != 0) {
    return base::fail("no-proc-connector", std::string("no connector socket: ") + std::strerror(errno));
  }
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBytes, sizeof kReceiveBytes);
  startsOnly(socket.get());
  if (auto listening = listen(socket.get()); !listening) return base::fail(listening.error());
  return ProcConnector(std::move(socket));
}

ProcConnector::Read ProcConnector::read() {
  Read out;
  std::array<char, 8192> buffer;
  for (;;) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == ENOBUFS) out.lost = true;
    if (got <= 0) return out;
    constexpr std::size_t kFront = sizeof(nlmsghdr) + offsetof(cn_msg, data);
    // `what` and the fields up to the event, then the event's own.
    if (static_cast<std::size_t>(got) < kFront + offsetof(proc_event, event_data) + sizeof(std::int32_t)) continue;
    proc_event event{};
    std::memcpy(&event, buffer.data() + kFront, std::min(sizeof event, static_cast<std::size_t>(got) - kFront));
    if (event.what == proc_event::PROC_EVENT_EXEC) out.started.push_back(event.event_data.exec.process_tgid);
  }
}

}  // namespace vigie::control
