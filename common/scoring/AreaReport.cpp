#include "common/scoring/AreaReport.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

// Both grids reach 5 standard deviations; the density outside is below 6e-7.
constexpr std::size_t kNodes = 41;
using Grid = std::array<double, kNodes>;

double node(std::size_t k) {
  return -5 + 0.25 * static_cast<double>(k);
}

Grid standardNormal() {
  Grid weights;
  double sum = 0;
  for (std::size_t k = 0; k < kNodes; ++k) sum += weights[k] = exp(-0.5 * node(k) * node(k));
  for (double& weight : weights) weight /= sum;
  return weights;
}

// What an area's answers say at each value of the common factor g.
struct Area {
  std::uint32_t answers = 0;
  Grid logLikelihood{};  // log of the integral over u
  Grid mean{};           // of t given g and the answers
  Grid square{};         // of t^2
};

class Report {
 public:
  explicit Report(const AreaModel& model) : model_(model), normal_(standardNormal()) {}

  // logProbability(i, ability) is that of answer i of `answers`.
  template <class LogProbability>
  Area measure(std::uint32_t answers, LogProbability logProbability) const {
    Area area;
    area.answers = answers;
    for (std::size_t g = 0; g < kNodes; ++g) {
      double total = 0;
      for (std::size_t u = 0; u < kNodes; ++u) {
        const double ability = abilityAt(g, u);
        double weight = normal_[u];
        for (std::uint32_t i = 0; i < answers; ++i) weight *= exp(logProbability(i, ability));
        total += weight;
        area.mean[g] += weight * ability;
        area.square[g] += weight * ability * ability;
      }
      // Answers so unlikely at this g that they underflow leave it no weight.
      area.logLikelihood[g] = total > 0 ? log(total) : -745;
      area.mean[g] = total > 0 ? area.mean[g] / total : abilityAt(g, kNodes / 2);
      area.square[g] = total > 0 ? area.square[g] / total : area.mean[g] * area.mean[g];
    }
    return area;
  }

  AreaEstimate estimate(const Area& area, const Area& unanswered, const Grid& logAll) const {
    Grid logOthers = logAll;
    for (std::size_t g = 0; g < kNodes; ++g) logOthers[g] -= area.logLikelihood[g];
    const auto [mean, variance] = momentsOf(area, logAll);
    const double without = momentsOf(unanswered, logOthers).second;
    AreaEstimate out;
    out.ability = mean;
    out.standardError = std::sqrt(variance);
    out.ownShare = area.answers == 0 ? 0 : 1 - variance / without;
    out.answers = area.answers;
    out.isShown =
        out.answers > 0 && out.standardError <= model_.largestStandardError && out.ownShare >= model_.leastOwnShare;
    return out;
  }

 private:
  double abilityAt(std::size_t g, std::size_t u) const {
    return model_.mean +
           model_.spread * (std::sqrt(model_.correlation) * node(g) + std::sqrt(1 - model_.correlation) * node(u));
  }

  // Mean and variance of the area's ability under the posterior of g with these log-likelihoods.
  std::pair<double, double> momentsOf(const Area& area, const Grid& logLikelihood) const {
    const double largest = *std::max_element(logLikelihood.begin(), logLikelihood.end());
    double total = 0;
    double mean = 0;
    double square = 0;
    for (std::size_t g = 0; g < kNodes; ++g) {
      const double weight = normal_[g] * exp(logLikelihood[g] - largest);
      total += weight;
      mean += weight * area.mean[g];
      square += weight * area.square[g];
    }
    mean /= total;
    return {mean, std::max(0.0, square / total - mean * mean)};
  }

  const AreaModel& model_;
  Grid normal_;
};

base::Result<void> check(const AreaModel& model) {
  const bool isUsable = std::isfinite(model.mean) && std::isfinite(model.spread) && model.spread > 0 &&
                        model.correlation >= 0 && model.correlation < 1 && model.largestStandardError > 0 &&
                        model.leastOwnShare >= 0 && model.leastOwnShare < 1;
  if (isUsable) return {};
  return base::fail("area-model",
                    "the area model needs a finite mean, a spread above 0, a correlation and a least own share from 0 "
                    "to below 1, and a largest standard error above 0");
}

// `answersOf[k]` are the places of area k's answers; logProbability(i, ability) is that of answer i.
template <class LogProbability>
std::vector<AreaEstimate> estimateAreas(const std::vector<std::vector<std::size_t>>& answersOf, const AreaModel& model,
                                        LogProbability logProbability) {
  const Report report(model);
  const Area unanswered = report.measure(0, logProbability);
  std::vector<Area> measured;
  Grid logAll{};
  for (const auto& places : answersOf) {
    const auto ofArea = [&](std::uint32_t i, double ability) { return logProbability(places[i], ability); };
    measured.push_back(places.empty() ? unanswered : report.measure(static_cast<std::uint32_t>(places.size()), ofArea));
    for (std::size_t g = 0; g < kNodes; ++g) logAll[g] += measured.back().logLikelihood[g];
  }
  std::vector<AreaEstimate> out;
  for (const Area& area : measured) out.push_back(report.estimate(area, unanswered, logAll));
  return out;
}

std::unexpected<base::Error> wrongItem(ItemIndex item, std::uint32_t areas) {
  return base::fail("area-item", "item " + std::to_string(item) + " or its category is not in the bank, or its " +
                                     "competence is beyond the " + std::to_string(areas) + " areas of the report");
}

}  // namespace

base::Result<std::vector<AreaEstimate>> reportAreas(const Bank& bank, std::span<const Answer> answers,
                                                    std::uint32_t areas, const AreaModel& model) {
  if (const auto checked = check(model); !checked) return base::fail(checked.error());
  std::vector<std::vector<std::size_t>> answersOf(areas);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const ItemIndex item = answers[i].item;
    if (item >= bank.size() || bank.competences()[item] >= areas) return wrongItem(item, areas);
    answersOf[bank.competences()[item]].push_back(i);
  }
  return estimateAreas(answersOf, model, [&](std::size_t i, double ability) {
    const auto [a, b] = bank.parameters(answers[i].item);
    // log P of the outcome: that of failure is that of the same item with -a
    return logSuccessProbability(answers[i].outcome == Outcome::succeeded ? a : -a, b, ability);
  });
}

base::Result<std::vector<AreaEstimate>> reportAreas(const ModelBank& bank, std::span<const ModelAnswer> answers,
                                                    std::uint32_t areas, const AreaModel& model) {
  if (const auto checked = check(model); !checked) return base::fail(checked.error());
  std::vector<std::vector<std::size_t>> answersOf(areas);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& [item, category] = answers[i];
    if (item >= bank.size() || bank.item(item).competence >= areas || category >= bank.item(item).categories) {
      return wrongItem(item, areas);
    }
    answersOf[bank.item(item).competence].push_back(i);
  }
  return estimateAreas(answersOf, model, [&](std::size_t i, double ability) {
    return logProbability(bank.item(answers[i].item), answers[i].category, ability);
  });
}

}  // namespace vigie::scoring
