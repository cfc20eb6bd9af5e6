#include "common/scoring/PersonFit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

constexpr double kLargestAbility = 9;
constexpr std::size_t kLeastMisfitAnswers = 10;
constexpr std::size_t kLeastTimedAnswers = 12;
constexpr std::size_t kLeastOnASide = 5;
constexpr std::size_t kLeastSharedItems = 8;
constexpr double kMostRapidSeconds = 10;
constexpr double kRapidShareOfTypical = 0.1;
constexpr double kWordsPerSecond = 11.9;
constexpr double kLog10 = 0x1.26bb1bbb55516p+1;

struct Sums {
  double residual = 0;     // sum a (u - P)
  double information = 0;  // I
  double warm = 0;         // J
};

Sums sumsAt(std::span<const FitAnswer> answers, double ability) {
  Sums sums;
  for (const FitAnswer& answer : answers) {
    const double a = answer.item.discrimination;
    const double p = successProbability(a, answer.item.difficulty, ability);
    const double spread = a * a * p * (1 - p);
    sums.residual += a * ((answer.outcome == Outcome::succeeded ? 1 : 0) - p);
    sums.information += spread;
    sums.warm += spread * a * (1 - 2 * p);
  }
  return sums;
}

// Warm's estimating equation; it falls from above 0 to below 0 over [-9, 9] in practice.
double equationAt(std::span<const FitAnswer> answers, double ability) {
  const Sums sums = sumsAt(answers, ability);
  return sums.information > 0 ? sums.residual + sums.warm / (2 * sums.information) : sums.residual;
}

}  // namespace

std::string_view name(Advice advice) {
  switch (advice) {
    case Advice::misfit:
      return "misfit";
    case Advice::rapidAnswers:
      return "rapid-answers";
    case Advice::suddenChange:
      return "sudden-change";
    case Advice::copying:
      break;
  }
  return "copying";
}

double weightedLikelihoodAbility(std::span<const FitAnswer> answers) {
  double low = -kLargestAbility;
  double high = kLargestAbility;
  // 60 halvings leave less than the spacing of doubles: the result does not hang on when to stop.
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (equationAt(answers, middle) > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<Measure> misfit(std::span<const FitAnswer> answers, double threshold) {
  if (answers.size() < kLeastMisfitAnswers) return std::nullopt;
  const double ability = weightedLikelihoodAbility(answers);
  const Sums sums = sumsAt(answers, ability);
  double weighted = 0;  // sum (u - P) w
  double slope = 0;     // sum P' w
  for (const FitAnswer& answer : answers) {
    const double a = answer.item.discrimination;
    const double p = successProbability(a, answer.item.difficulty, ability);
    const double w = a * (ability - answer.item.difficulty);  // log(P / Q), exact
    weighted += ((answer.outcome == Outcome::succeeded ? 1 : 0) - p) * w;
    slope += a * p * (1 - p) * w;
  }
  const double c = slope / sums.information;
  double variance = 0;
  for (const FitAnswer& answer : answers) {
    const double a = answer.item.discrimination;
    const double p = successProbability(a, answer.item.difficulty, ability);
    const double v = a * (ability - answer.item.difficulty) - c * a;
    variance += p * (1 - p) * v * v;
  }
  if (!(variance > 1e-12)) return std::nullopt;
  const double value = (weighted + c * sums.warm / (2 * sums.information)) / std::sqrt(variance);
  return Measure{Advice::misfit, value, threshold, value < threshold, static_cast<std::uint32_t>(answers.size()), {}};
}

std::optional<Measure> misfit(const ModelBank& bank, std::span<const ModelAnswer> answers, double threshold) {
  if (answers.size() < kLeastMisfitAnswers) return std::nullopt;
  EstimatorPlan plan;
  plan.kind = EstimatorKind::wle;
  const AbilityReport report = estimate(bank, plan, answers);
  if (report.atBound) return std::nullopt;
  struct Pattern {
    CategoryCurves curves;
    std::array<double, kMostCategories> surprise{};  // w
    std::uint8_t observed = 0;
  };
  std::vector<Pattern> patterns;
  double observed = 0;
  double slope = 0;
  double total = 0;  // I
  double warm = 0;   // J
  for (const auto& [index, category] : answers) {
    const ModelItem& item = bank.item(index);
    Pattern& pattern = patterns.emplace_back(categoryCurves(item, report.ability));
    pattern.observed = category;
    double expected = 0;
    for (std::uint8_t k = 0; k < pattern.curves.categories; ++k) {
      pattern.surprise[k] = logProbability(item, k, report.ability);
      expected += pattern.curves.probability[k] * pattern.surprise[k];
    }
    for (std::uint8_t k = 0; k < pattern.curves.categories; ++k) {
      pattern.surprise[k] -= expected;
      slope += pattern.curves.probability[k] * pattern.curves.slope[k] * pattern.surprise[k];
    }
    observed += pattern.surprise[category];
    const InformationAndBias sums = informationAndBias(pattern.curves);
    total += sums.information;
    warm += sums.warm;
  }
  const double c = slope / total;
  double variance = 0;
  for (const Pattern& pattern : patterns) {
    for (std::uint8_t k = 0; k < pattern.curves.categories; ++k) {
      const double v = pattern.surprise[k] - c * pattern.curves.slope[k];
      variance += pattern.curves.probability[k] * v * v;
    }
  }
  if (!(variance > 1e-12)) return std::nullopt;
  const double value = (observed + c * warm / (2 * total)) / std::sqrt(variance);
  return Measure{Advice::misfit, value, threshold, value < threshold, static_cast<std::uint32_t>(answers.size()), {}};
}

double readingSeconds(std::uint32_t words) {
  return words / kWordsPerSecond;
}

std::optional<Measure> rapidAnswers(std::span<const TimedAnswer> answers, double threshold) {
  if (answers.empty()) return std::nullopt;
  const auto rapid = std::count_if(answers.begin(), answers.end(), [](const TimedAnswer& answer) {
    const double byTypical = std::min(kMostRapidSeconds, kRapidShareOfTypical * answer.typicalSeconds);
    return answer.seconds < std::max(answer.leastReadingSeconds, byTypical);
  });
  const double share = static_cast<double>(rapid) / static_cast<double>(answers.size());
  return Measure{
      Advice::rapidAnswers, share, threshold, share > threshold, static_cast<std::uint32_t>(answers.size()), {}};
}

std::optional<Measure> suddenChange(std::span<const TimedAnswer> answers, double threshold) {
  std::vector<double> sums = {0};
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < answers.size(); ++i) {
    const TimedAnswer& answer = answers[i];
    if (!(answer.typicalSeconds > 0) || !(answer.seconds > 0) || !(answer.logSpread > 0)) continue;
    places.push_back(i);
    sums.push_back(sums.back() + (log(answer.seconds) - log(answer.typicalSeconds)) / answer.logSpread);
  }
  const std::size_t n = places.size();
  if (n < kLeastTimedAnswers) return std::nullopt;
  Measure measure{Advice::suddenChange, 0, threshold, false, static_cast<std::uint32_t>(n), {}};
  for (std::size_t k = kLeastOnASide; k + kLeastOnASide <= n; ++k) {
    const auto before = static_cast<double>(k);
    const auto all = static_cast<double>(n);
    const double value = std::abs(sums[k] - before / all * sums[n]) / std::sqrt(before * (all - before) / all);
    if (value <= measure.value) continue;
    measure.value = value;
    measure.at = places[k];
  }
  measure.isFlagged = measure.value > threshold;
  return measure;
}

std::optional<CopyingMeasure> copying(std::span<const SharedItem> items, double threshold) {
  if (items.size() < kLeastSharedItems) return std::nullopt;
  std::vector<double> chances = {1};  // of each number of matches so far
  CopyingMeasure out;
  double expected = 0;
  double variance = 0;
  for (const SharedItem& shared : items) {
    const double same = shared.sourceRight ? shared.right : (1 - shared.right) * shared.sameWrongChance;
    chances.push_back(0);
    for (std::size_t k = chances.size() - 1; k > 0; --k) {
      chances[k] = chances[k] * (1 - same) + chances[k - 1] * same;
    }
    chances[0] *= 1 - same;
    expected += same;
    variance += same * (1 - same);
    out.matches += shared.isSame ? 1U : 0U;
  }
  double tail = 0;
  for (std::size_t k = chances.size(); k-- > out.matches;) tail += chances[k];
  out.probability = std::min(1.0, tail);
  out.omega = variance > 0 ? (out.matches - expected) / std::sqrt(variance) : 0;
  const double value = out.probability > 0 ? -log(out.probability) / kLog10 : 308;
  out.measure = {Advice::copying, value, threshold, value > threshold, static_cast<std::uint32_t>(items.size()), {}};
  return out;
}

}  // namespace vigie::scoring
