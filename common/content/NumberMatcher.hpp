// Reading a number as people type it. White space of any kind is ignored; comma or point marks decimals; "−" is minus.
// In English a comma before each group of exactly three digits groups thousands: "1,200" is 1200, in French it is 1.2;
// a matcher takes either there. "1.5e3" is 1500. No unit. Thread: any.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace vigie::content {

std::optional<double> readNumber(std::string_view text, std::string_view locale);

struct NumberMatcher {
  std::vector<double> values;
  double tolerance = 0;  // absolute, inclusive

  bool accepts(std::string_view answer, std::string_view locale) const;
  bool isNear(std::optional<double> given) const;
};

}  // namespace vigie::content
