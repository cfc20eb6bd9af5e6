#include "tests/tools/score-digest/Simulation.hpp"

#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "common/scoring/Draw.hpp"
#include "common/scoring/Elementary.hpp"
#include "common/scoring/FinalResult.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "tests/tools/score-digest/Random.hpp"
#include "tests/tools/score-digest/Transcript.hpp"

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr std::uint32_t kItems = 500;
constexpr std::uint32_t kCompetences = 16;
constexpr std::uint32_t kTubes = 80;
constexpr std::uint32_t kSkillsPerTube = 4;

// The inputs are ours, so a refusal is a bug of this program: value() throws.
Bank makeBank(Random& random, double leastDiscrimination, double largestDiscrimination) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < kItems; ++i) {
    const std::uint32_t tube = random.below(kTubes);
    items.push_back({.discrimination = random.uniform(leastDiscrimination, largestDiscrimination),
                     .difficulty = random.uniform(-5, 5),
                     .competence = tube % kCompetences,
                     .tube = tube,
                     .skill = tube * kSkillsPerTube + random.below(kSkillsPerTube)});
  }
  return Bank::make(items).value();
}

std::vector<TestRules> makeRules() {
  return {{},
          {.variationPercent = 0},
          {.oneQuestionPerTube = false, .passageByAllCompetences = false, .variationPercent = 0.3, .startAbility = 1},
          {.maximumLength = 50, .betweenSameCompetence = 5, .passageByAllCompetences = false, .pickPercent = 41}};
}

ScoreScale makeScale() {
  const std::array<double, 9> bounds = {-8, -1.4, -0.519, 0.6, 1.5, 2.25, 3.1, 4, 8};
  ScoringConfiguration configuration;
  std::vector<CompetenceLevel> levels;
  for (std::uint32_t i = 0; i + 1 < bounds.size(); ++i) {
    configuration.meshes.push_back({bounds[i], bounds[i + 1]});
    levels.push_back({i, {bounds[i] + 0.125, bounds[i + 1] + 0.125}});
  }
  configuration.competences.assign(kCompetences, levels);
  return ScoreScale::make(std::move(configuration)).value();
}

void addElementary(Random& random, Transcript& transcript) {
  for (int i = 0; i < 50'000; ++i) {
    transcript.add(exp(random.uniform(-750, 715)));
    transcript.add(exp(random.uniform(-3, 3)));
    transcript.add(log(random.uniform(0, 4)));
    transcript.add(log(exp(random.uniform(-740, 709))));
  }
  transcript.fold();
}

std::array<std::uint8_t, 32> makeSeed(Random& random) {
  std::array<std::uint8_t, 32> seed{};
  for (auto& byte : seed) byte = static_cast<std::uint8_t>(random.next());
  return seed;
}

struct Candidacy {
  const Bank& bank;
  const TestRules& rules;
  std::uint32_t patience = 0;  // gives up after so many questions
  bool guesses = false;        // answers without regard to the item
};

void addAnswer(const AbilityEstimate& estimate, const Candidate& asked, Transcript& transcript,
               SimulationResult& result) {
  const EstimateFlags flags = estimate.lastFlags();
  transcript.add(asked.item);
  transcript.add(asked.information);
  transcript.add(estimate.ability());
  transcript.add(estimate.errorRate());
  transcript.add((flags.logDomain ? 2U : 0U) + (flags.uncorrectedError ? 1U : 0U));
  result.logDomainAnswers += flags.logDomain ? 1U : 0U;
  result.uncorrectedAnswers += flags.uncorrectedError ? 1U : 0U;
}

// Asks and answers until the rules or the candidate end the test.
std::vector<Answer> simulateTest(const Candidacy& candidacy, Random& random, Transcript& transcript,
                                 SimulationResult& result) {
  const auto& [bank, rules, patience, guesses] = candidacy;
  const double trueAbility = random.uniform(-3, 3) + random.uniform(-3, 3);
  const auto seed = makeSeed(random);
  AbilityEstimate estimate(rules);
  std::vector<ItemIndex> asked;
  std::vector<Answer> answers;
  while (answers.size() < patience) {
    const Choice choice = chooseNext(bank, rules, asked, {}, estimate.ability());
    transcript.add(choice.available);
    if (choice.kind != ChoiceKind::candidates) break;
    const auto question = static_cast<std::uint32_t>(answers.size() + 1);
    const Candidate& candidate = pick(choice.candidates(), rules.pickPercent, draw(seed, question));
    const auto [discrimination, difficulty] = bank.parameters(candidate.item);
    const double chance = guesses ? 0.5 : successProbability(discrimination, difficulty, trueAbility);
    answers.push_back({candidate.item, chance > random.uniform() ? Outcome::succeeded : Outcome::failed});
    asked.push_back(candidate.item);
    estimate.answer(bank.parameters(candidate.item), answers.back().outcome);
    addAnswer(estimate, candidate, transcript, result);
  }
  return answers;
}

void addResult(const FinalTest& test, Transcript& transcript) {
  const auto result = finalResult(test);
  if (!result) {
    transcript.add(0xffffffffU);
    return;
  }
  transcript.add(static_cast<std::uint32_t>(result->status));
  transcript.add(static_cast<std::uint32_t>(result->comment));
  transcript.add(result->rawAbility);
  transcript.add(result->ability.value_or(0));
  transcript.add(result->pixScore.value_or(0));
  for (const auto& level : result->levels) transcript.add(level.value_or(99));
  for (const auto& step : result->downgrade) {
    transcript.add(step.item);
    transcript.add(step.ability);
    transcript.add(step.errorRate);
  }
}

// What all tests of a simulation share.
struct Material {
  explicit Material(Random& random) : ordinary(makeBank(random, 0.3, 3)), sharp(makeBank(random, 50, 1000)) {}

  Bank ordinary;
  Bank sharp;
  std::vector<TestRules> rules = makeRules();
  ScoreScale scale = makeScale();
};

void addTest(const Material& material, std::uint32_t i, Random& random, Transcript& transcript,
             SimulationResult& simulation) {
  const bool isSharp = i % 7 == 6;
  const TestRules& testRules = material.rules[i % material.rules.size()];
  const Candidacy candidacy{.bank = isSharp ? material.sharp : material.ordinary,
                            .rules = testRules,
                            .patience = i % 5 == 4 ? 15 + random.below(20) : testRules.maximumLength,
                            .guesses = isSharp && i % 3 != 0};
  const auto answers = simulateTest(candidacy, random, transcript, simulation);
  addResult({.bank = candidacy.bank,
             .rules = testRules,
             .scale = material.scale,
             .answers = answers,
             .excluded = {},
             .abortReason = answers.size() < testRules.maximumLength ? AbortReason::candidate : AbortReason::none,
             .cleaMinimumPix = {}},
            transcript);
  transcript.fold();
}

}  // namespace

SimulationResult simulate(std::uint32_t tests) {
  SimulationResult simulation;
  Random random(20261121);
  Transcript transcript;
  addElementary(random, transcript);
  const Material material(random);
  for (std::uint32_t i = 0; i < tests; ++i) addTest(material, i, random, transcript, simulation);
  simulation.digest = transcript.hex();
  return simulation;
}

std::string simulateApart(std::uint32_t tests, std::uint32_t threads) {
  Random random(20261122);
  Transcript transcript;
  addElementary(random, transcript);
  const Material material(random);
  const std::uint64_t seed = random.next();
  std::vector<std::string> digests(tests);
  std::atomic<std::uint32_t> next = 0;
  const auto run = [&] {
    for (std::uint32_t i = next++; i < tests; i = next++) {
      Random own(seed + 0x9e3779b97f4a7c15 * std::uint64_t{i});
      Random unrelated(own.next());
      Transcript part;
      SimulationResult ignored;
      addTest(material, i, unrelated, part, ignored);
      digests[i] = part.hex();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::uint32_t i = 1; i < threads; ++i) others.emplace_back(run);
    run();
  }
  for (const std::string& digest : digests) {
    transcript.add(digest);
    transcript.fold();
  }
  return transcript.hex();
}

}  // namespace vigie::tools
