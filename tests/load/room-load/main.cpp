// room-load: whole rooms against a real server on loopback. Measures the server from outside; prints one JSON line.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/load/room-load/Answering.hpp"
#include "tests/load/room-load/Http.hpp"
#include "tests/load/room-load/Machines.hpp"
#include "tests/load/room-load/ProcessCost.hpp"
#include "tests/load/room-load/Standing.hpp"
#include "tests/support/Must.hpp"

namespace vigie::load {
namespace {

using nlohmann::json;
using support::must;

struct Options {
  std::string data;
  std::string machines;
  std::string codes;
  std::string items;
  std::uint16_t port = 0;
  std::size_t count = 64;
  std::size_t requests = 32;
  std::vector<pid_t> server;
};

// The script that runs us does its part, then says so.
void yieldToScript(const std::string& what) {
  std::cout << what << std::endl;
  std::string line;
  std::getline(std::cin, line);
}

std::vector<link::Machine> machinesOf(const Options& options) {
  auto machines = must(readMachines(options.machines, options.port));
  machines.resize(std::min(machines.size(), options.count), machines.front());
  return machines;
}

json jsonOf(AnsweringCost cost) {
  const double count = static_cast<double>(cost.answers);
  json out = {{"answers", cost.answers}, {"cpuUs", cost.cpuUs / count}, {"perSecond", count / cost.seconds}};
  std::ranges::sort(cost.milliseconds);
  if (!cost.milliseconds.empty()) {
    out["p50ms"] = cost.milliseconds[cost.milliseconds.size() / 2];
    out["p99ms"] = cost.milliseconds[cost.milliseconds.size() * 99 / 100];
  }
  return out;
}

void answer(const Options& options) {
  AnsweringPlan plan{.machines = machinesOf(options), .codes = {}, .items = options.items, .server = options.server};
  std::ifstream codes(options.codes);
  for (std::string code; codes >> code;) plan.codes.push_back(code);
  std::cout << jsonOf(must(answerAll(plan, [] { yieldToScript("seated"); }))) << std::endl;
}

void stand(const Options& options) {
  const std::vector<link::Machine> machines = machinesOf(options);
  const double before = memoryKilobytes(options.server);
  StandingRoom room(machines);
  const double cpuBefore = cpuMicroseconds(options.server);
  room.connect();
  room.awaitGreeted();
  const double count = static_cast<double>(room.size());
  json out = {{"links", room.size()},
              {"kilobytes", (memoryKilobytes(options.server) - before) / count},
              {"connectCpuUs", (cpuMicroseconds(options.server) - cpuBefore) / count}};
  yieldToScript(out.dump());  // the script kills the server
  room.awaitAllGone();
  room.forgetGreetings();
  yieldToScript("gone");  // the script starts it again; the line comes when it listens
  const auto begun = std::chrono::steady_clock::now();
  room.awaitGreeted();
  out = {{"secondsUntilAllServed", std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count()}};
  std::cout << out << std::endl;
}

HttpPlan httpPlan(const Options& options) {
  return {.port = options.port,
          .machine = machinesOf(options).front(),
          .connections = options.count,
          .requests = options.requests,
          .server = options.server};
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Whole rooms against a real server on loopback.");
  app.require_subcommand(1);
  CLI::App* machines = app.add_subcommand("machines", "Enrol seats into the data folder of a stopped server");
  machines->add_option("--data", options.data, "Data folder")->required();
  CLI::App* answers = app.add_subcommand("answer", "Seats that answer as fast as they are acknowledged");
  answers->add_option("--codes", options.codes, "Slip codes, one a line")->required();
  answers->add_option("--items", options.items, "The bank's source, for responses")->required();
  CLI::App* standing = app.add_subcommand("stand", "Seats that only stay linked; they come back after a restart");
  CLI::App* post = app.add_subcommand("post", "The peer: POST of 300 bytes, answered 204");
  post->add_option("--requests", options.requests, "On each connection");
  CLI::App* idle = app.add_subcommand("idle", "The peer: kilobytes of an idle connection");
  for (CLI::App* one : {machines, answers, standing, post, idle}) {
    one->add_option("--machines", options.machines, "File of seats")->required();
    one->add_option("--count", options.count, "Seats, or connections");
    one->add_option("--port", options.port, "Main port of the server");
    one->add_option("--server", options.server, "Process ids whose CPU and memory count");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  if (machines->parsed()) must(enrolMachines(options.data, options.count, options.machines));
  if (answers->parsed()) answer(options);
  if (standing->parsed()) stand(options);
  if (post->parsed()) std::cout << jsonOf(must(postAll(httpPlan(options)))) << std::endl;
  if (idle->parsed()) std::cout << json({{"kilobytes", must(idleKilobytes(httpPlan(options)))}}) << std::endl;
  return 0;
}

}  // namespace
}  // namespace vigie::load

int main(int argc, char** argv) try { return vigie::load::run(argc, argv); } catch (const std::exception& error) {
  std::cerr << "room-load: " << error.what() << '\n';
  return 1;
}
