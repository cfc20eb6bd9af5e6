#include "common/content/Judge.hpp"

#include <algorithm>
#include <set>

#include "common/content/ActivityChecks.hpp"

namespace vigie::content {
namespace {

Verdict verdictOf(bool right) {
  return right ? Verdict::right : Verdict::wrong;
}

// The text of a field; nothing when it is absent or there twice.
const std::string* textOf(const Answer& answer, std::string_view name) {
  const std::string* found = nullptr;
  for (const auto& [field, text] : answer.fields) {
    if (field != name) continue;
    if (found != nullptr) return nullptr;
    found = &text;
  }
  return found;
}

bool accepts(const FieldMatcher& matcher, std::string_view locale, const std::string& text) {
  if (const auto* number = std::get_if<NumberMatcher>(&matcher)) return number->accepts(text, locale);
  if (const auto* date = std::get_if<DateMatcher>(&matcher)) return date->accepts(text);
  if (const auto* time = std::get_if<TimeMatcher>(&matcher)) return time->accepts(text);
  const auto& byLocale = std::get<ByName<TextMatcher>>(matcher);
  const auto found = byLocale.find(locale);
  return found != byLocale.end() && found->second.accepts(text);
}

// Gives `field` a set, moving earlier fields to other sets where they also fit (augmenting path).
bool place(std::size_t field, const std::vector<std::vector<std::size_t>>& fits, std::vector<bool>& tried,
           std::vector<std::optional<std::size_t>>& ownerOfSet) {
  for (const std::size_t set : fits[field]) {
    if (tried[set]) continue;
    tried[set] = true;
    if (!ownerOfSet[set] || place(*ownerOfSet[set], fits, tried, ownerOfSet)) {
      ownerOfSet[set] = field;
      return true;
    }
  }
  return false;
}

struct Judge {
  const Item& item;
  std::string_view locale;
  const Answer& answer;

  base::Result<Verdict> operator()(const ChoiceKey& key) const {
    const std::set<std::string_view> selected(answer.selected.begin(), answer.selected.end());
    return verdictOf(std::equal(selected.begin(), selected.end(), key.correct.begin(), key.correct.end()));
  }

  base::Result<Verdict> operator()(const IndependentKey& key) const {
    if (answer.fields.size() != key.fields.size()) return Verdict::wrong;
    return verdictOf(std::all_of(key.fields.begin(), key.fields.end(), [&](const auto& field) {
      const std::string* text = textOf(answer, field.first);
      const bool isSkipped = item.kind == Kind::qroc && text != nullptr && isBlank(treat(*text, {}));
      return text != nullptr && !isSkipped && accepts(field.second, locale, *text);
    }));
  }

  base::Result<Verdict> operator()(const DependentKey& key) const {
    if (answer.fields.size() != item.fields.size()) return Verdict::wrong;
    std::vector<std::vector<std::size_t>> fits;
    for (const auto& [name, ignored] : item.fields) {
      const std::string* text = textOf(answer, name);
      if (text == nullptr) return Verdict::wrong;
      const std::u32string treated = treat(*text, key.treatments);
      std::vector<std::size_t>& sets = fits.emplace_back();
      std::size_t index = 0;
      for (const auto& [setName, byLocale] : key.sets) {
        const auto matcher = byLocale.find(locale);
        if (matcher != byLocale.end() && matcher->second.accepts(*text, treated)) sets.push_back(index);
        ++index;
      }
    }
    std::vector<std::optional<std::size_t>> ownerOfSet(key.sets.size());
    for (std::size_t field = 0; field < fits.size(); ++field) {
      std::vector<bool> tried(key.sets.size());
      if (!place(field, fits, tried, ownerOfSet)) return Verdict::wrong;
    }
    return Verdict::right;
  }

  // A summary that cannot be read is an answer like any other: wrong.
  base::Result<Verdict> operator()(const ChecksKey& key) const {
    const std::string* summary = textOf(answer, kSummaryField);
    if (summary == nullptr || answer.fields.size() != 1) return Verdict::wrong;
    return verdictOf(passesChecks(key.all, locale, *summary).value_or(false));
  }
};

}  // namespace

base::Result<void> checkFits(const Item& item, const Answer& answer) {
  if (const auto form = checkForm(answer); !form) return form;
  for (const std::string& id : answer.selected) {
    if (std::find(item.choiceIds.begin(), item.choiceIds.end(), id) == item.choiceIds.end()) {
      return base::fail("answer-unknown-choice", "item " + item.id + " has no such choice");
    }
  }
  if (item.kind == Kind::qcu && answer.selected.size() > 1) {
    return base::fail("answer-two-choices", "item " + item.id + " takes one choice");
  }
  for (const auto& [name, text] : answer.fields) {
    const bool isSummary = std::holds_alternative<ChecksKey>(item.key) && name == kSummaryField;
    if (!isSummary && !item.fields.contains(name))
      return base::fail("answer-unknown-field", "item " + item.id + " has no such field");
  }
  return {};
}

base::Result<Verdict> judge(const Item& item, std::string_view locale, const Answer& answer) {
  if (!item.locales.contains(locale)) {
    return base::fail("locale-unknown", "item " + item.id + " is not written in \"" + std::string(locale) + "\"");
  }
  if (item.focused && answer.leftScreen) return Verdict::wrong;
  return std::visit(Judge{item, locale, answer}, item.key);
}

}  // namespace vigie::content
