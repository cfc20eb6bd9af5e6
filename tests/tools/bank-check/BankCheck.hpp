// What bank-check holds against a bank beyond its schema: what makes an item guessable, unfair or useless, and whether
// the whole bank can carry a test. Rules and limits are in docs/item-authors.md. Ownership: values. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "common/content/Item.hpp"

namespace vigie::tools {

struct Finding {
  enum class Weight : std::uint8_t { warning, error };
  Weight weight = Weight::error;
  std::string item;   // id, empty when it concerns the bank
  std::string field;  // as in the file: "locales.fr.instruction"
  std::string text;   // a sentence

  friend bool operator==(const Finding&, const Finding&) = default;
};

std::string lineOf(const Finding& finding);  // "error: item vig-1.1-02 examples[1]: …"
std::size_t errorsIn(const std::vector<Finding>& findings);

// Items of all files together, each as its first variant.
std::vector<Finding> checkItems(const std::vector<content::Item>& items);

// At least `least` validated certifiable items of each competence from level 1 to 7.
std::vector<Finding> checkCoverage(const std::vector<content::Item>& items, std::size_t least);

// Items by competence and level, then kinds, tubes, skills and templates by competence.
std::string inventoryOf(const std::vector<content::Item>& items);

}  // namespace vigie::tools
