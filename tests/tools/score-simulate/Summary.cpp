#include "tests/tools/score-simulate/Summary.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace vigie::tools {
namespace {

constexpr double kBinWidth = 0.5;
constexpr std::size_t kExposureClasses = 20;

class AccuracySum {
 public:
  void add(const SimulatedTest& test) {
    const double error = test.ability - test.trueAbility;
    ++count_;
    truth_ += test.trueAbility;
    error_ += error;
    square_ += error * error;
    errorRate_ += test.errorRate;
    covered_ += std::abs(error) <= 1.96 * test.errorRate ? 1U : 0U;
    length_ += test.answers.size();
  }
  Accuracy mean() const {
    const auto n = static_cast<double>(count_);
    const double bias = error_ / n;
    const double variance = count_ > 1 ? std::max(0.0, (square_ - n * bias * bias) / (n - 1)) : 0;
    return {count_,
            truth_ / n,
            bias,
            std::sqrt(variance / n),
            std::sqrt(square_ / n),
            errorRate_ / n,
            static_cast<double>(covered_) / n,
            static_cast<double>(length_) / n};
  }

 private:
  std::uint32_t count_ = 0;
  double truth_ = 0;
  double error_ = 0;
  double square_ = 0;
  double errorRate_ = 0;
  std::uint32_t covered_ = 0;
  std::uint64_t length_ = 0;
};

ExposureSummary summariseExposure(const StudyPlan& plan, const StudyResult& result, double meanLength) {
  ExposureSummary out;
  out.histogram.resize(kExposureClasses);
  const auto tests = static_cast<double>(result.tests.size());
  double pairs = 0;
  for (std::size_t i = 0; i < result.timesAsked.size(); ++i) {
    if (!plan.excluded.empty() && plan.excluded[i] != 0) continue;
    const double asked = result.timesAsked[i];
    const double rate = asked / tests;
    ++out.items;
    out.neverAsked += result.timesAsked[i] == 0 ? 1U : 0U;
    out.largest = std::max(out.largest, rate);
    pairs += asked * (asked - 1);
    ++out.histogram[std::min(kExposureClasses - 1, static_cast<std::size_t>(rate * kExposureClasses))];
  }
  if (tests > 1 && meanLength > 0) out.overlap = pairs / (tests * (tests - 1) * meanLength);
  return out;
}

Classification classify(const StudyPlan& plan, const StudyResult& result, std::optional<double> cut) {
  Classification out;
  out.cut = cut;
  std::array<std::uint32_t, 3> apart{};
  std::uint32_t falsePass = 0;
  std::uint32_t falseFail = 0;
  std::uint32_t decided = 0;
  std::uint32_t decidedWrongly = 0;
  for (const SimulatedTest& test : result.tests) {
    const auto place = [&](double ability) {
      const auto mesh = plan.scale.mesh(ability);
      return mesh ? static_cast<int>(*mesh) : -1;
    };
    ++apart[static_cast<std::size_t>(std::min(2, std::abs(place(test.ability) - place(test.trueAbility))))];
    if (test.verdict != scoring::Verdict::undecided) {
      ++decided;
      const bool isAbove = test.trueAbility >= plan.test.stopping.cut;
      decidedWrongly += isAbove != (test.verdict == scoring::Verdict::above) ? 1U : 0U;
    }
    if (!cut) continue;
    falsePass += test.ability >= *cut && test.trueAbility < *cut ? 1U : 0U;
    falseFail += test.ability < *cut && test.trueAbility >= *cut ? 1U : 0U;
  }
  const auto n = static_cast<double>(result.tests.size());
  out.sameMesh = apart[0] / n;
  out.adjacentMesh = apart[1] / n;
  out.fartherMesh = apart[2] / n;
  out.falsePass = falsePass / n;
  out.falseFail = falseFail / n;
  out.decided = decided / n;
  if (decided > 0) out.decidedWrongly = static_cast<double>(decidedWrongly) / decided;
  return out;
}

void appendNumber(std::string& out, double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), end.ptr);
}

}  // namespace

Summary summarise(const StudyPlan& plan, const StudyResult& result, std::optional<double> cut) {
  Summary summary;
  AccuracySum all;
  std::map<int, AccuracySum> bins;
  std::size_t shortest = result.tests.front().answers.size();
  std::size_t longest = 0;
  for (const SimulatedTest& test : result.tests) {
    all.add(test);
    bins[static_cast<int>(std::floor(test.trueAbility / kBinWidth))].add(test);
    shortest = std::min(shortest, test.answers.size());
    longest = std::max(longest, test.answers.size());
    summary.noItemLeft += test.noItemLeft ? 1U : 0U;
  }
  summary.all = all.mean();
  for (const auto& [number, sum] : bins) {
    summary.bins.push_back({number * kBinWidth, (number + 1) * kBinWidth, sum.mean()});
  }
  summary.shortest = static_cast<std::uint32_t>(shortest);
  summary.longest = static_cast<std::uint32_t>(longest);
  summary.exposure = summariseExposure(plan, result, summary.all.meanLength);
  summary.classification = classify(plan, result, cut);
  std::vector<double> squares(longest);
  for (const SimulatedTest& test : result.tests) {
    for (std::size_t k = 0; k < longest && !test.abilities.empty(); ++k) {
      const double error = test.abilities[std::min(k, test.abilities.size() - 1)] - test.trueAbility;
      squares[k] += error * error;
    }
  }
  for (const double square : squares) {
    summary.rmseAfter.push_back(std::sqrt(square / static_cast<double>(result.tests.size())));
  }
  return summary;
}

std::optional<std::size_t> questionsToReach(const Summary& summary, double rmse) {
  std::size_t questions = summary.rmseAfter.size();
  while (questions > 0 && summary.rmseAfter[questions - 1] <= rmse) --questions;
  return questions == summary.rmseAfter.size() ? std::nullopt : std::optional(questions + 1);
}

std::string candidatesCsv(const StudyPlan& plan, const StudyResult& result) {
  std::string out = "candidate,truth,ability,errorRate,length,mesh,trueMesh\n";
  for (std::size_t i = 0; i < result.tests.size(); ++i) {
    const SimulatedTest& test = result.tests[i];
    out += std::to_string(i) + ",";
    appendNumber(out, test.trueAbility);
    out += ",";
    appendNumber(out, test.ability);
    out += ",";
    appendNumber(out, test.errorRate);
    out += "," + std::to_string(test.answers.size());
    for (const auto mesh : {plan.scale.mesh(test.ability), plan.scale.mesh(test.trueAbility)}) {
      out += "," + (mesh ? std::to_string(*mesh) : std::string());
    }
    out += "\n";
  }
  return out;
}

std::string responsesCsv(const StudyPlan& plan, const StudyResult& result) {
  std::string out = "candidate,item,correct\n";
  for (std::size_t i = 0; i < result.tests.size(); ++i) {
    for (const auto& [item, category] : result.tests[i].answers) {
      out += std::to_string(i) + "," + plan.models.item(item).id + (category == 1 ? ",1\n" : ",0\n");
    }
  }
  return out;
}

}  // namespace vigie::tools
