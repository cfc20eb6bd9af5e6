#include "tests/tools/bank-check/TestRun.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

#include "common/scoring/ItemResponse.hpp"
#include "tests/tools/score-simulate/Study.hpp"
#include "tests/tools/score-simulate/Summary.hpp"
#include "tests/tools/score-study/StudyBank.hpp"
#include "tests/tools/score-study/StudyTest.hpp"

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr Population kEveryone = {.shape = Population::Shape::uniform, .mean = 0, .spread = 1, .from = -4, .to = 4};

// What one candidate's test needs, under Pix's rules.
struct Run {
  const Bank& bank;
  const TestRules& rules;
  Exclusions excluded;
  std::uint64_t seed;
  std::uint32_t replacements;
};

std::vector<std::uint8_t> exclusionsFor(const StudyBank& bank, const RunSettings& settings) {
  std::vector<std::uint8_t> excluded;
  for (const content::CalibratedItem& item : bank.calibrated) {
    const bool spoken = std::count(item.languages.begin(), item.languages.end(), settings.language) > 0;
    const bool admitted =
        item.certifiable && item.status == "validated" && spoken && (!settings.onlyAccessible || item.isAccessible());
    excluded.push_back(admitted ? 0 : 1);
  }
  return excluded;
}

// Which questions, from 0, are replaced once.
std::set<std::size_t> replacedOf(const Run& run, StudyRandom& random) {
  std::set<std::size_t> places;
  while (places.size() < std::min(run.replacements, run.rules.maximumLength))
    places.insert(random.below(run.rules.maximumLength));
  return places;
}

SimulatedTest sit(const Run& run, std::uint32_t candidate) {
  StudyRandom random = StudyRandom::stream(run.seed, candidate);
  SimulatedTest test;
  test.trueAbility = drawAbility(kEveryone, random);
  std::set<std::size_t> replaced = replacedOf(run, random);
  std::vector<std::uint8_t> excluded(run.excluded.begin(), run.excluded.end());
  std::vector<ItemIndex> asked;
  AbilityEstimate estimate(run.rules);
  for (;;) {
    const Choice choice = chooseNext(run.bank, run.rules, asked, excluded, estimate.ability());
    test.noItemLeft = choice.kind == ChoiceKind::noItemLeft;
    if (choice.kind != ChoiceKind::candidates) break;
    const ItemIndex item = pick(choice.candidates(), run.rules.pickPercent, random.uniform()).item;
    if (replaced.erase(asked.size()) > 0) {
      excludeSkillOf(run.bank, item, excluded);
      continue;
    }
    const ItemParameters parameters = run.bank.parameters(item);
    const double chance = successProbability(parameters.discrimination, parameters.difficulty, test.trueAbility);
    const bool isRight = random.uniform() < chance;
    test.answers.push_back({item, static_cast<std::uint8_t>(isRight ? 1 : 0)});
    asked.push_back(item);
    estimate.answer(parameters, isRight ? Outcome::succeeded : Outcome::failed);
    test.abilities.push_back(estimate.ability());
  }
  test.ability = estimate.ability();
  test.errorRate = estimate.errorRate();
  return test;
}

std::size_t competencesOf(const Bank& bank, const SimulatedTest& test) {
  std::set<std::uint32_t> seen;
  for (const ModelAnswer& answer : test.answers) seen.insert(bank.item(answer.item).competence);
  return seen.size();
}

}  // namespace

base::Result<RunOutcome> simulateRun(const std::vector<content::Item>& items, const RunSettings& settings) {
  const auto bank = studyBankOf("bank", items);
  if (!bank) return base::fail(bank.error());
  const auto pix = pixTest();
  if (!pix) return base::fail(pix.error());
  const auto excluded = exclusionsFor(*bank, settings);
  const auto admitted = static_cast<std::uint32_t>(std::count(excluded.begin(), excluded.end(), 0));
  if (admitted == 0) {
    return base::fail("study-no-item", "no item is validated, certifiable and in \"" + settings.language + "\"");
  }
  const TestRules rules = rulesOf(pix->plan);
  const Run run{bank->bank, rules, excluded, settings.seed, settings.replaced};
  const StudyPlan plan{.bank = bank->bank,
                       .models = bank->models,
                       .test = pix->plan,
                       .scale = pix->scale,
                       .excluded = excluded,
                       .population = kEveryone,
                       .candidates = settings.candidates,
                       .seed = settings.seed,
                       .threads = settings.threads};
  StudyResult result;
  result.tests.resize(plan.candidates);
  forEachParallel(plan.candidates, plan.threads, [&](std::uint32_t i) { result.tests[i] = sit(run, i); }, {});
  result.timesAsked.resize(plan.bank.size());
  RunOutcome outcome;
  outcome.length = rules.maximumLength;
  outcome.admitted = admitted;
  outcome.competencesSeen = bank->competences.size();
  for (const SimulatedTest& test : result.tests) {
    for (const ModelAnswer& answer : test.answers) ++result.timesAsked[answer.item];
    if (test.answers.size() < outcome.length) ++outcome.cut;
    outcome.competencesSeen = std::min(outcome.competencesSeen, competencesOf(bank->bank, test));
  }
  const Summary summary = summarise(plan, result, std::nullopt);
  outcome.neverAsked = summary.exposure.neverAsked;
  outcome.largestExposure = summary.exposure.largest;
  outcome.overlap = summary.exposure.overlap;
  outcome.rmse = summary.all.rmse;
  const auto most = std::max_element(result.timesAsked.begin(), result.timesAsked.end());
  outcome.mostExposed = bank->ids[static_cast<std::size_t>(most - result.timesAsked.begin())];
  return outcome;
}

std::string textOf(const RunOutcome& outcome, const RunSettings& settings) {
  return fmt::format(
      "{}{}: {} items; {} tests of {} questions with {} replaced, {} cut short; competences in a test: at least {}; "
      "exposure: largest {:.3f} ({}), {} items never asked; overlap of two tests {:.3f}; RMSE {:.3f}\n",
      settings.language, settings.onlyAccessible ? ", accessible items only" : "", outcome.admitted,
      settings.candidates, outcome.length, settings.replaced, outcome.cut, outcome.competencesSeen,
      outcome.largestExposure, outcome.mostExposed, outcome.neverAsked, outcome.overlap, outcome.rmse);
}

}  // namespace vigie::tools
