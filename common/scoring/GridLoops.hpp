// The loops of Pix's estimate (Ability.hpp has formulas and source), each compiled for several processors; chosen when
// the program starts. Only + - * / in the order of the source, no contraction: every variant gives the same bits. Sums
// are not here: they run left to right. Shape: kGridPoints values, padded to whole vectors; what lies in the padding is
// never summed. Thread: any.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "common/scoring/Item.hpp"

// ThreadSanitizer is not there yet when the loader chooses a variant, and ends the program.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define VIGIE_FOR_ONE_PROCESSOR
#endif
#endif

#if defined(__x86_64__) && !defined(VIGIE_FOR_ONE_PROCESSOR)
#define VIGIE_FOR_SEVERAL_PROCESSORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VIGIE_FOR_SEVERAL_PROCESSORS
#endif

namespace vigie::scoring {

inline constexpr std::size_t kGridPoints = 81;
inline constexpr std::size_t kPaddedGridPoints = 88;
struct alignas(64) GridValues : std::array<double, kPaddedGridPoints> {};

inline constexpr double kPriorVariance = 1.5;

// By repeated addition, as Pix: -9 + j 0.225 differs in the last bits.
constexpr GridValues makeGrid() {
  GridValues grid{};
  double point = -9;
  for (double& value : grid) {
    value = point;
    point += 18.0 / 80;
  }
  return grid;
}
inline constexpr GridValues kGrid = makeGrid();

namespace loops {

// Each takes moderateExp() where every exponent allows it, and the general one elsewhere: the same bits.
void successes(GridValues& probability, const ItemParameters& item);
void multiplyBySuccess(GridValues& values, const GridValues& probability);  // values *= P
void multiplyByFailure(GridValues& values, const GridValues& probability);  // values *= 1 - P
void normalDensity(GridValues& density, double mean);                       // variance kPriorVariance
void scaledProduct(GridValues& product, const GridValues& density, double total, const GridValues& likelihood);
void meanTerms(GridValues& posterior, GridValues& terms, double total);  // posterior /= total; terms = grid posterior
void varianceTerms(GridValues& terms, const GridValues& posterior, double ability);

// sums[j] += log P at points[j]; of 1 - P with -a.
void addLogSuccess(std::span<double> sums, std::span<const double> points, const ItemParameters& item);

// Fisher information of a few items at one ability: two whole vectors, so that the chain of one exponential runs beside
// the other's. moderateInformations: |a (b - t)| <= kModerate for all of them.
inline constexpr std::size_t kBlock = 16;
void moderateInformations(std::array<double, kBlock>& information, const std::array<ItemParameters, kBlock>& items,
                          double ability);
void informations(std::array<double, kBlock>& information, const std::array<ItemParameters, kBlock>& items,
                  double ability);

}  // namespace loops
}  // namespace vigie::scoring
