#include "common/scoring/PixTest.hpp"

#include <algorithm>
#include <stdexcept>

#include "common/scoring/PixCells.hpp"

namespace vigie::scoring {

// One search for the five best: items come in any order, a block of them is evaluated together.
class PixWalk {
 public:
  PixWalk(const PixTest& test, const std::uint8_t* closedCompetences, bool closesGroups)
      : test_(test),
        closedCompetences_(closedCompetences != nullptr ? closedCompetences : test.index_.nothing_.data()),
        closedGroups_(closesGroups ? test.groupAsked_.data() : test.index_.nothing_.data()),
        closedItems_(test.excluded_.empty() ? test.index_.nothing_.data() : test.excluded_.data()),
        parameters_(test.index_.parameters_.data()),
        ability_(test.estimate_.ability()) {}

  // Looks at items from `from` on; false when an item that is not listed might be among the best.
  bool walk(const PixIndex::List& list, std::size_t from) {
    std::size_t filled = filled_;  // in a register: each item waits for the one before
    for (const PixIndex::Listed& listed : list.items.subspan(from)) {
      if (listed.bound < threshold_ || listed.bound < 0) {
        filled_ = filled;
        if (listed.bound >= 0) return true;
        break;  // the list is short
      }
      filled = put(listed, filled);
      if (filled < loops::kBlock) continue;
      filled_ = filled;
      evaluate();
      filled = 0;
    }
    filled_ = filled;
    evaluate();
    return list.rest < 0 || list.rest < threshold_;
  }

  void addHead(const PixIndex::List& list) {
    if (list.items[0].bound < 0) return;
    filled_ = put(list.items[0], filled_);
    if (filled_ == loops::kBlock) evaluate();
  }

  void evaluate() {
    if (filled_ == 0) return;
    for (std::size_t i = filled_; i < loops::kBlock; ++i) block_[i] = block_[0];
    std::array<double, loops::kBlock> information;
    if (test_.index_.isModerate_) {
      loops::moderateInformations(information, block_, ability_);
    } else {
      loops::informations(information, block_, ability_);
    }
    for (std::size_t i = 0; i < filled_; ++i) {
      if (information[i] >= threshold_) place({items_[i], information[i]});
    }
    filled_ = 0;
    if (choice_.count == kMostCandidates) threshold_ = choice_.best[kMostCandidates - 1].information;
  }

  Choice finish(std::uint32_t available) {
    evaluate();
    choice_.kind = ChoiceKind::candidates;
    choice_.available = available;
    return choice_;
  }

 private:
  // Whether an item is open is anybody's guess, also the processor's: it is written in any case and counted if so.
  std::size_t put(const PixIndex::Listed& listed, std::size_t filled) {
    const unsigned closed = static_cast<unsigned>(closedCompetences_[listed.competence]) | closedGroups_[listed.group] |
                            closedItems_[listed.item];
    items_[filled] = listed.item;
    block_[filled] = parameters_[listed.item];
    return filled + (closed == 0 ? 1 : 0);
  }

  void place(const Candidate& candidate) {
    auto& best = choice_.best;
    std::uint32_t position = choice_.count;
    while (position > 0 && isBetter(candidate, best[position - 1])) --position;
    if (position == kMostCandidates) return;
    if (choice_.count < kMostCandidates) ++choice_.count;
    for (std::uint32_t i = choice_.count - 1; i > position; --i) best[i] = best[i - 1];
    best[position] = candidate;
  }

  static bool isBetter(const Candidate& left, const Candidate& right) {
    return left.information > right.information || (left.information == right.information && left.item < right.item);
  }

  const PixTest& test_;
  const std::uint8_t* closedCompetences_;
  const std::uint8_t* closedGroups_;
  const std::uint8_t* closedItems_;
  const ItemParameters* parameters_;
  double ability_;
  double threshold_ = -1;  // the fifth best information; below every bound while there are fewer
  Choice choice_;
  std::array<ItemIndex, loops::kBlock> items_;
  std::array<ItemParameters, loops::kBlock> block_;
  std::size_t filled_ = 0;
};

PixTest::PixTest(const PixIndex& index, Exclusions excluded) : index_(index), estimate_(index.fresh_) {
  restart(excluded);
}

void PixTest::restart(Exclusions excluded) {
  if (!excluded.empty() && excluded.size() != index_.bank_.size()) {
    throw std::out_of_range("PixTest: exclusions need one byte per item of the bank");
  }
  excluded_ = excluded;
  estimate_ = index_.fresh_;
  answered_.clear();
  answered_.reserve(index_.rules_.maximumLength + 1);  // a copy has only the room that it needs
  groupAsked_.assign(index_.groups_, 0);
  competenceAsked_.assign(index_.competences_, 0);
  inWindow_.assign(index_.competences_, 0);
  isRecent_.assign(index_.competences_, 0);
  shares_ = index_.shares_;
  poolOfCompetence_ = index_.itemsOfCompetence_;
  if (!excluded_.empty()) countPool();
  freeOfCompetence_ = poolOfCompetence_;
  free_ = 0;
  for (const std::uint32_t items : poolOfCompetence_) free_ += items;
  pool_ = free_;
  newItems_ = free_;
  recentFree_ = 0;
}

void PixTest::countPool() {
  for (ItemIndex item = 0; item < excluded_.size(); ++item) {
    if (excluded_[item] == 0) continue;
    const std::uint32_t competence = index_.bank_.competences()[item];
    const std::uint32_t group = index_.groupOf_[item];
    --poolOfCompetence_[competence];
    for (std::uint32_t i = index_.firstShare_[group]; i < index_.firstShare_[group + 1]; ++i) {
      if (shares_[i].competence == competence) --shares_[i].items;
    }
  }
}

void PixTest::takeGroup(std::uint32_t group) {
  if (groupAsked_[group] != 0) return;
  groupAsked_[group] = 1;
  for (std::uint32_t i = index_.firstShare_[group]; i < index_.firstShare_[group + 1]; ++i) {
    const auto& [competence, items] = shares_[i];
    freeOfCompetence_[competence] -= items;
    free_ -= items;
    if (isRecent_[competence] != 0) recentFree_ -= items;
  }
}

void PixTest::takeCompetence(std::uint32_t competence) {
  if (competenceAsked_[competence] != 0) return;
  competenceAsked_[competence] = 1;
  newItems_ -= poolOfCompetence_[competence];
}

void PixTest::enterWindow(std::uint32_t competence) {
  if (inWindow_[competence]++ > 0) return;
  isRecent_[competence] = 1;
  recentFree_ += freeOfCompetence_[competence];
}

void PixTest::leaveWindow(std::uint32_t competence) {
  if (--inWindow_[competence] > 0) return;
  isRecent_[competence] = 0;
  recentFree_ -= freeOfCompetence_[competence];
}

void PixTest::answer(ItemIndex item, Outcome outcome) {
  note(item);
  estimate_.answer(index_.parameters_[item], outcome, index_.successes_[item]);
}

namespace {

void prefetch(const GridValues& values) {
  constexpr std::size_t kLine = 64 / sizeof(double);
  for (std::size_t j = 0; j < kGridPoints; j += kLine) __builtin_prefetch(&values[j]);
}

}  // namespace

void PixTest::answerTogether(std::span<const Step> steps) {
  std::array<AbilityEstimate::Step, AbilityEstimate::kTogether> estimates;
  std::size_t count = 0;
  for (const auto& [test, item, outcome] : steps) {
    test->note(item);
    prefetch(test->index_.successes_[item]);  // of several tests at once: the memory's waits overlap
    estimates[count++] = {&test->estimate_, &test->index_.parameters_[item], outcome, &test->index_.successes_[item]};
    if (count < estimates.size()) continue;
    AbilityEstimate::answerTogether(estimates);
    count = 0;
  }
  AbilityEstimate::answerTogether({estimates.data(), count});
}

void PixTest::note(ItemIndex item) {
  if (item >= index_.parameters_.size()) throw std::out_of_range("PixTest: the bank has no such item");
  const std::uint32_t competence = index_.bank_.competences()[item];
  answered_.push_back(item);
  takeGroup(index_.groupOf_[item]);
  takeCompetence(competence);
  if (const std::uint32_t window = index_.rules_.betweenSameCompetence; window > 0) {
    enterWindow(competence);
    if (answered_.size() > window) {
      leaveWindow(index_.bank_.competences()[answered_[answered_.size() - 1 - window]]);
    }
  }
}

Choice PixTest::next() const {
  const TestRules& rules = index_.rules_;
  if (answered_.size() > rules.maximumLength) return {.kind = ChoiceKind::tooManyAnswers};
  if (answered_.size() == rules.maximumLength) return {.kind = ChoiceKind::ended};

  const bool onlyNew = rules.passageByAllCompetences && newItems_ > 0;
  const bool onlyOther = !onlyNew && free_ > recentFree_;
  const std::uint32_t available = onlyNew ? newItems_ : onlyOther ? free_ - recentFree_ : free_;
  if (available == 0) return {};
  const std::uint8_t* closed = onlyNew ? competenceAsked_.data() : onlyOther ? isRecent_.data() : nullptr;

  PixWalk walk(*this, closed, /*closesGroups=*/!onlyNew);
  const std::size_t cell = cellOf(estimate_.ability());
  bool isExact = cell < kCells;
  if (isExact && onlyNew && index_.competenceLength_ > 0 && 2 * newItems_ < pool_) {
    for (std::uint32_t c = 0; c < index_.competences_; ++c) {
      if (closed[c] == 0) walk.addHead(index_.competenceList(cell, c));
    }
    walk.evaluate();
    for (std::uint32_t c = 0; c < index_.competences_ && isExact; ++c) {
      if (closed[c] == 0) isExact = walk.walk(index_.competenceList(cell, c), 1);
    }
  } else if (isExact) {
    isExact = walk.walk(index_.wholeList(cell), 0);
  }
  if (!isExact) return chooseNext(index_.bank_, rules, answered_, excluded_, estimate_.ability());
  return walk.finish(available);
}

}  // namespace vigie::scoring
