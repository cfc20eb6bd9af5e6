// The functions of a template's expressions (Expression.hpp lists them).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/base/Result.hpp"
#include "common/content/impl/Json.hpp"

namespace vigie::content::impl {

// Errors: "expression-wrong" (no such function, or arguments that it does not take).
base::Result<Json> callFunction(std::string_view name, std::span<const Json> arguments, std::string_view language);

// At most 10 decimals, no zeros at the end. French: 1 500,5 with no-break spaces; English: 1,500.5; else 1500.5.
std::string readableNumber(double value, std::string_view language);

}  // namespace vigie::content::impl
