// What the staff's programs say to people, in French or English: phrases, words for states, durations.
// Thread: any (values).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::console {

enum class Language { french, english };

std::optional<Language> languageNamed(std::string_view name);  // "fr", "en"

// Of LC_ALL, LC_MESSAGES or LANG, whichever is set first: French when it starts with "fr", else English.
Language languageOfEnvironment();

struct Phrase {
  std::string_view french;
  std::string_view english;
};

// Fills in what stands in "{}", in order.
std::string fill(std::string_view pattern, const std::vector<std::string>& values);

class Text {
 public:
  explicit Text(Language language) : language_(language) {}

  Language language() const { return language_; }
  std::string operator()(const Phrase& phrase) const {
    return std::string(language_ == Language::french ? phrase.french : phrase.english);
  }
  std::string operator()(const Phrase& phrase, const std::vector<std::string>& values) const {
    return fill((*this)(phrase), values);
  }

  // Words of the protocol ("running", "link-lost", "validated"…) as people say them; an unknown word stays as it is.
  std::string word(const std::string& name) const;
  std::string yesOrNo(bool value) const { return (*this)(value ? Phrase{"oui", "yes"} : Phrase{"non", "no"}); }
  std::string duration(std::int64_t ms) const;  // "1 h 05 min", "59 min 12 s", "12 s"
  std::string time(std::int64_t wallMs) const;  // "2026-11-21 19:15 UTC"; "-" for 0

 private:
  Language language_;
};

}  // namespace vigie::console
