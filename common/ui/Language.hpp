// The languages of our windows, and a text in each of them. Thread: any (values).
#pragma once

#include <QString>
#include <optional>
#include <string_view>

namespace vigie::ui {

enum class Language { french, english };

inline constexpr Language kLanguages[] = {Language::french, Language::english};

std::string_view codeOf(Language language);  // "fr", "en"
std::optional<Language> languageOf(std::string_view code);
QString nameOf(Language language);  // in that language: "Français"

struct Phrase {
  const char* french;
  const char* english;

  QString in(Language language) const { return QString::fromUtf8(language == Language::french ? french : english); }
};

}  // namespace vigie::ui
