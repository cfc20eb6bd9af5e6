// How the index of the Pix mode (PixTest.hpp; our own method) cuts abilities: cell = floor((ability + 9) 32).
#pragma once

#include <cstddef>

namespace vigie::scoring {

inline constexpr double kFirstCell = -9;  // logits
inline constexpr double kCellsPerLogit = 32;
inline constexpr std::size_t kCells = 576;   // up to 9
inline constexpr double kCellMargin = 1e-6;  // covers the rounding of cellOf()

inline double cellStart(std::size_t cell) {
  return kFirstCell + static_cast<double>(cell) / kCellsPerLogit;
}

// kCells when the ability is in none.
inline std::size_t cellOf(double ability) {
  const double position = (ability - kFirstCell) * kCellsPerLogit;
  return position >= 0 && position < static_cast<double>(kCells) ? static_cast<std::size_t>(position) : kCells;
}

}  // namespace vigie::scoring
