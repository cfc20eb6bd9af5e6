#include "common/scoring/OpenItems.hpp"

#include <algorithm>

namespace vigie::scoring {
namespace {

using Marks = std::vector<std::uint8_t>;

void dropEnemies(const ContentPlan& content, std::span<const ItemIndex> asked, Marks& open) {
  for (const auto& set : content.enemies) {
    const auto wasAsked = [asked](ItemIndex item) {
      return std::find(asked.begin(), asked.end(), item) != asked.end();
    };
    if (!std::any_of(set.begin(), set.end(), wasAsked)) continue;
    for (const ItemIndex item : set) open[item] = 0;
  }
}

// Keeps the items that `keeps`, unless none would remain; says whether it did.
template <class Predicate>
bool keepIfAny(const ModelBank& bank, Marks& open, Predicate keeps) {
  bool isAny = false;
  for (ItemIndex i = 0; i < open.size() && !isAny; ++i) isAny = open[i] != 0 && keeps(bank.items()[i]);
  if (!isAny) return false;
  for (ItemIndex i = 0; i < open.size(); ++i) {
    if (open[i] != 0 && !keeps(bank.items()[i])) open[i] = 0;
  }
  return true;
}

void dropAskedGroups(const ModelBank& bank, const ContentPlan& content, std::span<const ItemIndex> asked, Marks& open) {
  const auto groupOf = [&content](const ModelItem& item) {
    return content.oneQuestionPerTube ? item.tube : item.skill;
  };
  Marks groups(content.oneQuestionPerTube ? bank.tubes() : bank.skills());
  for (const ItemIndex item : asked) groups[groupOf(bank.items()[item])] = 1;
  for (ItemIndex i = 0; i < open.size(); ++i) {
    if (groups[groupOf(bank.items()[i])] != 0) open[i] = 0;
  }
}

Marks competencesOf(const ModelBank& bank, std::span<const ItemIndex> asked) {
  Marks competences(bank.competences());
  for (const ItemIndex item : asked) competences[bank.items()[item].competence] = 1;
  return competences;
}

void keepApart(const ModelBank& bank, const ContentPlan& content, std::span<const ItemIndex> asked, Marks& open) {
  const std::size_t last = std::min<std::size_t>(asked.size(), content.betweenSameCompetence);
  if (last == 0) return;
  const Marks recent = competencesOf(bank, asked.last(last));
  keepIfAny(bank, open, [&recent](const ModelItem& item) { return recent[item.competence] == 0; });
}

void keepFurthestBelowShare(const ModelBank& bank, const ContentPlan& content, std::span<const ItemIndex> asked,
                            Marks& open) {
  struct Deficit {
    std::uint32_t competence;
    double questions;
    std::size_t order;
  };
  std::vector<Deficit> deficits;
  for (const ContentTarget& target : content.targets) {
    const auto serves = [&](ItemIndex item) { return bank.items()[item].competence == target.competence; };
    const auto count = static_cast<double>(std::count_if(asked.begin(), asked.end(), serves));
    deficits.push_back(
        {target.competence, target.share * static_cast<double>(asked.size() + 1) - count, deficits.size()});
  }
  std::sort(deficits.begin(), deficits.end(), [](const Deficit& left, const Deficit& right) {
    return left.questions != right.questions ? left.questions > right.questions : left.order < right.order;
  });
  for (const Deficit& deficit : deficits) {
    const auto serves = [&deficit](const ModelItem& item) { return item.competence == deficit.competence; };
    if (keepIfAny(bank, open, serves)) return;
  }
}

}  // namespace

std::vector<std::uint8_t> openItems(const ModelBank& bank, const ContentPlan& content,
                                    std::span<const std::uint8_t> pool, std::span<const ItemIndex> asked) {
  Marks open(pool.begin(), pool.end());
  dropEnemies(content, asked, open);
  bool isPassage = false;
  if (content.kind == Content::rules && content.passageByAllCompetences) {
    // From the pool and not from what the former rule left, as Pix.
    const Marks known = competencesOf(bank, asked);
    isPassage = keepIfAny(bank, open, [&known](const ModelItem& item) { return known[item.competence] == 0; });
  }
  if (!isPassage) dropAskedGroups(bank, content, asked, open);
  keepApart(bank, content, asked, open);
  if (content.kind == Content::proportional) keepFurthestBelowShare(bank, content, asked, open);
  return open;
}

}  // namespace vigie::scoring
