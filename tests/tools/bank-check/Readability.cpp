#include "tests/tools/bank-check/Readability.hpp"

#include <algorithm>
#include <string>

namespace vigie::tools {
namespace {

bool isByteOfWord(char c) {
  return (static_cast<unsigned char>(c) & 0x80U) != 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

std::size_t charactersOf(std::string_view word) {
  return static_cast<std::size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Typographic signs of several bytes are no letters.
std::string plain(std::string_view text) {
  std::string out(text);
  for (const std::string_view sign : {"\u00a0", "\u202f", "\u2019", "\u00ab", "\u00bb", "\u201c", "\u201d", "\u2013"}) {
    for (std::size_t at = out.find(sign); at != std::string::npos; at = out.find(sign, at))
      out.replace(at, sign.size(), " ");
  }
  return out;
}

// Each line of code counts as one word, tables as none.
std::string prose(std::string_view markdown) {
  std::string out;
  bool code = false;
  std::size_t at = 0;
  while (at < markdown.size()) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    const std::string_view line = markdown.substr(at, end - at);
    if (!line.starts_with('|')) {
      for (const char c : line) {
        if (c == '`') {
          if (!code) out += 'x';
          code = !code;
        } else if (!code) {
          out += c;
        }
      }
    }
    if (!code) out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

Readability readabilityOf(std::string_view markdown) {
  Readability result;
  std::size_t longWords = 0;
  std::size_t inSentence = 0;
  const auto endSentence = [&] {
    if (inSentence == 0) return;
    ++result.sentences;
    result.longestSentence = std::max(result.longestSentence, inSentence);
    inSentence = 0;
  };
  const std::string text = plain(prose(markdown));
  for (std::size_t at = 0; at < text.size();) {
    if (isByteOfWord(text[at])) {
      std::size_t end = at;
      while (end < text.size() && isByteOfWord(text[end])) ++end;
      if (charactersOf(std::string_view(text).substr(at, end - at)) > 6) ++longWords;
      ++result.words;
      ++inSentence;
      at = end;
    } else {
      const bool stops = text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == ':' || text[at] == ';';
      if (text[at] == '\n' || (stops && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n')))
        endSentence();
      ++at;
    }
  }
  endSentence();
  if (result.sentences > 0) {
    const auto words = static_cast<double>(result.words);
    result.lix = words / static_cast<double>(result.sentences) + 100 * static_cast<double>(longWords) / words;
  }
  return result;
}

}  // namespace vigie::tools
