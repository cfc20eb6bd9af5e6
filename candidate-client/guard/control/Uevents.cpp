#include "candidate-client/guard/control/Uevents.hpp"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace vigie::control {

base::Result<Uevents> Uevents::open() {
  base::Descriptor socket(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = 1;  // the kernel's own words, not udev's
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), general, sizeof address) != 0) {
    return base::fail("no-uevents", std::string("the kernel does not tell devices: ") + std::strerror(errno));
  }
  return Uevents(std::move(socket));
}

bool Uevents::drain() {
  std::array<char, 8192> buffer;
  bool any = false;
  for (;;) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == ENOBUFS) any = true;
    if (got <= 0) return any;
    any = true;
  }
}

}  // namespace vigie::control
