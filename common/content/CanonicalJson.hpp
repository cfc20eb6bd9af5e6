// The one byte form of a JSON value: RFC 8785 (JCS). What is hashed or signed in a bank is always in this form.
// Reading is strict: RFC 8259 text in UTF-8, no member named twice, at most kDeepestJson levels, finite numbers.
// Errors: "json-wrong" with line and column. Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::content {

inline constexpr int kDeepestJson = 64;

base::Result<std::string> canonicalJson(std::string_view text);

// A number as ECMAScript prints it (RFC 8785 section 3.2.2.3). Precondition: finite.
std::string canonicalNumber(double value);

}  // namespace vigie::content
