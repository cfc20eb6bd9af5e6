// room-simulation: whole rooms from seeds, with faults, until every candidate has finished. Exit status 0: every
// promise held and every kind of fault happened; 1: a promise broke (its seed and last actions are printed); 2: some
// kind of fault never happened; 64: wrong usage.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "tests/simulation/Room.hpp"

namespace {

using vigie::simulation::FaultCounts;
using vigie::simulation::Room;

struct Options {
  std::uint64_t rooms = 100;
  std::uint64_t firstSeed = 1;
  std::uint64_t seed = 0;
  bool trace = false;
  bool twice = false;
  bool someFaults = false;
};

struct Totals {
  FaultCounts faults;
  std::uint64_t dropped = 0;
  std::uint64_t rooms = 0;
  std::int64_t simulatedMs = 0;
};

// What a room was: its trace and its journal. Empty: a promise broke.
std::string runOne(std::uint64_t seed, const Options& options, Totals& totals) {
  Room room(seed, options.trace ? &std::cerr : nullptr);
  try {
    room.run();
  } catch (const std::exception& broken) {
    std::cout << "\nseed " << seed << ", after " << room.trueMs() << " ms: " << broken.what() << "\nlast actions:\n";
    for (const std::string& action : room.lastActions()) std::cout << "  " << action << '\n';
    std::cout << "again: room-simulation --seed " << seed << " --trace" << std::endl;
    return {};
  }
  totals.faults.add(room.faults());
  totals.dropped += room.droppedMessages();
  totals.simulatedMs += room.trueMs();
  ++totals.rooms;
  return vigie::base::toHex(room.traceDigest()) + vigie::base::toHex(room.fingerprint());
}

// False: a promise broke.
bool runAll(const Options& options, Totals& totals) {
  const std::uint64_t first = options.seed != 0 ? options.seed : options.firstSeed;
  const std::uint64_t rooms = options.seed != 0 ? 1 : options.rooms;
  std::vector<std::string> fingerprints;
  for (std::uint64_t i = 0; i < rooms; ++i) {
    fingerprints.push_back(runOne(first + i, options, totals));
    if (fingerprints.back().empty()) return false;
  }
  // Backwards, so that what an earlier room left behind in this process would show.
  for (std::uint64_t i = rooms; options.twice && i-- > 0;) {
    if (runOne(first + i, options, totals) == fingerprints[i]) continue;
    std::cout << "seed " << first + i << " does not replay\n";
    return false;
  }
  return true;
}

bool printFaults(const Totals& totals) {
  bool all = totals.dropped > 0;
  std::cout << "  " << totals.dropped << "  messages dropped\n";
  for (std::size_t i = 0; i < vigie::simulation::kFaults; ++i) {
    std::cout << "  " << totals.faults.of(i) << "  " << vigie::simulation::kFaultNames[i] << '\n';
    all = all && totals.faults.of(i) > 0;
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Simulates exam rooms from seeds, with faults, and checks what Vigie promises after every step."};
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--rooms", options.rooms, "how many rooms");
  app.add_option("--first-seed", options.firstSeed, "seed of the first room; the next ones follow");
  app.add_option("--seed", options.seed, "this room only")->check(CLI::PositiveNumber);
  app.add_flag("--trace", options.trace, "tell every action as it happens");
  app.add_flag("--twice", options.twice, "run every room again and compare traces and journals");
  app.add_flag("--some-faults", options.someFaults, "too few rooms to expect every kind of fault");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : 64;
  }
  // The files of a room, keys of candidates, are written durably: in memory that costs nothing.
  if (std::filesystem::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 0);
  Totals totals;
  const auto began = std::chrono::steady_clock::now();
  const bool held = runAll(options, totals);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << totals.rooms << " rooms, " << totals.simulatedMs / 3'600'000 << " h simulated in " << seconds << " s ("
            << static_cast<double>(totals.rooms) / seconds << " rooms/s); faults:\n";
  const bool every = printFaults(totals);
  if (!held) return 1;
  if (every || options.someFaults || options.seed != 0) return 0;
  std::cout << "some kind of fault never happened\n";
  return 2;
}
