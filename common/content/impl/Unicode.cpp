#include "common/content/impl/Unicode.hpp"

#include <utf8proc.h>

#include <vector>

namespace vigie::content::impl {

std::u32string normalised(std::string_view utf8, Form form) {
  constexpr auto kDecompose = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
  constexpr auto kCompose = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  const auto size = static_cast<utf8proc_ssize_t>(utf8.size());
  std::vector<utf8proc_int32_t> points(utf8.size() + 1);  // grown below for the few characters that decompose longer
  auto count = utf8proc_decompose(bytes, size, points.data(), static_cast<utf8proc_ssize_t>(points.size()), kDecompose);
  if (count > static_cast<utf8proc_ssize_t>(points.size())) {
    points.resize(static_cast<std::size_t>(count));
    count = utf8proc_decompose(bytes, size, points.data(), count, kDecompose);
  }
  if (count > 0 && form == Form::nfc) count = utf8proc_normalize_utf32(points.data(), count, kCompose);
  if (count <= 0) return {};
  return {points.begin(), points.begin() + count};
}

std::string toUtf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    utf8proc_uint8_t encoded[4];
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), encoded);
    for (utf8proc_ssize_t i = 0; i < size; ++i) out += static_cast<char>(encoded[i]);
  }
  return out;
}

char32_t lowerCase(char32_t c) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

char32_t upperCase(char32_t c) {
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

bool isSpace(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
         c == 0xFEFF;
}

bool isNoBreakSpace(char32_t c) {
  return c == 0xA0 || c == 0x2007 || c == 0x202F;
}

}  // namespace vigie::content::impl
