#include "candidate-client/guard/Fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace vigie::guard {
namespace {

std::string naming(std::string_view place, std::string_view name) {
  return std::string(place) + ": \"" + std::string(name) + '"';
}

base::Result<const nlohmann::json*> member(const nlohmann::json& object, std::string_view name,
                                           std::string_view place) {
  const auto found = object.find(name);
  if (found == object.end()) return base::fail("field-missing", naming(place, name) + " is missing");
  return &*found;
}

}  // namespace

base::Result<void> requireOnly(const nlohmann::json& value, std::initializer_list<std::string_view> names,
                               std::string_view place) {
  if (!value.is_object()) return base::fail("field-wrong", std::string(place) + ": expected an object");
  for (const auto& [name, ignored] : value.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return base::fail("unknown-field", naming(place, name) +
                                             " is not known to this guard. It refuses what it could not enforce; a "
                                             "newer guard may know it");
    }
  }
  return {};
}

base::Result<std::string> textField(const nlohmann::json& object, std::string_view name, std::string_view place,
                                    std::size_t maxBytes) {
  const auto found = member(object, name, place);
  if (!found) return base::fail(found.error());
  if (!(*found)->is_string()) return base::fail("field-wrong", naming(place, name) + " is no text");
  auto text = (*found)->get<std::string>();
  if (text.size() > maxBytes) {
    return base::fail("field-wrong", naming(place, name) + " has more than " + std::to_string(maxBytes) + " bytes");
  }
  return text;
}

base::Result<std::uint64_t> numberField(const nlohmann::json& object, std::string_view name, std::string_view place) {
  const auto found = member(object, name, place);
  if (!found) return base::fail(found.error());
  constexpr std::uint64_t kLargest = (1ULL << 53U) - 1;  // beyond it a double, and so JSON, skips numbers
  const bool whole = (*found)->is_number_unsigned() || ((*found)->is_number_integer() && **found >= 0);
  if (!whole || (*found)->get<std::uint64_t>() > kLargest) {
    return base::fail("field-wrong", naming(place, name) + " is no whole number from 0 to 2^53-1");
  }
  return (*found)->get<std::uint64_t>();
}

base::Result<base::Bytes> hexField(const nlohmann::json& object, std::string_view name, std::string_view place,
                                   std::size_t bytes) {
  const auto text = textField(object, name, place);
  if (!text) return base::fail(text.error());
  auto raw = base::fromHex(*text);
  if (!raw || raw->size() != bytes) {
    return base::fail("field-wrong",
                      naming(place, name) + ": expected " + std::to_string(2 * bytes) + " digits 0-9 a-f");
  }
  return raw;
}

base::Result<crypto::Digest> digestField(const nlohmann::json& object, std::string_view name, std::string_view place) {
  const auto raw = hexField(object, name, place, 32);
  if (!raw) return base::fail(raw.error());
  crypto::Digest digest{};
  std::copy(raw->begin(), raw->end(), digest.begin());
  return digest;
}

}  // namespace vigie::guard
