// From JSON to Item, in two halves: what is shown and measured, then how it is judged. Faults go to the node's
// Problems; the item returned is only good when there are none.
#pragma once

#include "common/content/Item.hpp"
#include "common/content/impl/Node.hpp"

namespace vigie::content::impl {

Item readItemNode(const Node& node);  // a template is read as its first variant

// Uses the item's kind, locales, choices and fields.
AnswerKey readKey(const Node& node, const Item& item);
std::vector<Example> readExamples(const Node& node, const Item& item);

// Also what a seat reads back (PublicContent.cpp).
Attachment readAttachment(const Node& node, const std::vector<std::string>& languages);
ByName<Field> readFields(const Node& node, const std::vector<std::string>& languages);

}  // namespace vigie::content::impl
