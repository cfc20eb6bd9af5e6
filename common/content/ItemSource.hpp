// Reading what authors write: a bank of items as JSON (schemaVersion "1.0", or "1.1" with the extensions of
// items.schema.json; templates included, every variant checked). Every rule of the format's schema is
// checked, and what a schema cannot say: unique ids, choices present in each language, keys that name real choices
// and fields, templates that name real fields. An object that the schema leaves open stays open; any other unknown
// field is refused. Thread: any.
// Errors: "not-json"; "items-format" (another schemaVersion); "items-wrong": one line per problem, each naming item
// and field, the first 20.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::content {

struct ItemSource {
  std::string bank;  // its name
  std::vector<Item> items;
};

base::Result<ItemSource> readItemSource(std::string_view json);
base::Result<Item> readItem(std::string_view json);  // one item object

// The items of a bank file, or the one of an item object, for their author: whatever the schema of version 1.0 allows
// is read, with its verdicts. What a bank forbids beyond that (a choice that no test can name, a field that is not
// judged) is let through here and refused by the two above.
base::Result<std::vector<Item>> readItems(std::string_view json);

}  // namespace vigie::content
