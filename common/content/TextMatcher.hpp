// Comparing a typed text with the accepted ones, under the treatments an author chose. Unicode 14 through utf8proc.
//   always   NFC; no-break spaces become spaces
//   dropWords  these words are removed (compared without case; "l'" removes an elided article)
//   fold     trim, lower case (a Greek final sigma is a sigma), diacritics (U+0300..036F) removed, all white space
//   removed strip    every character outside [a-z0-9] removed fuzzy    Levenshtein(answer, accepted) / length(answer)
//   <= 0.25, in characters
// in this order, on both sides. An answer of which nothing is left is compared without strip, fuzzy and dropWords, so
// that
// "?" is not "!"; one with nothing but spaces is right where an accepted text is such.
// Sources: `treatments` of the item format; Pix's validation-treatments where that says nothing. Thread: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie::content {

struct Treatments {
  bool fold = false;
  bool strip = false;
  bool fuzzy = false;
  std::vector<std::string> dropWords;

  friend bool operator==(const Treatments&, const Treatments&) = default;
};

// What is compared: code points after all treatments but fuzzy. Bytes that are not UTF-8 give an empty text.
std::u32string treat(std::string_view text, const Treatments& treatments);

bool isBlank(std::u32string_view text);  // nothing, or white space only

class TextMatcher {
 public:
  TextMatcher() = default;
  TextMatcher(Treatments treatments, const std::vector<std::string>& accepted);

  bool accepts(std::string_view answer) const;
  // For an answer that is compared with many matchers of the same treatments: treat() it once.
  bool accepts(std::string_view answer, std::u32string_view treated) const;

 private:
  bool acceptsRest(std::string_view answer) const;

  Treatments treatments_;
  std::vector<std::u32string> accepted_;  // treated once: judging is on the centre's only state thread
  std::vector<std::u32string> rest_;      // those of which nothing was left, as they are compared then
};

}  // namespace vigie::content
