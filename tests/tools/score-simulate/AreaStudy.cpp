#include "tests/tools/score-simulate/AreaStudy.hpp"

#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "common/scoring/AreaReport.hpp"

namespace vigie::tools {
namespace {

struct Sums {
  std::uint32_t estimates = 0;
  double square = 0;
  double squareOfOne = 0;
  double standardError = 0;
  std::uint32_t covered = 0;

  void add(const scoring::AreaEstimate& area, double truth, double oneAbility) {
    const double error = area.ability - truth;
    ++estimates;
    square += error * error;
    squareOfOne += (oneAbility - truth) * (oneAbility - truth);
    standardError += area.standardError;
    covered += std::abs(error) <= 1.96 * area.standardError ? 1U : 0U;
  }
  void add(const Sums& more) {
    estimates += more.estimates;
    square += more.square;
    squareOfOne += more.squareOfOne;
    standardError += more.standardError;
    covered += more.covered;
  }
  AreaErrors mean() const {
    if (estimates == 0) return {};
    const double n = estimates;
    return {estimates, std::sqrt(square / n), std::sqrt(squareOfOne / n), standardError / n, covered / n};
  }
};

struct Candidate {
  Sums all;
  Sums shown;
};

Json describe(const AreaErrors& errors) {
  return {{"estimates", errors.estimates},
          {"rmse", errors.rmse},
          {"rmseOfOneAbility", errors.rmseOfOneAbility},
          {"meanStandardError", errors.meanStandardError},
          {"coverage95", errors.coverage}};
}

}  // namespace

AreaRates studyAreas(const StudyPlan& plan, const StudyResult& result) {
  const scoring::AreaModel model{
      .mean = plan.population.mean, .spread = plan.population.spread, .correlation = *plan.areaCorrelation};
  std::vector<Candidate> candidates(result.tests.size());
  const auto work = [&](std::uint32_t i) {
    const SimulatedTest& test = result.tests[i];
    const auto areas = scoring::reportAreas(plan.models, test.answers, plan.models.competences(), model);
    for (std::size_t k = 0; areas && k < areas->size(); ++k) {
      candidates[i].all.add((*areas)[k], test.trueAreas[k], test.ability);
      if ((*areas)[k].isShown) candidates[i].shown.add((*areas)[k], test.trueAreas[k], test.ability);
    }
  };
  forEachParallel(static_cast<std::uint32_t>(candidates.size()), plan.threads, work, {});
  Candidate sum;
  for (const Candidate& candidate : candidates) {
    sum.all.add(candidate.all);
    sum.shown.add(candidate.shown);
  }
  return {sum.all.mean(), sum.shown.mean()};
}

Json areaJson(const AreaRates& rates) {
  return {{"all", describe(rates.all)}, {"shown", describe(rates.shown)}};
}

std::string areaText(const AreaRates& rates) {
  std::string out = fmt::format("\n{:<10} {:>10} {:>8} {:>17} {:>8} {:>8}\n", "areas", "estimates", "RMSE",
                                "of one ability", "s.e.", "in 95%");
  for (const auto& [name, errors] : {std::pair{"all", rates.all}, std::pair{"shown", rates.shown}}) {
    out += fmt::format("{:<10} {:>10} {:>8.3f} {:>17.3f} {:>8.3f} {:>7.1f}%\n", name, errors.estimates, errors.rmse,
                       errors.rmseOfOneAbility, errors.meanStandardError, 100 * errors.coverage);
  }
  return out;
}

}  // namespace vigie::tools
