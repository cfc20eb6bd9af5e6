// The Pix mode at speed: an index of a bank, built once, and the state of one test. Results are those of chooseNext()
// and AbilityEstimate, bit for bit and in the same order (tests/unit/scoring/PixTestTest.cpp compares them on random
// banks).
//   index   abilities are cut in cells; for each cell the items that can be best in it, ordered by an upper bound of
//           their information there (a^2 P (1 - P) falls with |t - b|, so its largest value in a cell is a^2 / 4 or
//           at the nearer end). A walk stops when the next bound is below the fifth best found; a list that ends too
//           early falls back on chooseNext().
//   state   rules are kept as counts and bits per answer instead of being derived from the history.
// Sizes: the index takes about 2 MB and 60 ms for 3,000 items. A test allocates only when it is constructed.
// Ownership: a test refers to its index, an index to its bank. Thread: an index any, a test one at a time.
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
  friend class PixWalk;

  struct Listed {
    float bound;  // rounded upwards
    std::uint16_t item;
    std::uint16_t competence;
    std::uint16_t group;  // tube or skill, as the rules say
  };
  struct Share {  // how many items of a group are of one competence
    std::uint32_t competence;
    std::uint32_t items;
  };
  struct List {
    std::span<const Listed> items;
    float rest;  // bound of the items that are not listed
  };

  void countShares();
  void listCell(std::size_t cell, std::vector<Listed>& scratch);
  List wholeList(std::size_t cell) const;
  List competenceList(std::size_t cell, std::uint32_t competence) const;

  const Bank& bank_;
  TestRules rules_;
  AbilityEstimate fresh_;                   // before the first answer
  std::span<const std::uint32_t> groupOf_;  // tube or skill of each item
  std::uint32_t competences_ = 0;
  std::uint32_t groups_ = 0;
  std::vector<std::uint32_t> itemsOfCompetence_;
  std::vector<std::uint32_t> firstShare_;  // per group, and one more
  std::vector<Share> shares_;
  std::vector<std::uint8_t> nothing_;       // zeros, as many as items, groups or competences: nothing is closed
  std::vector<ItemParameters> parameters_;  // both numbers of an item on one cache line
  std::vector<GridValues> successes_;       // per item
  std::vector<std::vector<Listed>> membersOfCompetence_;
  bool isModerate_ = false;  // every item's a (b - t) at every ability of a cell: GridLoops.hpp
  std::size_t wholeLength_ = 0;
  std::size_t competenceLength_ = 0;  // 0: too many competences for lists of their own
  std::vector<Listed> wholeLists_;
  std::vector<float> wholeRests_;
  std::vector<Listed> competenceLists_;
  std::vector<float> competenceRests_;
};

class PixTest {
 public:
  // `excluded` as in chooseNext(), viewed as long as the test runs.
  explicit PixTest(const PixIndex& index, Exclusions excluded = {});

  void restart(Exclusions excluded = {});

  Choice next() const;  // chooseNext(bank, rules, answered(), excluded, ability)

  // Throws std::out_of_range for an item that the bank does not have: a caller's bug.
  void answer(ItemIndex item, Outcome outcome);

  struct Step {
    PixTest* test = nullptr;  // each step another one
    ItemIndex item = 0;
    Outcome outcome = Outcome::failed;
  };
  // answer() of several tests, at most AbilityEstimate::kTogether at once: the same bits, faster (see there).
  static void answerTogether(std::span<const Step> steps);

  const AbilityEstimate& estimate() const { return estimate_; }
  std::span<const ItemIndex> answered() const { return answered_; }

 private:
  friend class PixWalk;

  void countPool();
  void note(ItemIndex item);
  void takeGroup(std::uint32_t group);
  void takeCompetence(std::uint32_t competence);
  void enterWindow(std::uint32_t competence);
  void leaveWindow(std::uint32_t competence);

  const PixIndex& index_;
  Exclusions excluded_;
  AbilityEstimate estimate_;
  std::vector<ItemIndex> answered_;
  std::vector<std::uint8_t> groupAsked_;
  std::vector<std::uint8_t> competenceAsked_;
  std::vector<std::uint16_t> inWindow_;          // per competence: how many of the last questions
  std::vector<std::uint8_t> isRecent_;           // inWindow_ > 0
  std::vector<PixIndex::Share> shares_;          // of the pool
  std::vector<std::uint32_t> poolOfCompetence_;  // items of the pool
  std::vector<std::uint32_t> freeOfCompetence_;  // of these, items of groups not asked
  std::uint32_t pool_ = 0;                       // their sum
  std::uint32_t free_ = 0;                       // sum of freeOfCompetence_
  std::uint32_t recentFree_ = 0;                 // sum over recent competences
  std::uint32_t newItems_ = 0;                   // items of the pool of competences not asked
};

}  // namespace vigie::scoring
