#include "proctor-console/model/Explanations.hpp"

#include <algorithm>

#include "proctor-console/model/ExplanationTables.hpp"

namespace vigie::console {
namespace {

constexpr Explanation kOther = {"", ExitStatus::refused, {"Le centre a refusé.", "The centre refused."}};

const Explanation* findIn(std::span<const Explanation> table, std::string_view code) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Explanation& one) { return one.code == code; });
  return found == table.end() ? nullptr : &*found;
}

const Explanation* find(std::string_view code) {
  if (code.starts_with("jws-")) code = "ticket-malformed";  // the only JWS that staff bring
  const Explanation* refusal = findIn(refusalTable(), code);
  return refusal != nullptr ? refusal : findIn(faultTable(), code);
}

}  // namespace

const Explanation& explanationOf(std::string_view code) {
  const Explanation* found = find(code);
  return found != nullptr ? *found : kOther;
}

bool isExplained(std::string_view code) {
  return find(code) != nullptr;
}

}  // namespace vigie::console
