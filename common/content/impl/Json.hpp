// The JSON type of this folder's .cpp files, with its strict reading and canonical writing.
#pragma once

#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::content::impl {

using Json = nlohmann::json;

}  // namespace vigie::content::impl
