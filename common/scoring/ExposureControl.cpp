#include "common/scoring/ExposureControl.hpp"

#include <algorithm>

namespace vigie::scoring {

std::vector<double> exposureProbabilities(const ExposurePlan& plan, const ExposureCounts& counts) {
  std::vector<double> probabilities(counts.asked.size(), 1);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (plan.kind == Exposure::sympsonHetter && counts.selected[i] > plan.largestRate * counts.tests) {
      probabilities[i] = plan.largestRate * counts.tests / counts.selected[i];
    }
    if (plan.kind == Exposure::eligibility && counts.asked[i] > 0) {
      probabilities[i] = std::min(1.0, plan.largestRate * counts.eligible[i] / counts.asked[i]);
    }
  }
  return probabilities;
}

double drawFor(double u, ItemIndex item) {
  std::uint64_t z = static_cast<std::uint64_t>(u * 0x1p53) + (item + std::uint64_t{1}) * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
  z ^= z >> 31U;
  return static_cast<double>(z >> 11U) * 0x1p-53;
}

}  // namespace vigie::scoring
