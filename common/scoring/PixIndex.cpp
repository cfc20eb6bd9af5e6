#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/PixCells.hpp"
#include "common/scoring/PixTest.hpp"

namespace vigie::scoring {
namespace {

constexpr std::size_t kWholeLength = 96;
constexpr std::size_t kCompetenceLength = 12;
constexpr std::uint32_t kMostListedCompetences = 64;

std::uint32_t oneMoreThanLargest(std::span<const std::uint32_t> numbers) {
  return *std::max_element(numbers.begin(), numbers.end()) + 1;
}

// Never below any information that an item shows for an ability of the cell. The terms that are added cover what
// rounding can do: a relative error of a few units, and 2^-53 for a probability near 1.
float boundInCell(const ItemParameters& item, std::size_t cell) {
  const auto [discrimination, difficulty] = item;
  const double from = cellStart(cell) - kCellMargin;
  const double to = cellStart(cell + 1) + kCellMargin;
  const double nearest = std::clamp(difficulty, from, to);
  const double largest = fisherInformation(discrimination, difficulty, nearest);
  const double safe = largest * (1 + 1e-9) + discrimination * discrimination * 1e-15;
  return std::nextafter(static_cast<float>(safe), std::numeric_limits<float>::infinity());
}

}  // namespace

PixIndex::PixIndex(const Bank& bank, const TestRules& rules)
    : bank_(bank),
      rules_(rules),
      fresh_(rules),
      groupOf_(rules.oneQuestionPerTube ? bank.tubes() : bank.skills()),
      competences_(oneMoreThanLargest(bank.competences())),
      groups_(oneMoreThanLargest(groupOf_)),
      itemsOfCompetence_(competences_),
      membersOfCompetence_(competences_),
      wholeLength_(std::min(kWholeLength, bank.size())),
      competenceLength_(competences_ <= kMostListedCompetences ? kCompetenceLength : 0) {
  for (ItemIndex i = 0; i < bank.size(); ++i) {
    const std::uint32_t competence = bank.competences()[i];
    parameters_.push_back(bank.parameters(i));
    loops::successes(successes_.emplace_back(), parameters_.back());
    ++itemsOfCompetence_[competence];
    membersOfCompetence_[competence].push_back({0, static_cast<std::uint16_t>(i),
                                                static_cast<std::uint16_t>(competence),
                                                static_cast<std::uint16_t>(groupOf_[i])});
  }
  isModerate_ = std::all_of(parameters_.begin(), parameters_.end(), [](const ItemParameters& item) {
    return std::fabs(item.discrimination) * (std::fabs(item.difficulty) - kFirstCell) <= kModerate;
  });
  countShares();
  nothing_.resize(std::max({bank.size(), std::size_t{groups_}, std::size_t{competences_}}));
  std::vector<Listed> scratch;
  for (std::size_t cell = 0; cell < kCells; ++cell) listCell(cell, scratch);
}

void PixIndex::countShares() {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> counts;
  for (ItemIndex i = 0; i < bank_.size(); ++i) ++counts[{groupOf_[i], bank_.competences()[i]}];
  firstShare_.assign(groups_ + 1, 0);
  for (const auto& [key, items] : counts) {
    shares_.push_back({key.second, items});
    ++firstShare_[key.first + 1];
  }
  for (std::uint32_t group = 0; group < groups_; ++group) firstShare_[group + 1] += firstShare_[group];
}

// The best of `candidates` go to `lists`, the bound of the rest to `rests`.
void PixIndex::listCell(std::size_t cell, std::vector<Listed>& scratch) {
  const auto append = [](std::span<Listed> candidates, std::size_t length, std::vector<Listed>& lists,
                         std::vector<float>& rests) {
    const auto better = [](const Listed& left, const Listed& right) {
      return left.bound != right.bound ? left.bound > right.bound : left.item < right.item;
    };
    const std::size_t kept = std::min(length, candidates.size());
    const std::size_t sorted = std::min(kept + 1, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(sorted), candidates.end(),
                      better);
    lists.insert(lists.end(), candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept));
    lists.resize(lists.size() + length - kept, {.bound = -1, .item = 0, .competence = 0, .group = 0});
    rests.push_back(sorted > kept ? candidates[kept].bound : -1);
  };

  scratch.clear();
  for (auto& members : membersOfCompetence_) {
    for (Listed& member : members) {
      member.bound = boundInCell(parameters_[member.item], cell);
      scratch.push_back(member);
    }
    if (competenceLength_ > 0) append(members, competenceLength_, competenceLists_, competenceRests_);
  }
  append(scratch, wholeLength_, wholeLists_, wholeRests_);
}

PixIndex::List PixIndex::wholeList(std::size_t cell) const {
  return {{wholeLists_.data() + cell * wholeLength_, wholeLength_}, wholeRests_[cell]};
}

PixIndex::List PixIndex::competenceList(std::size_t cell, std::uint32_t competence) const {
  const std::size_t position = cell * competences_ + competence;
  return {{competenceLists_.data() + position * competenceLength_, competenceLength_}, competenceRests_[position]};
}

}  // namespace vigie::scoring
