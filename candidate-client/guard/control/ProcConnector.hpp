// Programs that were started, told by the kernel as it happens (the proc connector over netlink). The kernel serves it
// in the machine's own network and process namespaces only: open it before entering others. Ownership: owns its socket.
// Thread: one. Error "no-proc-connector".
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::control {

class ProcConnector {
 public:
  static base::Result<ProcConnector> open();
  int descriptor() const { return socket_.get(); }

  struct Read {
    std::vector<std::int32_t> started;  // pids that began a program
    bool lost = false;                  // the kernel had to drop some
  };
  Read read();  // what there is; never waits

 private:
  explicit ProcConnector(base::Descriptor socket) : socket_(std::move(socket)) {}
  base::Descriptor socket_;
};

}  // namespace vigie::control
