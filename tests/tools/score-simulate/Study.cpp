#include "tests/tools/score-simulate/Study.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <string>
#include <thread>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr std::uint32_t kMostCandidates = 10'000'000;
constexpr std::uint32_t kMostThreads = 1024;
constexpr std::uint32_t kBlock = 32;  // candidates that a thread takes at once

base::Result<void> check(const StudyPlan& plan) {
  if (plan.candidates < 1 || plan.candidates > kMostCandidates) {
    return base::fail("study-candidates",
                      "a study has 1 to 10000000 candidates, not " + std::to_string(plan.candidates));
  }
  if (plan.threads < 1 || plan.threads > kMostThreads) {
    return base::fail("study-threads", "1 to 1024 threads were expected, not " + std::to_string(plan.threads));
  }
  const Population& p = plan.population;
  const bool isUsable = p.shape == Population::Shape::normal
                            ? std::isfinite(p.mean) && std::isfinite(p.spread) && p.spread >= 0
                            : std::isfinite(p.from) && std::isfinite(p.to) && p.from <= p.to;
  if (!isUsable) {
    return base::fail("study-population",
                      "a normal population needs a finite mean and a spread of at least 0, a uniform one FROM <= TO");
  }
  return {};
}

}  // namespace

double drawAbility(const Population& population, StudyRandom& random) {
  return population.shape == Population::Shape::normal ? population.mean + population.spread * random.normal()
                                                       : random.uniform(population.from, population.to);
}

SimulatedTest simulateTest(const StudyPlan& plan, std::uint32_t candidate) {
  StudyRandom random = StudyRandom::stream(plan.seed, candidate);
  SimulatedTest test;
  test.trueAbility = drawAbility(plan.population, random);
  AbilityEstimate estimate(plan.rules);
  std::vector<ItemIndex> asked;
  for (;;) {
    const Choice choice = chooseNext(plan.bank, plan.rules, asked, plan.excluded, estimate.ability());
    test.noItemLeft = choice.kind == ChoiceKind::noItemLeft;
    if (choice.kind != ChoiceKind::candidates) break;
    const ItemIndex item = pick(choice.candidates(), plan.rules.pickPercent, random.uniform()).item;
    const ItemParameters parameters = plan.bank.parameters(item);
    const bool isRight =
        random.uniform() < successProbability(parameters.discrimination, parameters.difficulty, test.trueAbility);
    test.answers.push_back({item, isRight ? Outcome::succeeded : Outcome::failed});
    asked.push_back(item);
    estimate.answer(parameters, test.answers.back().outcome);
  }
  test.ability = estimate.ability();
  test.errorRate = estimate.errorRate();
  return test;
}

void forEachParallel(std::uint32_t count, std::uint32_t threads, const std::function<void(std::uint32_t)>& work,
                     const Progress& progress) {
  std::atomic<std::uint32_t> next = 0;
  std::mutex reporting;
  std::uint32_t done = 0;
  const auto run = [&] {
    for (;;) {
      const std::uint32_t from = next.fetch_add(kBlock);
      if (from >= count) return;
      const std::uint32_t to = std::min(count, from + kBlock);
      for (std::uint32_t i = from; i < to; ++i) work(i);
      const std::scoped_lock lock(reporting);
      done += to - from;
      if (progress) progress(done);
    }
  };
  std::vector<std::jthread> others;
  for (std::uint32_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
}

base::Result<StudyResult> runStudy(const StudyPlan& plan, const Progress& progress) {
  if (const auto checked = check(plan); !checked) return base::fail(checked.error());
  StudyResult result;
  result.tests.resize(plan.candidates);
  forEachParallel(
      plan.candidates, plan.threads, [&](std::uint32_t i) { result.tests[i] = simulateTest(plan, i); }, progress);
  result.timesAsked.resize(plan.bank.size());
  for (const SimulatedTest& test : result.tests) {
    for (const Answer& answer : test.answers) ++result.timesAsked[answer.item];
  }
  return result;
}

}  // namespace vigie::tools
