// What document-renderer writes: one page. Bytes: "VIGIE-PAGE/1\n", then pages, width, height and the length of the
// words, each 4 bytes big-endian; the words (UTF-8); width x height pixels of 4 bytes, B G R x. Thread: any, pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::documents {

inline constexpr std::uint32_t kMostPages = 50;
inline constexpr std::uint32_t kWidestPage = 2'000;
inline constexpr std::uint32_t kTallestPage = 4'000;
inline constexpr std::uint32_t kMostWords = 40'000;  // bytes
inline constexpr std::int64_t kLargestRendered = 64 + kMostWords + std::int64_t{4} * kWidestPage * kTallestPage;

struct Rendered {
  int pages = 0, width = 0, height = 0;
  std::string words;
  std::string pixels;
};

std::string writeRendered(const Rendered& page);
std::optional<Rendered> readRendered(std::string_view bytes);  // nothing when a number or the length is not as above

}  // namespace vigie::documents
