#include "common/scoring/GridLoops.hpp"

#include <cmath>
#include <numbers>

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring::loops {
namespace {

constexpr double kFarthestPoint = 11;  // |t| of any grid point, the padding among them
static_assert(kGrid.back() < kFarthestPoint);

}  // namespace

VIGIE_FOR_SEVERAL_PROCESSORS
void successes(GridValues& probability, const ItemParameters& item) {
  const auto [discrimination, difficulty] = item;
  if (std::fabs(discrimination) * (std::fabs(difficulty) + kFarthestPoint) <= kModerate) {
    for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
      probability[j] = 1 / (1 + moderateExp(discrimination * (difficulty - kGrid[j])));
    }
    return;
  }
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
    probability[j] = successProbability(discrimination, difficulty, kGrid[j]);
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void multiplyBySuccess(GridValues& values, const GridValues& probability) {
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) values[j] *= probability[j];
}

VIGIE_FOR_SEVERAL_PROCESSORS
void multiplyByFailure(GridValues& values, const GridValues& probability) {
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) values[j] *= 1 - probability[j];
}

VIGIE_FOR_SEVERAL_PROCESSORS
void normalDensity(GridValues& density, double mean) {
  const double scale = std::sqrt(kPriorVariance) * std::sqrt(2 * std::numbers::pi);
  constexpr double kFarthestMean = 30;  // (30 + 11)^2 / 3 < kModerate
  if (std::fabs(mean) <= kFarthestMean) {
    for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
      const double distance = kGrid[j] - mean;
      density[j] = moderateExp(distance * distance / (-2 * kPriorVariance)) / scale;
    }
    return;
  }
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
    const double distance = kGrid[j] - mean;
    density[j] = exp(distance * distance / (-2 * kPriorVariance)) / scale;
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void scaledProduct(GridValues& product, const GridValues& density, double total, const GridValues& likelihood) {
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) product[j] = density[j] / total * likelihood[j];
}

VIGIE_FOR_SEVERAL_PROCESSORS
void meanTerms(GridValues& posterior, GridValues& terms, double total) {
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
    posterior[j] /= total;
    terms[j] = kGrid[j] * posterior[j];
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void varianceTerms(GridValues& terms, const GridValues& posterior, double ability) {
  for (std::size_t j = 0; j < kPaddedGridPoints; ++j) {
    const double distance = kGrid[j] - ability;
    terms[j] = posterior[j] * (distance * distance);
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void addLogSuccess(std::span<double> sums, std::span<const double> points, const ItemParameters& item) {
  const auto [discrimination, difficulty] = item;
  double* const sum = sums.data();
  const double* const point = points.data();
  for (std::size_t j = 0; j < sums.size(); ++j) {
    sum[j] += logSuccessProbability(discrimination, difficulty, point[j]);
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void moderateInformations(std::array<double, kBlock>& information, const std::array<ItemParameters, kBlock>& items,
                          double ability) {
  for (std::size_t i = 0; i < kBlock; ++i) {
    const auto [discrimination, difficulty] = items[i];
    const double probability = 1 / (1 + moderateExp(discrimination * (difficulty - ability)));
    information[i] = discrimination * discrimination * probability * (1 - probability);
  }
}

VIGIE_FOR_SEVERAL_PROCESSORS
void informations(std::array<double, kBlock>& information, const std::array<ItemParameters, kBlock>& items,
                  double ability) {
  for (std::size_t i = 0; i < kBlock; ++i) {
    information[i] = fisherInformation(items[i].discrimination, items[i].difficulty, ability);
  }
}

}  // namespace vigie::scoring::loops
