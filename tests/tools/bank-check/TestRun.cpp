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
std::set<std::size_t> replacedOf(const StudyPlan& plan, std::uint32_t count, StudyRandom& random) {
  std::set<std::size_t> places;
  while (places.size() < std::min(count, plan.rules.maximumLength))
    places.insert(random.below(plan.rules.maximumLength));
  return places;
}

SimulatedTest sit(const StudyPlan& plan, std::uint32_t candidate, std::uint32_t replacements) {
  StudyRandom random = StudyRandom::stream(plan.seed, candidate);
  SimulatedTest test;
  test.trueAbility = drawAbility(plan.population, random);
  std::set<std::size_t> replaced = replacedOf(plan, replacements, random);
  std::vector<std::uint8_t> excluded(plan.excluded.begin(), plan.excluded.end());
  std::vector<ItemIndex> asked;
  AbilityEstimate estimate(plan.rules);
  for (;;) {
    const Choice choice = chooseNext(plan.bank, plan.rules, asked, excluded, estimate.ability());
    test.noItemLeft = choice.kind == ChoiceKind::noItemLeft;
    if (choice.kind != ChoiceKind::candidates) break;
    const ItemIndex item = pick(choice.candidates(), plan.rules.pickPercent, random.uniform()).item;
    if (replaced.erase(asked.size()) > 0) {
      excludeSkillOf(plan.bank, item, excluded);
      continue;
    }
    const ItemParameters parameters = plan.bank.parameters(item);
    const double chance = successProbability(parameters.discrimination, parameters.difficulty, test.trueAbility);
    test.answers.push_back({item, random.uniform() < chance ? Outcome::succeeded : Outcome::failed});
    asked.push_back(item);
    estimate.answer(parameters, test.answers.back().outcome);
  }
  test.ability = estimate.ability();
  test.errorRate = estimate.errorRate();
  return test;
}

std::size_t competencesOf(const StudyPlan& plan, const SimulatedTest& test) {
  std::set<std::uint32_t> seen;
  for (const Answer& answer : test.answers) seen.insert(plan.bank.item(answer.item).competence);
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
  const StudyPlan plan{.bank = bank->bank,
                       .rules = pix->rules,
                       .scale = pix->scale,
                       .excluded = excluded,
                       .population = kEveryone,
                       .candidates = settings.candidates,
                       .seed = settings.seed,
                       .threads = settings.threads};
  StudyResult result;
  result.tests.resize(plan.candidates);
  forEachParallel(plan.candidates, plan.threads,
                  [&](std::uint32_t i) { result.tests[i] = sit(plan, i, settings.replaced); }, {});
  result.timesAsked.resize(plan.bank.size());
  RunOutcome outcome;
  outcome.length = plan.rules.maximumLength;
  outcome.admitted = admitted;
  outcome.competencesSeen = bank->competences.size();
  for (const SimulatedTest& test : result.tests) {
    for (const Answer& answer : test.answers) ++result.timesAsked[answer.item];
    if (test.answers.size() < outcome.length) ++outcome.cut;
    outcome.competencesSeen = std::min(outcome.competencesSeen, competencesOf(plan, test));
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
