// Items of any model (formulas and sources: Model.hpp), checked once; what a TestPlan runs on.
// Shape: an item is named by its index; the bank's order breaks ties. Ownership: a value, never changed. Thread: any.
#pragma once

#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/Item.hpp"
#include "common/scoring/Model.hpp"

namespace vigie::scoring {

class ModelBank {
 public:
  // Errors, each naming item id, field, value and what was expected: "bank-empty", "bank-too-large", "item-duplicate",
  // "item-discrimination" (above 0), "item-difficulty", "item-guessing" (0 to below ceiling), "item-ceiling" (to 1),
  // "item-categories" (2 to 8), "item-thresholds" (finite; gradedResponse: strictly rising), "item-competence",
  // "item-tube", "item-skill".
  static base::Result<ModelBank> make(std::vector<ModelItem> items);

  // The same items as twoParameter, with their index as id.
  static ModelBank from(const Bank& bank);

  std::size_t size() const { return items_.size(); }
  const ModelItem& item(ItemIndex index) const { return items_.at(index); }  // throws std::out_of_range: caller's bug
  std::span<const ModelItem> items() const { return items_; }
  std::uint32_t competences() const { return competences_; }  // 1 + the largest
  std::uint32_t tubes() const { return tubes_; }              // 1 + the largest
  std::uint32_t skills() const { return skills_; }            // 1 + the largest

 private:
  ModelBank() = default;
  static ModelBank fromChecked(std::vector<ModelItem> items);

  std::vector<ModelItem> items_;
  std::uint32_t competences_ = 0;
  std::uint32_t tubes_ = 0;
  std::uint32_t skills_ = 0;
};

}  // namespace vigie::scoring
