// JSON that has one meaning and one byte form: strict reading, and the canonical text of RFC 8785 (JCS), so that a
// value can be hashed and signed. Strict: RFC 8259 in UTF-8 without a byte order mark, no member named twice (two
// readers could see two different things in the same signed bytes), at most kDeepest levels, only numbers that a double
// can hold. Thread: any. Errors: "not-json", with line and column and never a quotation: what is read may be personal
// data.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::jcs {

inline constexpr int kDeepest = 64;

base::Result<nlohmann::json> parse(std::string_view text);

// parse, and the text must be the canonical one of what it says: error "not-canonical".
base::Result<nlohmann::json> parseCanonical(std::string_view text);

// The same for who need not look inside.
base::Result<void> requireCanonical(std::string_view text);

std::string canonicalText(const nlohmann::json& value);

// The canonical text of a JSON text.
base::Result<std::string> canonicalize(std::string_view text);

// A number as ECMAScript prints it (ECMA-262 6.1.6.1.20, RFC 8785 3.2.2.3): the shortest digits that read back equal.
// Precondition: finite.
std::string numberText(double value);

// The member as a text; empty when it is absent or something else.
std::string textMember(const nlohmann::json& object, std::string_view name);

}  // namespace vigie::jcs
