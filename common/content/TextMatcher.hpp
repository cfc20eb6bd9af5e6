// Comparing a typed text with the accepted ones, under the treatments an author chose. Unicode 14 through utf8proc.
//   always   NFC; no-break spaces become spaces
//   dropWords  these words are removed (compared without case; "l'" removes an elided article)
//   fold     trim, lower case, diacritics (U+0300..036F) removed, all white space removed
//   strip    every character outside [a-z0-9] removed
//   fuzzy    Levenshtein(answer, accepted) / length(answer) <= 0.25, in characters
// in this order, on both sides. A text with nothing left is never right.
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

class TextMatcher {
 public:
  TextMatcher() = default;
  TextMatcher(Treatments treatments, const std::vector<std::string>& accepted);

  bool accepts(std::string_view answer) const;
  // For an answer that is compared with many matchers of the same treatments: treat() it once.
  bool acceptsTreated(std::u32string_view treated) const;

 private:
  Treatments treatments_;
  std::vector<std::u32string> accepted_;  // treated once: judging is on the centre's only state thread
};

}  // namespace vigie::content
