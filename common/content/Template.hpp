// Parameterised items: one text, several variants with other values and the answers computed. An item is a template
// when it has "parameters":
//   "parameters": {"n": {"from": 2, "to": 9, "step": 1}, "place": {"of": ["Nice", {"fr": "Gand", "en": "Ghent"}]}}
//   "computed":   {"total": "n * 250"}             of parameters and of one another
//   "require":    ["total <= 2000"]                values for which one does not hold are drawn again
// In its locales, fields, activity, answer and examples, {{expression}} (impl/Expression.hpp) in a text becomes what
// people read in that text's language, and a text that is only {{=expression}} becomes the JSON value itself.
// A template has kMostVariants variants (fewer when there are fewer different values). Each is a whole item with
// "variant" and "drawn" (the values) in place of the three members. bank.cal holds the digests of every variant, so
// that an auditor with bank.cal alone knows what may be shown; a session's ticket decides which one it is: nobody in
// the centre chooses. A seat gets the number of the variant, never the values: they may be the answer.
// Values: for variant v, attempt a, parameter p, the first number that fits of the 64-bit big-endian words (unbiased,
// by rejection) of HMAC-SHA-256("vigie/template/1" ‖ 00 ‖ item id ‖ 00 ‖ version, v ‖ a ‖ name ‖ block); integers are
// 32-bit big-endian. Thread: any, pure.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::content {

inline constexpr std::uint32_t kMostVariants = 16;

// Every variant, in order; the item itself when it is none. Errors: "template-wrong", naming item, field and why;
// "items-wrong" (a variant is not a proper item).
base::Result<std::vector<Item>> variantsOf(const Item& item);
base::Result<Item> variantOf(const Item& item, std::uint32_t variant);  // variant < item.variants

// Which variant a ticket gives: the first 64 bits of HMAC-SHA-256(seed, "vigie/variant/1" ‖ 00 ‖ item id) modulo
// `variants` (at most 16: the bias is below 2^-60). Precondition: variants > 0.
std::uint32_t variantFor(base::ByteView ticketSeed, std::string_view itemId, std::uint32_t variants);

}  // namespace vigie::content
