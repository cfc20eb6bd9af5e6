// Strict reading and canonical writing of JSON for the .cpp files of this folder.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::content::impl {

using Json = nlohmann::json;

base::Result<Json> parseJson(std::string_view text);  // error "json-wrong"
std::string writeCanonical(const Json& value);

}  // namespace vigie::content::impl
