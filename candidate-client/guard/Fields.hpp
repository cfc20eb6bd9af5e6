// Strict reading of JSON objects that came from outside: an unknown member is refused, not skipped, because an older
// guard that skips a member would pretend to enforce it. Internal to the guard. Thread: any.
// Errors: "unknown-field", "field-missing", "field-wrong"; each names the place and the member.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::guard {

// An object with no other members than `names`.
base::Result<void> requireOnly(const nlohmann::json& value, std::initializer_list<std::string_view> names,
                               std::string_view place);

base::Result<std::string> textField(const nlohmann::json& object, std::string_view name, std::string_view place,
                                    std::size_t maxBytes = 1024);
base::Result<std::uint64_t> numberField(const nlohmann::json& object, std::string_view name, std::string_view place);
base::Result<base::Bytes> hexField(const nlohmann::json& object, std::string_view name, std::string_view place,
                                   std::size_t bytes);
base::Result<crypto::Digest> digestField(const nlohmann::json& object, std::string_view name, std::string_view place);

}  // namespace vigie::guard
