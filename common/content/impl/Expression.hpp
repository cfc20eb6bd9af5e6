// The arithmetic of templates (Template.hpp): one expression, evaluated over named JSON values. Deterministic: double
// arithmetic with + - * /, floor and ceil only. Bounded: at most 500 bytes, 32 levels deep, texts of 1,000 bytes.
//   a ? b : c   or   and   not   = != < <= > >=   + - * / %   -a   a.member   f(a, b)   ( )   12.5   'text'   name
// + joins when one side is a text. = compares numbers, texts or truths. A text in several languages, {"fr", "en"}, is
// taken in the language of the place. Functions:
//   min max abs floor ceil  round(x, decimals = 0)  power(x, n >= 0)
//   text(x) as people read it here ("1 500,5")  plain(x) ("1500.5")  fixed(x, decimals)  pad(n, digits)
//   binary(n) hex(n) column(n) (1 = A, 27 = AA)  upper(t) lower(t) length(t)
//   date(y, m, d) as a number of days, to add to and subtract  year month day  weekday (1 = Monday)
//   longDate(days) weekdayName(days) in the language of the place  isoDate(days)  slashDate(days) ("07/03/2026")
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "common/base/Result.hpp"
#include "common/content/impl/Json.hpp"

namespace vigie::content::impl {

// The value of a name, or an error that says why there is none.
using Lookup = std::function<base::Result<Json>(std::string_view name)>;

// `language`: "fr", "en", or empty where a text must be the same in all. Errors: "expression-wrong".
base::Result<Json> evaluate(std::string_view expression, const Lookup& lookup, std::string_view language);

// A value as text: numbers as people read them in `language`, plain without one. Errors: "expression-wrong".
base::Result<std::string> display(const Json& value, std::string_view language);

}  // namespace vigie::content::impl
