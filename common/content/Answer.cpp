#include "common/content/Answer.hpp"

#include <algorithm>
#include <set>

#include "common/base/Text.hpp"

namespace vigie::content {
namespace {

base::Result<void> checkText(std::string_view text, std::size_t longest) {
  if (text.size() > longest) {
    return base::fail("answer-too-large", "a text of " + std::to_string(text.size()) + " bytes: at most " +
                                              std::to_string(longest) + " are allowed");
  }
  if (!base::isUtf8(text)) return base::fail("answer-not-text", "a text is not UTF-8");
  return {};
}

}  // namespace

base::Result<void> checkForm(const Answer& answer) {
  if (answer.selected.size() > kMostSelected || answer.fields.size() > kMostFields) {
    return base::fail("answer-too-large", "more than 64 choices or 64 fields");
  }
  std::set<std::string_view> choices;
  for (const std::string& id : answer.selected) {
    if (const auto checked = checkText(id, kLongestName); !checked) return checked;
    if (!choices.insert(id).second) return base::fail("answer-repeats", "a choice is there twice");
  }
  std::set<std::string_view> names;
  for (const auto& [name, text] : answer.fields) {
    if (const auto checked = checkText(name, kLongestName); !checked) return checked;
    if (const auto checked = checkText(text, kLongestText); !checked) return checked;
    if (!names.insert(name).second) return base::fail("answer-repeats", "a field is there twice");
  }
  return {};
}

}  // namespace vigie::content
