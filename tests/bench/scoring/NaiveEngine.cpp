#include "tests/bench/scoring/NaiveEngine.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::bench {

std::vector<std::uint32_t> NaiveTest::best() const {
  const auto wasTube = [this](std::uint32_t tube) {
    return std::any_of(answered_.begin(), answered_.end(), [&](auto i) { return items_[i].tube == tube; });
  };
  const auto wasCompetence = [this](std::uint32_t competence, std::size_t last) {
    return std::any_of(answered_.end() - static_cast<std::ptrdiff_t>(std::min(last, answered_.size())), answered_.end(),
                       [&](auto i) { return items_[i].competence == competence; });
  };
  std::vector<std::uint32_t> left;
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (!wasCompetence(items_[i].competence, answered_.size())) left.push_back(i);
  }
  if (left.empty()) {
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      if (!wasTube(items_[i].tube) && !wasCompetence(items_[i].competence, 2)) left.push_back(i);
    }
  }
  std::vector<std::pair<double, std::uint32_t>> rewards;
  for (const std::uint32_t i : left) {
    const double p = 1 / (1 + std::exp(items_[i].discrimination * (items_[i].difficulty - ability_)));
    rewards.push_back({-items_[i].discrimination * items_[i].discrimination * p * (1 - p), i});
  }
  const std::size_t count = std::min<std::size_t>(5, rewards.size());
  std::partial_sort(rewards.begin(), rewards.begin() + static_cast<std::ptrdiff_t>(count), rewards.end());
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < count; ++i) found.push_back(rewards[i].second);
  return found;
}

void NaiveTest::answer(std::uint32_t item, bool isRight) {
  answered_.push_back(item);
  double total = 0;
  double mean = 0;
  std::vector<double> posterior(likelihood_.size());
  const auto theta = [](std::size_t j) { return -9 + 0.225 * static_cast<double>(j); };
  for (std::size_t j = 0; j < posterior.size(); ++j) {
    const double p = 1 / (1 + std::exp(items_[item].discrimination * (items_[item].difficulty - theta(j))));
    likelihood_[j] *= isRight ? p : 1 - p;
    posterior[j] = likelihood_[j] * std::exp(-(theta(j) - ability_) * (theta(j) - ability_) / 3);
    total += posterior[j];
    mean += theta(j) * posterior[j];
  }
  mean /= total;
  const double gap = std::fabs(ability_) < 0.5 ? 0.5 : std::fabs(0.5 * ability_);
  ability_ = std::clamp(mean, ability_ - gap, ability_ + gap);
  double variance = 0;
  for (std::size_t j = 0; j < posterior.size(); ++j) {
    variance += posterior[j] / total * (theta(j) - ability_) * (theta(j) - ability_);
  }
  errorRate_ = std::sqrt(std::fabs(variance - 9.0 * 9 / 80 / 80 / 12));
}

}  // namespace vigie::bench
