// The peer's load: the same number of connections, mutual TLS with the same certificates, one POST of 300 bytes at a
// time on each, answered 204. Thread: one.
#pragma once

#include <vector>

#include "tests/load/room-load/Answering.hpp"

namespace vigie::load {

struct HttpPlan {
  std::uint16_t port = 0;
  link::Machine machine;
  std::size_t connections = 64;
  std::size_t requests = 32;  // on each
  std::vector<pid_t> server;
};

base::Result<AnsweringCost> postAll(const HttpPlan& plan);

// Kilobytes of the server for each idle connection, after one request on each.
base::Result<double> idleKilobytes(const HttpPlan& plan);

}  // namespace vigie::load
