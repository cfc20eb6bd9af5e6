// Strict JSON for the .cpp files of certs/: no duplicate member names (two readers could otherwise see two different
// certificates in the same signed bytes), UTF-8 only, nesting of at most 64, nothing before or after the value.
// Thread: any. Errors: "not-json".
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::credential {

base::Result<nlohmann::json> parseJson(std::string_view text);

// parseJson, and the text must be the RFC 8785 form of what it says: error "not-canonical".
base::Result<nlohmann::json> parseCanonicalJson(std::string_view text);

std::string canonicalText(const nlohmann::json& value);  // RFC 8785

// The member as a text; empty when it is absent or something else.
std::string textMember(const nlohmann::json& object, std::string_view name);

}  // namespace vigie::credential
