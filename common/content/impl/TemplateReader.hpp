// A template as JSON, and its variants as JSON (Template.hpp). Thread: any, pure.
#pragma once

#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/impl/Json.hpp"
#include "common/content/impl/Node.hpp"

namespace vigie::content::impl {

bool isTemplate(const Json& item);

// What is wrong with the three members goes to the node's Problems.
void checkTemplate(const Node& node);

// The drawn values of each variant, objects by parameter. Errors: "template-wrong".
base::Result<std::vector<Json>> drawVariants(const Json& item);

// The whole item with these values. Errors: "template-wrong".
base::Result<Json> expand(const Json& item, const Json& drawn, std::uint32_t variant);

}  // namespace vigie::content::impl
