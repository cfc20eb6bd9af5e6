#include "common/content/Item.hpp"

#include <array>

namespace vigie::content {
namespace {

constexpr std::array<std::string_view, 5> kKindNames = {"QCU", "QCM", "QROC", "QROCM", "ABC"};  // in Kind's order

}  // namespace

std::string_view kindName(Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kindOf(std::string_view name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

std::vector<std::string> Item::languages() const {
  std::vector<std::string> names;
  for (const auto& [language, block] : locales) names.push_back(language);
  return names;
}

}  // namespace vigie::content
