// Calibrated items and the immutable bank that the engine chooses from.
// Units: difficulty and ability share one logit scale; discrimination is per logit (2PL without the constant D).
// Shape: an item is named by its index in the bank; the bank's order breaks ties. competence, tube and skill are small
// numbers that the caller gives to its own texts, each counted from 0.
// Ownership: a Bank is a value, never changed after make(). Thread: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::scoring {

using ItemIndex = std::uint32_t;

// What the item response formulas need; any finite numbers.
struct ItemParameters {
  double discrimination = 1;
  double difficulty = 0;
};

struct Item {
  double discrimination = 1;
  double difficulty = 0;
  std::uint32_t competence = 0;
  std::uint32_t tube = 0;
  std::uint32_t skill = 0;

  ItemParameters parameters() const { return {discrimination, difficulty}; }
};

inline constexpr std::size_t kLargestBank = 65'536;  // items; also one more than the largest competence, tube, skill
inline constexpr double kLargestDiscrimination = 1'000;  // beyond these a calibration has failed
inline constexpr double kLargestDifficulty = 1'000;      // on either side of 0

class Bank {
 public:
  // Errors: "bank-empty", "bank-too-large", "item-discrimination", "item-difficulty", "item-competence", "item-tube",
  // "item-skill"; the detail names the item's index, the field, its value and what was expected.
  static base::Result<Bank> make(const std::vector<Item>& items);

  // As make(), but a discrimination may be zero or negative: reference vectors exercise the formulas with such items.
  // Never for a real test.
  static base::Result<Bank> makeForFormulas(const std::vector<Item>& items);

  std::size_t size() const { return discriminations_.size(); }
  Item item(ItemIndex index) const;                  // throws std::out_of_range: a caller's bug
  ItemParameters parameters(ItemIndex index) const;  // likewise

  // The same items as columns, each of size() entries.
  std::span<const double> discriminations() const { return discriminations_; }
  std::span<const double> difficulties() const { return difficulties_; }
  std::span<const std::uint32_t> competences() const { return competences_; }
  std::span<const std::uint32_t> tubes() const { return tubes_; }
  std::span<const std::uint32_t> skills() const { return skills_; }

 private:
  Bank() = default;
  static Bank fromChecked(const std::vector<Item>& items);

  std::vector<double> discriminations_;
  std::vector<double> difficulties_;
  std::vector<std::uint32_t> competences_;
  std::vector<std::uint32_t> tubes_;
  std::vector<std::uint32_t> skills_;
};

}  // namespace vigie::scoring
