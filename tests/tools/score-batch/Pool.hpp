// The items that a row allows: the whole bank, or the row's own pool in the row's order (which breaks ties), without
// those that share a skill with an alerted item.
// Ownership: may point into the Vectors it was made from. Thread: any.
#pragma once

#include <optional>
#include <vector>

#include "tests/tools/score-batch/Vectors.hpp"

namespace vigie::tools {

class Pool {
 public:
  Pool(const scoring::Bank& bank, const Json& row, const std::vector<scoring::Answer>& answers);

  const scoring::Bank& bank() const { return own_ ? *own_ : bank_; }
  scoring::Exclusions excluded() const { return excluded_; }
  std::vector<scoring::Answer> answers() const;                 // in this pool's indices
  scoring::ItemIndex original(scoring::ItemIndex index) const;  // index in the file's bank

 private:
  void makeOwnBank(const Json& list);
  void excludeAlerted(const Json& alerted);

  const scoring::Bank& bank_;
  std::vector<scoring::Answer> answers_;  // in the file's indices
  std::optional<scoring::Bank> own_;
  std::vector<scoring::ItemIndex> originals_;  // of own_; answered items first, as Pix lists them
  std::vector<std::uint8_t> excluded_;
};

}  // namespace vigie::tools
