#include "tests/tools/score-batch/Pool.hpp"

#include <algorithm>

namespace vigie::tools {

Pool::Pool(const scoring::Bank& bank, const Json& row, const std::vector<scoring::Answer>& answers)
    : bank_(bank), answers_(answers) {
  if (row.contains("pool")) makeOwnBank(row["pool"]);
  if (row.contains("alerted")) excludeAlerted(row["alerted"]);
}

void Pool::makeOwnBank(const Json& list) {
  const auto addOnce = [this](scoring::ItemIndex item) {
    if (std::find(originals_.begin(), originals_.end(), item) == originals_.end()) originals_.push_back(item);
  };
  for (const auto& answer : answers_) addOnce(answer.item);
  for (const auto item : readIndices(list, bank_)) addOnce(item);
  // A bank has at least one item: an empty pool is a bank of one excluded item.
  if (originals_.empty()) {
    originals_.push_back(0);
    excluded_.assign(1, 1);
  }
  std::vector<scoring::Item> items;
  for (const auto item : originals_) items.push_back(bank_.item(item));
  own_ = required(scoring::Bank::makeForFormulas(items));
}

void Pool::excludeAlerted(const Json& alerted) {
  excluded_.resize(bank().size());
  for (const auto item : readIndices(alerted, bank_)) {
    for (std::size_t i = 0; i < bank().size(); ++i) {
      if (bank().skills()[i] == bank_.skills()[item]) excluded_[i] = 1;
    }
  }
}

std::vector<scoring::Answer> Pool::answers() const {
  if (!own_) return answers_;
  std::vector<scoring::Answer> answers = answers_;
  for (auto& answer : answers) {
    const auto place = std::find(originals_.begin(), originals_.end(), answer.item);
    answer.item = static_cast<scoring::ItemIndex>(place - originals_.begin());
  }
  return answers;
}

scoring::ItemIndex Pool::original(scoring::ItemIndex index) const {
  return own_ ? originals_.at(index) : index;
}

}  // namespace vigie::tools
