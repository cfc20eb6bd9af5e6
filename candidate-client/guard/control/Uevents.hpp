// The kernel's word that a device came or went (netlink, NETLINK_KOBJECT_UEVENT): whoever hears it looks at sysfs
// again. Ownership: owns its socket. Thread: one. Error "no-uevents".
#pragma once

#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::control {

class Uevents {
 public:
  static base::Result<Uevents> open();
  int descriptor() const { return socket_.get(); }
  bool drain();  // true: there was something; never waits

 private:
  explicit Uevents(base::Descriptor socket) : socket_(std::move(socket)) {}
  base::Descriptor socket_;
};

}  // namespace vigie::control
