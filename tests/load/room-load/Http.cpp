#include "tests/load/room-load/Http.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include "tests/load/room-load/ProcessCost.hpp"
#include "tests/support/RawHttps.hpp"

namespace vigie::load {
namespace {

const std::string kRequest =
    "POST /answer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300\r\n\r\n" + std::string(300, 'a');

base::Result<std::vector<support::RawHttps>> connectAll(const HttpPlan& plan) {
  std::vector<support::RawHttps> connections;
  const support::RawTls tls{.authority = plan.machine.authority,
                            .own = support::RawTls::Own{plan.machine.certificate, plan.machine.key}};
  for (std::size_t i = 0; i < plan.connections; ++i) {
    auto connected = support::RawHttps::connect(plan.port, tls);
    if (!connected) return base::fail(connected.error());
    connections.push_back(std::move(*connected));
    if (!connections.back().send(kRequest) || support::statusIn(connections.back().readAnswer()) != 204) {
      return base::fail("peer", "the peer did not answer 204");
    }
  }
  return connections;
}

}  // namespace

base::Result<AnsweringCost> postAll(const HttpPlan& plan) {
  auto connections = connectAll(plan);
  if (!connections) return base::fail(connections.error());
  std::atomic<std::size_t> answered{0};
  std::latch start(1);
  std::vector<std::jthread> threads;
  for (support::RawHttps& connection : *connections) {
    threads.emplace_back([&] {
      start.wait();
      for (std::size_t i = 0; i < plan.requests; ++i) {
        if (!connection.send(kRequest) || support::statusIn(connection.readAnswer()) != 204) return;
        ++answered;
      }
    });
  }
  AnsweringCost cost;
  const double before = cpuMicroseconds(plan.server);
  const auto begun = std::chrono::steady_clock::now();
  start.count_down();
  threads.clear();
  cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  cost.cpuUs = cpuMicroseconds(plan.server) - before;
  cost.answers = answered;
  if (cost.answers != plan.connections * plan.requests) return base::fail("peer", "the peer stopped answering 204");
  return cost;
}

base::Result<double> idleKilobytes(const HttpPlan& plan) {
  const double before = memoryKilobytes(plan.server);
  const auto connections = connectAll(plan);
  if (!connections) return base::fail(connections.error());
  return (memoryKilobytes(plan.server) - before) / static_cast<double>(plan.connections);
}

}  // namespace vigie::load
