#include "common/scoring/ModelBank.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace vigie::scoring {
namespace {

std::string text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

auto refuse(const ModelItem& item, const std::string& field, const std::string& value, const std::string& expected) {
  return base::fail("item-" + field, "item " + item.id + ": " + field + " is " + value + ", expected " + expected +
                                         "; correct the calibration of this item or leave it out");
}

bool isDifficulty(double value) {
  return std::isfinite(value) && std::fabs(value) <= kLargestDifficulty;
}

bool hasThresholds(const ModelItem& item) {
  return item.model == Model::gradedResponse || item.model == Model::partialCredit;
}

base::Result<void> checkAsymptotes(const ModelItem& item) {
  const bool guesses = item.model == Model::threeParameter || item.model == Model::fourParameter;
  const double ceiling = item.model == Model::fourParameter ? item.ceiling : 1;
  if (!(ceiling > 0 && ceiling <= 1)) return refuse(item, "ceiling", text(ceiling), "a number above 0, at most 1");
  if (guesses && !(item.guessing >= 0 && item.guessing < ceiling)) {
    return refuse(item, "guessing", text(item.guessing), "a number from 0 to below " + text(ceiling));
  }
  return {};
}

base::Result<void> checkThresholds(const ModelItem& item) {
  if (item.categories < 2 || item.categories > kMostCategories) {
    return refuse(item, "categories", std::to_string(item.categories), "2 to 8");
  }
  for (std::size_t k = 0; k + 1 < item.categories; ++k) {
    if (!isDifficulty(item.thresholds[k])) {
      return refuse(item, "thresholds", text(item.thresholds[k]), "numbers from -1000 to 1000");
    }
    // Closer than this, the probability between two thresholds rounds to 0.
    if (item.model == Model::gradedResponse && k > 0 && !(item.thresholds[k] - item.thresholds[k - 1] > 1e-6)) {
      return refuse(item, "thresholds", text(item.thresholds[k]), "numbers that rise by more than 0.000001");
    }
  }
  return {};
}

base::Result<void> checkItem(const ModelItem& item) {
  const double a = item.discrimination;
  if (!(std::isfinite(a) && a > 0 && a <= kLargestDiscrimination)) {
    return refuse(item, "discrimination", text(a), "a number above 0, at most 1000");
  }
  const std::pair<const char*, std::uint32_t> names[] = {
      {"competence", item.competence}, {"tube", item.tube}, {"skill", item.skill}};
  for (const auto& [field, number] : names) {
    if (number >= kLargestBank) return refuse(item, field, std::to_string(number), "a number below 65536");
  }
  if (hasThresholds(item)) return checkThresholds(item);
  if (item.categories != 2) return refuse(item, "categories", std::to_string(item.categories), "2");
  if (!isDifficulty(item.difficulty)) {
    return refuse(item, "difficulty", text(item.difficulty), "a number from -1000 to 1000");
  }
  return checkAsymptotes(item);
}

}  // namespace

base::Result<ModelBank> ModelBank::make(std::vector<ModelItem> items) {
  if (items.empty()) return base::fail("bank-empty", "the bank has no item; a test needs at least one");
  if (items.size() > kLargestBank) {
    return base::fail("bank-too-large",
                      "the bank has " + std::to_string(items.size()) + " items, at most 65536 are possible");
  }
  std::unordered_set<std::string_view> ids;
  for (const ModelItem& item : items) {
    if (auto checked = checkItem(item); !checked) return base::fail(checked.error());
    if (!ids.insert(item.id).second) {
      return base::fail("item-duplicate", "item " + item.id + ": id is there twice; leave one of the two out");
    }
  }
  return fromChecked(std::move(items));
}

ModelBank ModelBank::from(const Bank& bank) {
  std::vector<ModelItem> items(bank.size());
  for (ItemIndex i = 0; i < bank.size(); ++i) {
    const Item item = bank.item(i);
    items[i].id = std::to_string(i);
    items[i].discrimination = item.discrimination;
    items[i].difficulty = item.difficulty;
    items[i].competence = item.competence;
    items[i].tube = item.tube;
    items[i].skill = item.skill;
  }
  return fromChecked(std::move(items));
}

ModelBank ModelBank::fromChecked(std::vector<ModelItem> items) {
  ModelBank bank;
  for (const ModelItem& item : items) {
    bank.competences_ = std::max(bank.competences_, item.competence + 1);
    bank.tubes_ = std::max(bank.tubes_, item.tube + 1);
    bank.skills_ = std::max(bank.skills_, item.skill + 1);
  }
  bank.items_ = std::move(items);
  return bank;
}

}  // namespace vigie::scoring
