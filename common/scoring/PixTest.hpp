// The Pix mode at speed: an index of a bank, built once, and the state of one test. Results are those of chooseNext()
// and AbilityEstimate, bit for bit and in the same order (tests/unit/scoring/PixTestTest.cpp compares them on random
// banks).
//   index   abilities are cut in cells of 1/64 logit; for each cell the items that can be best in it, ordered by an
//   upper
//           bound of their information there (a^2 P (1 - P) falls with |t - b|, so its largest value in a cell is a^2 /
//           4 or at the nearer end). A walk stops when the next bound is below the fifth best found; a list that ends
//           too early falls back on the whole bank.
//   state   rules are kept as counts and bits per answer instead of being derived from the history.
// Sizes: the index takes about 4 MB for 3,000 items. No allocation after construction: restart() begins another test.
// Ownership: a state refers to its index, an index to its bank and rules' values. Thread: an index any, a state one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/scoring/Ability.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::scoring {

class PixIndex {
 public:
  PixIndex(const Bank& bank, const TestRules& rules);

  const Bank& bank() const { return bank_; }
  const TestRules& rules() const { return rules_; }

 private:
  friend class PixTest;

  struct Listed {
    float bound;  // rounded upwards
    std::uint32_t item;
  };
  struct Cell {  // positions in listed_; after each list stands the bound of what was left off
    std::uint32_t first;
  };
  struct GroupShare {  // how many items of a tube (or skill) are of one competence
    std::uint32_t competence;
    std::uint32_t items;
  };

  void buildGroups();
  void buildCells();

  const Bank& bank_;
  TestRules rules_;
  std::uint32_t competences_ = 0;
  std::uint32_t groups_ = 0;
  std::vector<std::uint32_t> itemsOfCompetence_;
  std::vector<std::uint32_t> groupStart_;  // into shares_
  std::vector<GroupShare> shares_;
  std::vector<Listed> wholeLists_;       // per cell, all competences
  std::vector<Listed> competenceLists_;  // per cell and competence
  std::uint32_t competenceDepth_ = 0;
};

class PixTest {
 public:
  explicit PixTest(const PixIndex& index);

  void restart();

  // As chooseNext(bank, rules, items answered, {}, ability()).
  Choice next() const;

  // Throws std::out_of_range for an item that the bank does not have: a caller's bug.
  void answer(ItemIndex item, Outcome outcome);

  const AbilityEstimate& estimate() const { return estimate_; }
  std::span<const ItemIndex> answered() const { return answered_; }

 private:
  const PixIndex& index_;
  AbilityEstimate estimate_;
  std::vector<ItemIndex> answered_;
  std::vector<std::uint8_t> groupAsked_;
  std::vector<std::uint8_t> competenceAsked_;
  std::vector<std::uint32_t> freeOfCompetence_;  // items of groups not asked
  std::uint32_t free_ = 0;
  std::uint32_t newCompetenceItems_ = 0;
};

}  // namespace vigie::scoring
