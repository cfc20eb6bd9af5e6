// Judging an activity (a practical task): the client reports what the person did as a summary, one JSON object, and
// every check must hold on it. A check is {"op", "path", "value"?, "treatments"?}; a path is member names and list
// indices joined by points ("sent.0.to"), empty for the whole summary. A check on something that is not there fails,
// except excludes.
//   equals             the same JSON value; numbers by value
//   equalsList         a list with these elements in this order
//   containsInOrder    a list in which these elements come in this order, others may stand between
//   setEquals          a list with exactly these elements in any order, each counted once
//   mapEquals          an object with exactly these members
//   includes           a list with this element, or with each of a list of elements
//   atMost             a number of at most this
//   countEquals        a list or an object with so many elements
//   textEquals         a text that one of these texts accepts, under the treatments (TextMatcher.hpp)
//   textContains       a text that contains one of these texts, both treated; fuzzy has no meaning here
//   dateEquals         a text that reads as this ISO date (Calendar.hpp)
//   timeEquals         a text that reads as this time "14:30"
//   digitsEqual        a text or a number with these digits, in order, whatever stands between
//   addressListEquals  mail addresses, as a list or one text cut at , and ;: this set, without case, names left out
//   minWords           a text of at least so many words
// Extensions of the schema (common/content/items.schema.json):
//   atLeast            a number of at least this
//   oneOf              one of these JSON values
//   excludes           nothing there, or a list without this element, or without each of a list of elements
//   numberEquals       a number, or a text that reads as one (NumberMatcher.hpp); value: number or
//   {"value","tolerance"} formulaEquals      a spreadsheet formula: like textEquals with fold, and $, ; and , written
//   alike
// In textEquals, textContains and formulaEquals a value {"fr":…,"en":…} is taken in the candidate's language.
// Thread: any, pure.
#pragma once

#include <span>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::content {

inline constexpr std::size_t kLargestSummary = 4096;       // bytes, of a seat: the longest text of an answer
inline constexpr std::size_t kLargestExample = 1'000'000;  // of an author's example, which no seat sends

std::span<const std::string_view> checkOperators();

// `checks`: the list as JSON (ChecksKey::all). Errors: "summary-wrong" (not a JSON object, or too large for an
// example; what seats send is bounded by checkForm()).
base::Result<bool> passesChecks(std::string_view checks, std::string_view locale, std::string_view summary);

}  // namespace vigie::content
