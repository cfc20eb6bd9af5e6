#include "tests/tools/score-calibrate/Recovery.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::tools {
namespace {

class Sum {
 public:
  void add(double estimate, double truth, double standardError) {
    const double error = estimate - truth;
    ++count_;
    error_ += error;
    square_ += error * error;
    standardError_ += standardError;
    covered_ += std::abs(error) <= 1.96 * standardError ? 1 : 0;
  }
  Recovered mean() const {
    if (count_ == 0) return {};
    return {error_ / count_, std::sqrt(square_ / count_), standardError_ / count_, covered_ / count_};
  }

 private:
  double count_ = 0;
  double error_ = 0;
  double square_ = 0;
  double standardError_ = 0;
  double covered_ = 0;
};

bool isUsable(const CalibratedItemFit& item) {
  return item.isFitted() && std::none_of(item.flags.begin(), item.flags.end(), [](const std::string& flag) {
           return flag == "few-responses" || flag == "at-bound";
         });
}

}  // namespace

Recovery recoveryOf(const CalibrationResult& result, const std::vector<std::optional<ItemEstimate>>& truth) {
  Recovery out;
  Sum discrimination;
  Sum difficulty;
  Sum guessing;
  for (std::size_t i = 0; i < result.items.size(); ++i) {
    const CalibratedItemFit& item = result.items[i];
    if (!truth[i] || item.isAnchor || !isUsable(item)) continue;
    ++out.items;
    discrimination.add(item.estimate.discrimination, truth[i]->discrimination, item.standardError.discrimination);
    difficulty.add(item.estimate.difficulty, truth[i]->difficulty, item.standardError.difficulty);
    guessing.add(item.estimate.guessing, truth[i]->guessing, item.standardError.guessing);
  }
  out.discrimination = discrimination.mean();
  out.difficulty = difficulty.mean();
  out.guessing = guessing.mean();
  return out;
}

}  // namespace vigie::tools
