// room-mutants: the simulated rooms with a defect planted in the code that they run, one after the other. Exit status
// 0: each was caught within so many rooms, its seed broke the same promise again, and without a defect all promises
// held; 1: not so; 64: wrong usage.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "tests/simulation/Room.hpp"
#include "tests/simulation/mutants/Planted.hpp"

namespace {

using vigie::simulation::Mutant;
using vigie::simulation::plantedDefect;
using vigie::simulation::Room;

struct Options {
  std::uint64_t rooms = 200;
  std::string only;
};

// The sentence of the promise that broke, and a digest of all that happened; nothing when every promise held.
struct Broken {
  std::string promise;
  vigie::crypto::Digest trace;
};

std::optional<Broken> runRoom(std::uint64_t seed) {
  Room room(seed, nullptr);
  try {
    room.run();
  } catch (const std::exception& broken) {
    return Broken{broken.what(), room.traceDigest()};
  }
  return std::nullopt;
}

bool isCaught(const Mutant& mutant, const Options& options) {
  plantedDefect() = mutant.name;
  for (std::uint64_t seed = 1; seed <= options.rooms; ++seed) {
    const auto broken = runRoom(seed);
    if (!broken) continue;
    std::cout << mutant.name << ": " << mutant.what << "\n    caught in room " << seed << ": " << broken->promise
              << '\n';
    const auto again = runRoom(seed);
    const bool replays = again && again->promise == broken->promise && again->trace == broken->trace;
    plantedDefect() = {};
    const bool holdsWithout = !runRoom(seed);
    if (!replays) std::cout << "    but the room does not replay\n";
    if (!holdsWithout) std::cout << "    but the room breaks without the defect too\n";
    return replays && holdsWithout;
  }
  std::cout << mutant.name << ": " << mutant.what << "\n    NOT CAUGHT in " << options.rooms << " rooms\n";
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Plants known defects in the code that simulated rooms run, and expects each to be caught."};
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--rooms", options.rooms, "rooms within which each must be caught");
  app.add_option("--only", options.only, "this defect alone");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  std::size_t caught = 0;
  std::size_t tried = 0;
  for (const Mutant& mutant : vigie::simulation::mutants()) {
    if (!options.only.empty() && mutant.name != options.only) continue;
    ++tried;
    caught += isCaught(mutant, options) ? 1 : 0;
  }
  std::cout << caught << " of " << tried << " planted defects were caught within " << options.rooms << " rooms\n";
  if (tried == 0) std::cout << "there is no defect " << options.only << '\n';
  return tried > 0 && caught == tried ? 0 : 1;
}
