// How hard a text is to read: the length of its sentences and LIX (C.-H. Björnsson, 1968: words per sentence plus the
// percentage of words of more than six letters), which needs no syllables and so is the same rule in French and in
// English. Code, tables and link targets are left out. Thread: any, pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace vigie::tools {

struct Readability {
  std::size_t words = 0;
  std::size_t sentences = 0;
  std::size_t longestSentence = 0;  // words
  double lix = 0;
};

Readability readabilityOf(std::string_view markdown);

}  // namespace vigie::tools
