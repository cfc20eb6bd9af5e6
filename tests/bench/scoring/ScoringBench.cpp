// scoring-bench: the Pix mode against named peers, interleaved in one run; CPU time, one thread unless said.
// A test here is 32 questions on 3,000 items with Pix's rules, estimate and error rate after every answer, the draw
// from a small generator (the product draws by HMAC; peers draw by their language's random()).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <thread>

#include <unistd.h>

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/PixTest.hpp"
#include "common/scoring/Score.hpp"
#include "tests/bench/scoring/NaiveEngine.hpp"
#include "tests/tools/score-digest/Random.hpp"

namespace {
thread_local std::size_t allocations = 0;
}
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace vigie::bench {
namespace {

using namespace scoring;

struct Options {
  int rounds = 7;
  std::uint32_t tests = 20'000;
  std::uint32_t scores = 1'000'000;
  std::string peers;
};

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double wallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// As the reference bank: 16 competences, 78 tubes, discriminations 0.3 to 3.
std::vector<Item> makeItems() {
  tools::Random random(20261121);
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    const std::uint32_t tube = random.below(78);
    items.push_back({.discrimination = 0.3 + random.uniform() * random.uniform(0.9, 2.7),
                     .difficulty = random.uniform(-2.8, 2.8) + random.uniform(-2.8, 2.8),
                     .competence = tube % 16,
                     .tube = tube,
                     .skill = tube * 6 + random.below(6)});
  }
  return items;
}

double abilityOf(std::uint32_t test, std::uint32_t tests) {
  return -2 + 4.0 * test / std::max(1U, tests - 1);
}

Outcome answerOf(const Bank& bank, ItemIndex item, double ability, tools::Random& random) {
  const auto [discrimination, difficulty] = bank.parameters(item);
  return successProbability(discrimination, difficulty, ability) > random.uniform() ? Outcome::succeeded
                                                                                    : Outcome::failed;
}

double runIndexed(PixTest& test, const Bank& bank, std::uint32_t tests, tools::Random& random) {
  double sum = 0;
  for (std::uint32_t i = 0; i < tests; ++i) {
    test.restart();
    for (;;) {
      const Choice choice = test.next();
      if (choice.kind != ChoiceKind::candidates) break;
      const ItemIndex item = pick(choice.candidates(), 51, random.uniform()).item;
      test.answer(item, answerOf(bank, item, abilityOf(i, tests), random));
    }
    sum += test.estimate().ability();
  }
  return sum / tests;
}

// Eight candidates side by side on one thread, as a simulation or a room has them.
double runTogether(std::vector<PixTest>& room, const Bank& bank, std::uint32_t tests, tools::Random& random) {
  double sum = 0;
  std::vector<PixTest::Step> steps(room.size());
  for (std::uint32_t i = 0; i < tests; i += static_cast<std::uint32_t>(room.size())) {
    for (PixTest& test : room) test.restart();
    for (;;) {
      steps.clear();
      for (std::uint32_t c = 0; c < room.size(); ++c) {
        const Choice choice = room[c].next();
        if (choice.kind != ChoiceKind::candidates) continue;
        const ItemIndex item = pick(choice.candidates(), 51, random.uniform()).item;
        steps.push_back({&room[c], item, answerOf(bank, item, abilityOf(i + c, tests), random)});
      }
      if (steps.empty()) break;
      PixTest::answerTogether(steps);
    }
    for (const PixTest& test : room) sum += test.estimate().ability();
  }
  return sum / tests;
}

double runPure(const Bank& bank, std::uint32_t tests, tools::Random& random) {
  const TestRules rules;
  double sum = 0;
  for (std::uint32_t i = 0; i < tests; ++i) {
    AbilityEstimate estimate(rules);
    std::array<ItemIndex, 32> asked{};
    for (std::uint32_t k = 0; k < 32; ++k) {
      const Choice choice = chooseNext(bank, rules, std::span(asked).first(k), {}, estimate.ability());
      asked[k] = pick(choice.candidates(), 51, random.uniform()).item;
      estimate.answer(bank.parameters(asked[k]), answerOf(bank, asked[k], abilityOf(i, tests), random));
    }
    sum += estimate.ability();
  }
  return sum / tests;
}

double runNaive(const std::vector<Item>& items, const Bank& bank, std::uint32_t tests, tools::Random& random) {
  double sum = 0;
  for (std::uint32_t i = 0; i < tests; ++i) {
    NaiveTest test(items);
    for (int k = 0; k < 32; ++k) {
      const auto best = test.best();
      std::size_t place = 0;
      while (place + 1 < best.size() && random.uniform() >= 0.51) ++place;
      const bool right = answerOf(bank, best[place], abilityOf(i, tests), random) == Outcome::succeeded;
      test.answer(best[place], right);
    }
    sum += test.ability();
  }
  return sum / tests;
}

struct Run {
  double testsPerSecond = 0;
  double meanAbility = 0;
};

Run timed(std::uint32_t tests, const std::function<double(std::uint32_t)>& run) {
  const double start = cpuSeconds();
  const double mean = run(tests);
  return {tests / (cpuSeconds() - start), mean};
}

// A Node program that prints {"seconds","mean"}.
Run timedNode(const std::string& command, std::uint32_t tests) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::array<char, 256> line{};
  if (pipe == nullptr || std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return {};
  const auto answer = nlohmann::json::parse(line.data(), nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object()) return {};
  return {tests / answer.value("seconds", 1.0), answer.value("mean", 0.0)};
}

struct Peer {
  std::string name;
  std::function<Run()> run;
  std::vector<double> testsPerSecond{};
  double meanAbility = 0;
};

void printTable(const std::vector<Peer>& peers) {
  std::printf("%-66s %12s %12s %12s %9s %8s\n", "full 32-question test, 3,000 items", "tests/s", "least", "most",
              "ratio", "ability");
  const Peer& ours = peers.front();
  for (const Peer& peer : peers) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < peer.testsPerSecond.size(); ++i) {
      ratios.push_back(ours.testsPerSecond[i] / peer.testsPerSecond[i]);
    }
    const auto [least, most] = std::minmax_element(peer.testsPerSecond.begin(), peer.testsPerSecond.end());
    std::printf("%-66s %12.1f %12.1f %12.1f %9.1f %8.3f\n", peer.name.c_str(), median(peer.testsPerSecond), *least,
                *most, median(ratios), peer.meanAbility);
  }
}

void compare(const Options& options, const std::vector<Item>& items, const Bank& bank, PixTest& test) {
  tools::Random random(7);
  const std::uint32_t tests = options.tests;
  const std::uint32_t inRooms = (tests + 7) / 8 * 8;
  std::vector<PixTest> room(AbilityEstimate::kTogether, test);
  std::vector<Peer> peers = {
      {"vigie, indexed state, 8 candidates side by side on one thread",
       [&] { return timed(inRooms, [&](auto n) { return runTogether(room, bank, n, random); }); }},
      {"vigie, indexed state, one candidate after another (PixTest)",
       [&] { return timed(tests, [&](auto n) { return runIndexed(test, bank, n, random); }); }},
      {"vigie, pure functions (chooseNext, AbilityEstimate)",
       [&] { return timed(tests / 20 + 1, [&](auto n) { return runPure(bank, n, random); }); }},
      {"naive scalar C++ loop",
       [&] { return timed(tests / 80 + 1, [&](auto n) { return runNaive(items, bank, n, random); }); }}};
  const std::string bankFile = std::filesystem::temp_directory_path() / ("scoring-bench-" + std::to_string(getpid()));
  if (std::filesystem::exists(options.peers + "/node_modules")) {
    nlohmann::json rows = nlohmann::json::array();
    for (const Item& item : items) {
      rows.push_back({item.discrimination, item.difficulty, item.competence, item.tube});
    }
    std::ofstream(bankFile) << rows.dump();
    const auto node = [&](const std::string& script, std::uint32_t n) {
      return [=, &options] {
        return timedNode("cd '" + options.peers + "' && node " + script + " " + bankFile + " " + std::to_string(n), n);
      };
    };
    peers.push_back({"Node, Pix's way: recompute the history, sort all items", node("pix.mjs", tests / 1'000 + 5)});
    peers.push_back({"npm @bdelab/jscat 5.2.3 (MFI, EAP, no content rules)", node("jscat.mjs", tests / 2'000 + 3)});
  } else {
    std::printf("The Node peers are left out: --peers needs the folder that tests/bench/scoring/prepare.sh fills.\n");
  }
  for (int round = 0; round < options.rounds; ++round) {
    for (Peer& peer : peers) {
      const Run run = peer.run();
      peer.testsPerSecond.push_back(run.testsPerSecond);
      peer.meanAbility = run.meanAbility;
    }
  }
  std::filesystem::remove(bankFile);
  printTable(peers);
}

VIGIE_FOR_SEVERAL_PROCESSORS
void exponentials(std::array<double, 160>& values) {
  for (double& value : values) value = scoring::exp(-value);
}

void measureParts(const Options& options, const Bank& bank, PixTest& test) {
  tools::Random random(8);
  const std::size_t before = allocations;
  std::vector<double> nanoseconds;
  nanoseconds.reserve(32 * std::size_t{options.tests});
  const std::size_t reserved = allocations - before;
  double updates = 0;
  for (std::uint32_t i = 0; i < options.tests; ++i) {
    test.restart();
    std::array<Answer, 32> answers{};
    for (Answer& answer : answers) {
      const double start = wallSeconds();
      const Choice choice = test.next();
      nanoseconds.push_back((wallSeconds() - start) * 1e9);
      answer.item = pick(choice.candidates(), 51, random.uniform()).item;
      answer.outcome = answerOf(bank, answer.item, abilityOf(i, options.tests), random);
      test.answer(answer.item, answer.outcome);
    }
    AbilityEstimate estimate{TestRules{}};
    const double start = cpuSeconds();
    for (const auto& [item, outcome] : answers) estimate.answer(bank.parameters(item), outcome);
    updates += cpuSeconds() - start;
  }
  const std::size_t during = allocations - before - reserved;
  std::sort(nanoseconds.begin(), nanoseconds.end());
  std::printf("ability update                         %8.0f ns (mean, error rate included)\n",
              updates * 1e9 / (32.0 * options.tests));
  std::printf("next item, p50 / p99 / p99.9           %8.0f / %.0f / %.0f ns (wall clock, with the clock's own cost)\n",
              nanoseconds[nanoseconds.size() / 2], nanoseconds[nanoseconds.size() * 99 / 100],
              nanoseconds[nanoseconds.size() * 999 / 1000]);
  std::printf("allocations in %7u tests            %8zu\n", options.tests, during);

  std::array<double, 160> values{};
  values.fill(0.3);
  double start = cpuSeconds();
  constexpr int kRepeats = 200'000;
  for (int i = 0; i < kRepeats; ++i) exponentials(values);
  const double limit = (cpuSeconds() - start) * 1e9 / kRepeats;
  start = cpuSeconds();
  runIndexed(test, bank, options.tests, random);
  const double question = (cpuSeconds() - start) * 1e9 / (32.0 * options.tests);
  std::printf("160 exponentials / a whole question    %8.0f / %.0f ns: %.1f times the machine's limit\n", limit,
              question, question / limit);
}

// Final scores from the answers, as a registry checks them, on two threads.
void recheck(const Options& options, const Bank& bank, PixTest& test) {
  tools::Random random(9);
  constexpr std::size_t kSittings = 1'000;
  std::vector<std::vector<Answer>> sittings(kSittings);
  for (auto& answers : sittings) {
    test.restart();
    const double ability = random.uniform(-3, 3);
    for (Choice choice = test.next(); choice.kind == ChoiceKind::candidates; choice = test.next()) {
      const ItemIndex item = pick(choice.candidates(), 51, random.uniform()).item;
      answers.push_back({item, answerOf(bank, item, ability, random)});
      test.answer(answers.back().item, answers.back().outcome);
    }
  }
  const std::array<double, 9> bounds = {-8, -1.4, -0.519, 0.6, 1.5, 2.25, 3.1, 4, 8};
  ScoringConfiguration configuration;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) configuration.meshes.push_back({bounds[i], bounds[i + 1]});
  const ScoreScale scale = ScoreScale::make(configuration).value();
  std::array<std::uint64_t, 2> sums{};
  const double start = wallSeconds();
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < sums.size(); ++t) {
      threads.emplace_back([&, t] {
        const TestRules rules;
        std::array<std::span<const Answer>, 64> some;
        std::array<double, 64> abilities{};
        const std::size_t share = options.scores / sums.size() + (t < options.scores % sums.size() ? 1 : 0);
        for (std::size_t from = 0; from < share; from += some.size()) {
          const std::size_t count = std::min(some.size(), share - from);
          for (std::size_t i = 0; i < count; ++i) some[i] = sittings[(2 * (from + i) + t) % kSittings];
          estimateAbilities(bank, rules, {some.data(), count}, {abilities.data(), count});
          for (std::size_t i = 0; i < count; ++i) sums[t] += scale.pixScore(abilities[i]);
        }
      });
    }
  }
  std::printf("%u final scores re-checked, two threads  %.2f s (mean %.1f Pix)\n", options.scores,
              wallSeconds() - start, static_cast<double>(sums[0] + sums[1]) / options.scores);
}

}  // namespace
}  // namespace vigie::bench

int main(int argc, char** argv) {
  using namespace vigie;
  bench::Options options;
  CLI::App app("Measures the scoring engine against named peers.");
  app.add_option("--rounds", options.rounds, "interleaved rounds")->check(CLI::Range(1, 1000));
  app.add_option("--tests", options.tests, "tests per round of our engine")->check(CLI::Range(10, 10'000'000));
  app.add_option("--scores", options.scores, "final scores to check again")->check(CLI::Range(10, 100'000'000));
  app.add_option("--peers", options.peers, "folder filled by prepare.sh");
  CLI11_PARSE(app, argc, argv);
  const auto items = bench::makeItems();
  const scoring::Bank bank = scoring::Bank::make(items).value();
  const double start = bench::wallSeconds();
  const scoring::PixIndex index(bank, {});
  std::printf("index of %zu items built in %.0f ms\n", bank.size(), (bench::wallSeconds() - start) * 1e3);
  scoring::PixTest test(index);
  bench::compare(options, items, bank, test);
  bench::measureParts(options, bank, test);
  bench::recheck(options, bank, test);
  return 0;
}
