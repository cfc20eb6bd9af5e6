#include "common/ui/Language.hpp"

namespace vigie::ui {

std::string_view codeOf(Language language) {
  return language == Language::french ? "fr" : "en";
}

std::optional<Language> languageOf(std::string_view code) {
  for (const Language language : kLanguages) {
    if (codeOf(language) == code) return language;
  }
  return std::nullopt;
}

QString nameOf(Language language) {
  return Phrase{"Français", "English"}.in(language);
}

}  // namespace vigie::ui
