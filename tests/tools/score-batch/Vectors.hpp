// The parts of a reference vector file that its rows refer to: the bank, the test rules, the scoring configurations.
// Schema: "irt-reference/1" (design.md 10). Bad input throws InputError; main() turns it into a message.
// Ownership: values, apart from a VectorView's pointer. Thread: any.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/scoring/Ability.hpp"
#include "common/scoring/Item.hpp"
#include "common/scoring/Score.hpp"
#include "common/scoring/Selection.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::tools {

using Json = nlohmann::ordered_json;  // rows keep the order of their keys

struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The value, or an InputError with its detail.
template <class T>
T required(base::Result<T> result) {
  if (!result) throw InputError(result.error().detail);
  return std::move(*result);
}

// A list that only some sections need: a file without it is refused only when a row refers to it.
template <class T>
class Table {
 public:
  explicit Table(std::string name) : name_(std::move(name)) {}
  void add(T row) { rows_.push_back(std::move(row)); }
  const T& at(std::size_t index) const {
    if (index < rows_.size()) return rows_[index];
    throw InputError("the row names entry " + std::to_string(index) + " of \"" + name_ + "\", which has " +
                     std::to_string(rows_.size()));
  }

 private:
  std::string name_;
  std::vector<T> rows_;
};

struct Vectors {
  std::optional<scoring::Bank> bank;
  Table<scoring::TestRules> rules{"configs"};
  Table<scoring::ScoreScale> scales{"scoringConfigs"};

  const scoring::Bank& theBank() const;  // InputError when the file has none
};

Vectors readVectors(const Json& file);

// "items" and "ok" of a row: bank indices and a text of 0 and 1 of the same length.
std::vector<scoring::Answer> readAnswers(const Json& row, const scoring::Bank& bank);
std::vector<scoring::ItemIndex> readIndices(const Json& list, const scoring::Bank& bank);
std::vector<scoring::Outcome> readOutcomes(const Json& row, std::size_t count);

// Items written in the row itself, [[discrimination, difficulty], …]; any finite discrimination.
scoring::Bank readInlineItems(const Json& list);

// A member that may be absent or null.
template <class T>
T valueOr(const Json& row, const char* key, T otherwise) {
  return row.contains(key) && !row[key].is_null() ? row[key].get<T>() : otherwise;
}

}  // namespace vigie::tools
