#include "tests/tools/score-simulate/Study.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <string>
#include <thread>

#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/PixTest.hpp"
#include "common/shadow/ShadowTest.hpp"

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
  if (!plan.areaCorrelation) return {};
  const bool isCorrelation = *plan.areaCorrelation >= 0 && *plan.areaCorrelation < 1;  // false for NaN
  if (!isCorrelation || p.shape != Population::Shape::normal || p.spread == 0) {
    return base::fail("study-areas",
                      "areas correlate by a number from 0 to below 1, and their population is normal with a spread");
  }
  return {};
}

}  // namespace

double drawAbility(const Population& population, StudyRandom& random) {
  return population.shape == Population::Shape::normal ? population.mean + population.spread * random.normal()
                                                       : random.uniform(population.from, population.to);
}

namespace {

// What counts for an item: the ability of its competence.
double abilityFor(const SimulatedTest& test, const ModelItem& item) {
  return test.trueAreas.empty() ? test.trueAbility : test.trueAreas[item.competence];
}

void drawTruth(const StudyPlan& plan, StudyRandom& random, SimulatedTest& test) {
  if (!plan.areaCorrelation) {
    test.trueAbility = drawAbility(plan.population, random);
    return;
  }
  const double common = std::sqrt(*plan.areaCorrelation) * random.normal();
  const double own = std::sqrt(1 - *plan.areaCorrelation);
  test.trueAreas.resize(plan.models.competences());
  for (double& ability : test.trueAreas) {
    ability = plan.population.mean + plan.population.spread * (common + own * random.normal());
    test.trueAbility += ability / static_cast<double>(test.trueAreas.size());
  }
}

std::uint8_t categoryOf(const SimulatedTest& test, const ModelItem& item, double u) {
  const double ability = abilityFor(test, item);
  if (item.model == Model::twoParameter) {
    return u < successProbability(item.discrimination, item.difficulty, ability) ? 1 : 0;
  }
  const CategoryCurves curves = categoryCurves(item, ability);
  std::uint8_t category = 0;
  while (category + 1 < curves.categories && u >= curves.probability[category]) u -= curves.probability[category++];
  return category;
}

SimulatedTest simulateByPlan(const StudyPlan& plan, std::uint32_t candidate) {
  StudyRandom random = StudyRandom::stream(plan.seed, candidate);
  SimulatedTest test;
  drawTruth(plan, random, test);
  if (plan.test.exposure.kind == Exposure::eligibility) test.eligibilityDraw = random.uniform();
  AdaptiveTest adaptive(plan.models, plan.test, plan.excluded, test.eligibilityDraw, &shadow::shadowTest);
  for (;;) {
    const NextItem next = adaptive.next(random.uniform());
    test.noItemLeft = next.kind == ChoiceKind::noItemLeft;
    if (next.kind != ChoiceKind::candidates) break;
    const std::uint8_t category = categoryOf(test, plan.models.item(next.item), random.uniform());
    test.answers.push_back({next.item, category});
    test.refused.insert(test.refused.end(), next.refused.begin(), next.refused.end());
    static_cast<void>(adaptive.answer(next.item, category));  // the item that next() gave
    test.abilities.push_back(adaptive.report().ability);
  }
  test.ability = adaptive.report().ability;
  test.errorRate = adaptive.report().standardError;
  test.verdict = adaptive.verdict();
  return test;
}

// Candidates side by side; each draws from a stream of its own, so that the group does not matter.
void simulateGroup(const StudyPlan& plan, const PixIndex& index, std::uint32_t from, std::span<SimulatedTest> tests) {
  std::vector<PixTest> room(tests.size(), PixTest(index, plan.excluded));
  std::vector<StudyRandom> randoms;
  for (std::uint32_t c = 0; c < tests.size(); ++c) {
    randoms.push_back(StudyRandom::stream(plan.seed, from + c));
    drawTruth(plan, randoms[c], tests[c]);
  }
  std::vector<PixTest::Step> steps;
  do {
    steps.clear();
    for (std::size_t c = 0; c < tests.size(); ++c) {
      if (tests[c].noItemLeft || tests[c].answers.size() == index.rules().maximumLength) continue;
      const Choice choice = room[c].next();
      tests[c].noItemLeft = choice.kind == ChoiceKind::noItemLeft;
      if (choice.kind != ChoiceKind::candidates) continue;
      const ItemIndex item = pick(choice.candidates(), index.rules().pickPercent, randoms[c].uniform()).item;
      const std::uint8_t category = categoryOf(tests[c], plan.models.item(item), randoms[c].uniform());
      tests[c].answers.push_back({item, category});
      steps.push_back({&room[c], item, category == 1 ? Outcome::succeeded : Outcome::failed});
    }
    PixTest::answerTogether(steps);
    for (const PixTest::Step& step : steps) {
      tests[static_cast<std::size_t>(step.test - room.data())].abilities.push_back(step.test->estimate().ability());
    }
  } while (!steps.empty());
  for (std::size_t c = 0; c < tests.size(); ++c) {
    tests[c].ability = room[c].estimate().ability();
    tests[c].errorRate = room[c].estimate().errorRate();
  }
}

bool isTwoParameter(const ModelBank& bank) {
  return std::all_of(bank.items().begin(), bank.items().end(),
                     [](const ModelItem& item) { return item.model == Model::twoParameter; });
}

}  // namespace

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
  if (isPixMode(plan.test) && isTwoParameter(plan.models)) {
    constexpr std::uint32_t kGroup = AbilityEstimate::kTogether;
    const PixIndex index(plan.bank, rulesOf(plan.test));
    const auto group = [&](std::uint32_t g) {
      const std::uint32_t from = g * kGroup;
      const std::uint32_t count = std::min(kGroup, plan.candidates - from);
      simulateGroup(plan, index, from, std::span(result.tests).subspan(from, count));
    };
    const auto report = [&](std::uint32_t groups) {
      if (progress) progress(std::min(plan.candidates, groups * kGroup));
    };
    forEachParallel((plan.candidates + kGroup - 1) / kGroup, plan.threads, group, report);
  } else {
    forEachParallel(
        plan.candidates, plan.threads, [&](std::uint32_t i) { result.tests[i] = simulateByPlan(plan, i); }, progress);
  }
  result.timesAsked.resize(plan.bank.size());
  for (const SimulatedTest& test : result.tests) {
    for (const ModelAnswer& answer : test.answers) ++result.timesAsked[answer.item];
  }
  return result;
}

ExposureCounts exposureCounts(const StudyPlan& plan, const StudyResult& result) {
  ExposureCounts counts(plan.models.size());
  counts.tests = static_cast<std::uint32_t>(result.tests.size());
  for (const SimulatedTest& test : result.tests) {
    for (const ItemIndex item : test.refused) ++counts.selected[item];
    for (const ModelAnswer& answer : test.answers) {
      ++counts.selected[answer.item];
      ++counts.asked[answer.item];
    }
    for (ItemIndex i = 0; i < plan.models.size(); ++i) {
      if (isEligible(plan.test, test.eligibilityDraw, i)) ++counts.eligible[i];
    }
  }
  return counts;
}

}  // namespace vigie::tools
