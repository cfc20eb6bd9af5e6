#include "common/scoring/Selection.hpp"

#include <algorithm>
#include <stdexcept>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

// A set of competences, tubes or skills.
class NumberSet {
 public:
  void insert(std::uint32_t number) { words_[number / 64] |= std::uint64_t{1} << (number % 64); }
  bool contains(std::uint32_t number) const { return ((words_[number / 64] >> (number % 64)) & 1U) != 0; }

 private:
  std::array<std::uint64_t, kLargestBank / 64> words_{};
};

// The three rules: which items may follow the answered ones.
class Filter {
 public:
  Filter(const Bank& bank, const TestRules& rules, std::span<const ItemIndex> answered, Exclusions excluded)
      : excluded_(excluded),
        groups_(rules.oneQuestionPerTube ? bank.tubes() : bank.skills()),
        competences_(bank.competences()) {
    const std::size_t recentFrom =
        answered.size() - std::min<std::size_t>(answered.size(), rules.betweenSameCompetence);
    for (std::size_t i = 0; i < answered.size(); ++i) {
      askedGroups_.insert(groups_[answered[i]]);
      askedCompetences_.insert(competences_[answered[i]]);
      if (i >= recentFrom) recentCompetences_.insert(competences_[answered[i]]);
    }
    onlyNewCompetences_ = rules.passageByAllCompetences && any([this](ItemIndex i) { return isOfNewCompetence(i); });
    onlyOtherCompetences_ = recentFrom < answered.size() &&
                            any([this](ItemIndex i) { return keepsBeforeGap(i) && isOfOtherCompetence(i); });
  }

  bool keeps(ItemIndex i) const { return keepsBeforeGap(i) && (!onlyOtherCompetences_ || isOfOtherCompetence(i)); }

 private:
  bool inPool(ItemIndex i) const { return excluded_.empty() || excluded_[i] == 0; }
  bool isOfNewGroup(ItemIndex i) const { return inPool(i) && !askedGroups_.contains(groups_[i]); }
  // From the pool and not from what the former rule left, as Pix.
  bool isOfNewCompetence(ItemIndex i) const { return inPool(i) && !askedCompetences_.contains(competences_[i]); }
  bool isOfOtherCompetence(ItemIndex i) const { return !recentCompetences_.contains(competences_[i]); }
  bool keepsBeforeGap(ItemIndex i) const { return onlyNewCompetences_ ? isOfNewCompetence(i) : isOfNewGroup(i); }

  template <class Predicate>
  bool any(Predicate predicate) const {
    for (ItemIndex i = 0; i < groups_.size(); ++i) {
      if (predicate(i)) return true;
    }
    return false;
  }

  Exclusions excluded_;
  std::span<const std::uint32_t> groups_;  // tubes, or skills
  std::span<const std::uint32_t> competences_;
  NumberSet askedGroups_;
  NumberSet askedCompetences_;
  NumberSet recentCompetences_;
  bool onlyNewCompetences_ = false;
  bool onlyOtherCompetences_ = false;
};

// Items are evaluated in blocks, so that the exponentials run in one plain loop.
class Ranking {
 public:
  Ranking(const Bank& bank, double ability) : bank_(bank), ability_(ability) {}

  void add(ItemIndex item) {
    items_[filled_] = item;
    discriminations_[filled_] = bank_.discriminations()[item];
    difficulties_[filled_] = bank_.difficulties()[item];
    if (++filled_ == kBlock) evaluate();
  }

  Choice finish() {
    evaluate();
    choice_.kind = choice_.count > 0 ? ChoiceKind::candidates : ChoiceKind::noItemLeft;
    return choice_;
  }

 private:
  static constexpr std::size_t kBlock = 64;

  void evaluate() {
    std::array<double, kBlock> information;
    for (std::size_t i = 0; i < filled_; ++i) {
      information[i] = fisherInformation(discriminations_[i], difficulties_[i], ability_);
    }
    for (std::size_t i = 0; i < filled_; ++i) place({items_[i], information[i]});
    choice_.available += static_cast<std::uint32_t>(filled_);
    filled_ = 0;
  }

  // After every candidate that is at least as good: equal ones keep the bank's order.
  void place(const Candidate& candidate) {
    auto& best = choice_.best;
    std::uint32_t position = choice_.count;
    while (position > 0 && candidate.information > best[position - 1].information) --position;
    if (position == kMostCandidates) return;
    if (choice_.count < kMostCandidates) ++choice_.count;
    std::shift_right(best.begin() + position, best.begin() + choice_.count, 1);
    best[position] = candidate;
  }

  const Bank& bank_;
  double ability_;
  Choice choice_;
  std::array<ItemIndex, kBlock> items_;
  std::array<double, kBlock> discriminations_;
  std::array<double, kBlock> difficulties_;
  std::size_t filled_ = 0;
};

void requireFit(const Bank& bank, std::span<const ItemIndex> answered, Exclusions excluded) {
  for (const ItemIndex item : answered) {
    if (item >= bank.size()) throw std::out_of_range("chooseNext: an answered item is not in the bank");
  }
  if (!excluded.empty() && excluded.size() != bank.size()) {
    throw std::out_of_range("chooseNext: exclusions need one byte per item of the bank");
  }
}

}  // namespace

void excludeSkillOf(const Bank& bank, ItemIndex item, std::span<std::uint8_t> exclusions) {
  if (item >= bank.size() || exclusions.size() != bank.size()) {
    throw std::out_of_range("excludeSkillOf: item and exclusions must fit the bank");
  }
  const auto skills = bank.skills();
  for (std::size_t i = 0; i < skills.size(); ++i) {
    if (skills[i] == skills[item]) exclusions[i] = 1;
  }
}

Choice chooseNext(const Bank& bank, const TestRules& rules, std::span<const ItemIndex> answered, Exclusions excluded,
                  double ability) {
  requireFit(bank, answered, excluded);
  if (answered.size() > rules.maximumLength) return {.kind = ChoiceKind::tooManyAnswers};
  if (answered.size() == rules.maximumLength) return {.kind = ChoiceKind::ended};

  const Filter filter(bank, rules, answered, excluded);
  Ranking ranking(bank, ability);
  for (ItemIndex item = 0; item < bank.size(); ++item) {
    if (filter.keeps(item)) ranking.add(item);
  }
  return ranking.finish();
}

const Candidate& pick(std::span<const Candidate> candidates, double pickPercent, double u) {
  if (candidates.empty()) throw std::out_of_range("pick: no candidate");
  const double probability = pickPercent / 100;
  double reached = 0;
  double rest = 1;
  for (std::size_t i = 0; i + 1 < candidates.size(); ++i) {
    reached += rest * probability;
    if (u < reached) return candidates[i];
    rest *= 1 - probability;
  }
  return candidates.back();
}

}  // namespace vigie::scoring
