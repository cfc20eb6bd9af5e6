// What a candidate gives to one question. The form is the same for every kind: choices are ids in no particular
// order, fields are (name, typed text). Ownership: values. Thread: any.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::content {

inline constexpr std::size_t kMostSelected = 64;
inline constexpr std::size_t kMostFields = 64;
inline constexpr std::size_t kLongestName = 64;  // bytes of a choice id or field name
inline constexpr std::size_t kLongestText = 4096;

// The one field of an activity's answer: its summary, a JSON object (ActivityChecks.hpp).
inline constexpr const char* kSummaryField = "summary";

struct Answer {
  std::vector<std::string> selected;
  std::vector<std::pair<std::string, std::string>> fields;
  // What the seat noticed beside it; signed with it (AnswerBody in common/exam/records.proto).
  bool leftScreen = false;  // the window lost the keyboard to another program
  bool outOfTime = false;   // the question's own timer had run out: what stood there then is the answer

  friend bool operator==(const Answer&, const Answer&) = default;
};

// The caps above, UTF-8, and no choice or field twice. Errors: "answer-too-large", "answer-not-text",
// "answer-repeats".
base::Result<void> checkForm(const Answer& answer);

}  // namespace vigie::content
