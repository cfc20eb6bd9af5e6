#include "common/scoring/Item.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace vigie::scoring {
namespace {

enum class Discrimination { positive, anySign };

std::string text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

auto refuse(std::size_t index, const std::string& field, const std::string& value, const std::string& expected) {
  return base::fail("item-" + field, "item " + std::to_string(index) + ": " + field + " is " + value + ", expected " +
                                         expected + "; correct the calibration of this item or leave it out");
}

base::Result<void> checkNumbers(std::size_t index, const Item& item, Discrimination sign) {
  const bool finite = std::isfinite(item.discrimination) && std::fabs(item.discrimination) <= kLargestDiscrimination;
  if (!finite || (sign == Discrimination::positive && item.discrimination <= 0)) {
    return refuse(index, "discrimination", text(item.discrimination), "a number above 0, at most 1000");
  }
  if (!std::isfinite(item.difficulty) || std::fabs(item.difficulty) > kLargestDifficulty) {
    return refuse(index, "difficulty", text(item.difficulty), "a number from -1000 to 1000");
  }
  return {};
}

base::Result<void> checkNames(std::size_t index, const Item& item) {
  const std::pair<const char*, std::uint32_t> names[] = {
      {"competence", item.competence}, {"tube", item.tube}, {"skill", item.skill}};
  for (const auto& [field, number] : names) {
    if (number >= kLargestBank) {
      return refuse(index, field, std::to_string(number), "a number below " + std::to_string(kLargestBank));
    }
  }
  return {};
}

base::Result<void> checkBank(const std::vector<Item>& items, Discrimination sign) {
  if (items.empty()) return base::fail("bank-empty", "the bank has no item; a test needs at least one");
  if (items.size() > kLargestBank) {
    return base::fail("bank-too-large", "the bank has " + std::to_string(items.size()) + " items, at most " +
                                            std::to_string(kLargestBank) + " are possible");
  }
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (auto numbers = checkNumbers(index, items[index], sign); !numbers) return numbers;
    if (auto names = checkNames(index, items[index]); !names) return names;
  }
  return {};
}

}  // namespace

base::Result<Bank> Bank::make(const std::vector<Item>& items) {
  if (auto checked = checkBank(items, Discrimination::positive); !checked) return base::fail(checked.error());
  return fromChecked(items);
}

base::Result<Bank> Bank::makeForFormulas(const std::vector<Item>& items) {
  if (auto checked = checkBank(items, Discrimination::anySign); !checked) return base::fail(checked.error());
  return fromChecked(items);
}

Bank Bank::fromChecked(const std::vector<Item>& items) {
  Bank bank;
  for (const auto& item : items) {
    bank.discriminations_.push_back(item.discrimination);
    bank.difficulties_.push_back(item.difficulty);
    bank.competences_.push_back(item.competence);
    bank.tubes_.push_back(item.tube);
    bank.skills_.push_back(item.skill);
  }
  return bank;
}

Item Bank::item(ItemIndex index) const {
  return {discriminations_.at(index), difficulties_.at(index), competences_.at(index), tubes_.at(index),
          skills_.at(index)};
}

ItemParameters Bank::parameters(ItemIndex index) const {
  return {discriminations_.at(index), difficulties_.at(index)};
}

}  // namespace vigie::scoring
