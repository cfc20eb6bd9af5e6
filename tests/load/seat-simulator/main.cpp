// seat-simulator: a seat without a person, for room tests and the demonstration. Never part of a workstation. Exit
// status 0: the test ended, or nobody came to a free seat; 1: the seat cannot go on; 3: stopped in the middle of a
// test; 64: wrong usage.
#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <iostream>
#include <thread>

#include "common/link/Enrolment.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "tests/load/seat-simulator/Simulator.hpp"

namespace {

constexpr auto kEnrolmentPatience = std::chrono::seconds(30);  // rooms of thousands start together
constexpr int kStopped = 3;

struct Options {
  std::string machine;
  std::string enrol;
  std::string host = "127.0.0.1";
  std::uint16_t port = vigie::link::kCentrePort;
  std::uint16_t enrolmentPort = vigie::link::kEnrolmentPort;
  std::string answers;
  unsigned paceMs = 0;
  unsigned pictureMs = 0;
  vigie::load::Habits habits;
};

int failed(const vigie::base::Error& error) {
  std::cerr << "seat-simulator: " << error.detail << '\n';
  return 1;
}

vigie::base::Result<void> enrolIfNew(const Options& options) {
  if (vigie::link::hasMachine(options.machine)) return {};
  const auto code = vigie::link::parseEnrolmentCode(options.enrol);
  if (!code) return vigie::base::failAt("--enrol", code.error());
  vigie::link::EnrolmentOrder order;
  order.host = options.host;
  order.port = options.port;
  order.enrolmentPort = options.enrolmentPort;
  order.secret = code->secret;
  order.trust = code->fingerprint;
  order.role = vigie::crypto::Role::seat;
  order.patience = kEnrolmentPatience;
  const auto machine = vigie::link::enrol(order);
  if (!machine) return vigie::base::fail(machine.error());
  return vigie::link::saveMachine(options.machine, *machine);
}

int simulate(const Options& options) {
  if (const auto enrolled = enrolIfNew(options); !enrolled) return failed(enrolled.error());
  const auto machine = vigie::link::loadMachine(options.machine);
  if (!machine) return failed(machine.error());
  auto keep = vigie::session::Keep::openFolder(options.machine);
  if (!keep) return failed(keep.error());
  auto responses = vigie::load::Responses::read(options.answers);
  if (!responses) return failed(responses.error());
  vigie::load::Simulator simulator(*machine, *keep, std::move(*responses), options.habits);
  // Signals are blocked in every thread; this one waits for them and ends the simulator cleanly.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGUSR1);  // our own: the run is over
  std::jthread waiter([&simulator, signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    simulator.stop();
  });
  const auto ran = simulator.run();
  pthread_kill(waiter.native_handle(), SIGUSR1);
  waiter.join();
  std::cout << simulator.summary() << std::endl;
  if (!ran) return failed(ran.error());
  if (*ran != vigie::load::Finish::stopped) return 0;
  std::cerr << "seat-simulator: stopped before the test ended; the same command goes on where it was\n";
  return kStopped;
}

int runProgram(int argc, char** argv) {
  Options options;
  CLI::App app("Sits an exam without a person, over the real session library and real mutual TLS.");
  app.footer(
      "Exit status: 0 the test ended, or nobody came to a free seat; 1 the seat cannot go on; 3 stopped in the\n"
      "middle of a test (the same command goes on); 64 wrong usage.");
  app.set_version_flag("--version", std::string("seat-simulator ") + VIGIE_VERSION);
  app.add_option("--machine", options.machine, "Machine folder; made by --enrol when it is empty")->required();
  app.add_option("--enrol", options.enrol, "The 20 characters of an enrolment, for an empty folder");
  app.add_option("--host", options.host, "Centre, with --enrol");
  app.add_option("--port", options.port, "Main port of the centre, with --enrol");
  app.add_option("--enrolment-port", options.enrolmentPort, "Enrolment port of the centre, with --enrol");
  auto* code = app.add_option("--code", options.habits.code,
                              "Code of the slip; without it the seat waits for somebody to be moved here");
  app.add_flag("--resume", options.habits.resumes,
               "Go on with the test that the machine's folder keeps, without a code")
      ->excludes(code);
  app.add_option("--answers", options.answers, "Items with their examples, JSON")->required();
  auto* wrong = app.add_option("--wrong", options.habits.wrongEvery, "Every n-th answer is wrong (0: none)");
  app.add_option("--skill", options.habits.ability,
                 "Ability on the items' scale, about -3 to 3: right or wrong by chance")
      ->excludes(wrong);
  app.add_option("--seed", options.habits.seed, "Of --skill");
  app.add_option("--pace", options.paceMs, "Milliseconds from a question to its answer");
  app.add_option("--alert-at", options.habits.alertAt, "Report a problem on the k-th question");
  app.add_option("--acknowledged", options.habits.acknowledged, "File that gets a line for every acknowledged answer");
  app.add_option("--shown", options.habits.shown, "File that gets a line for every question that this program shows");
  auto* camera = app.add_option("--camera", options.habits.camera, "A video or a folder of pictures in place of a camera");
  auto* every = app.add_option("--picture-every", options.pictureMs, "Milliseconds between two pictures (what the centre asks for)")->needs(camera);
  app.add_option("--pictures", options.habits.pictures, "File that gets a line for every picture taken: number and SHA-256")->needs(camera);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  options.habits.pace = std::chrono::milliseconds(options.paceMs);
  if (every->count() != 0) options.habits.pictureEvery = std::chrono::milliseconds(options.pictureMs);
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return simulate(options);
}

}  // namespace

int main(int argc, char** argv) try { return runProgram(argc, argv); } catch (const std::exception& error) {
  std::cerr << "seat-simulator: " << error.what() << '\n';
  return 70;
}
