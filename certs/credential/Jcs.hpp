// JSON Canonicalization Scheme (RFC 8785): one text for one value, so that it can be hashed and signed.
// Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::credential {

// Errors: "not-json" (also: a member name twice, nesting above 64, a number outside the doubles).
base::Result<std::string> canonicalize(std::string_view json);

// Is `json` its own canonical text? Errors: "not-json", "not-canonical".
base::Result<void> requireCanonical(std::string_view json);

// ECMAScript Number::toString of a finite double (ECMA-262 6.1.6.1.20): the shortest digits that read back equal.
std::string formatNumber(double value);

}  // namespace vigie::credential
