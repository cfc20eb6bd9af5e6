#include "candidate-client/documents/Rendered.hpp"

namespace vigie::documents {
namespace {

constexpr std::string_view kMagic = "VIGIE-PAGE/1\n";
constexpr std::size_t kHeader = kMagic.size() + 16;

void append(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>((number >> static_cast<unsigned>(shift)) & 255U);
}

std::uint32_t numberAt(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

bool within(std::uint32_t number, std::uint32_t most) {
  return number >= 1 && number <= most;
}

}  // namespace

std::string writeRendered(const Rendered& page) {
  std::string out(kMagic);
  for (const int number : {page.pages, page.width, page.height}) append(out, static_cast<std::uint32_t>(number));
  append(out, static_cast<std::uint32_t>(page.words.size()));
  return out + page.words + page.pixels;
}

std::optional<Rendered> readRendered(std::string_view bytes) {
  if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return std::nullopt;
  const std::uint32_t pages = numberAt(bytes, kMagic.size());
  const std::uint32_t width = numberAt(bytes, kMagic.size() + 4);
  const std::uint32_t height = numberAt(bytes, kMagic.size() + 8);
  const std::uint32_t words = numberAt(bytes, kMagic.size() + 12);
  if (!within(pages, kMostPages) || !within(width, kWidestPage) || !within(height, kTallestPage)) return std::nullopt;
  const std::size_t pixels = std::size_t{4} * width * height;
  if (words > kMostWords || bytes.size() != kHeader + words + pixels) return std::nullopt;
  Rendered page;
  page.pages = static_cast<int>(pages);
  page.width = static_cast<int>(width);
  page.height = static_cast<int>(height);
  page.words = bytes.substr(kHeader, words);
  page.pixels = bytes.substr(kHeader + words);
  return page;
}

}  // namespace vigie::documents
