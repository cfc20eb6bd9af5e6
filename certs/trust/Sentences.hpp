// A verdict in one sentence, in English or French. Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "certs/trust/Verification.hpp"

namespace vigie::trust {

enum class Language { english, french };

// "fr_FR.UTF-8" -> french; anything else english.
Language languageOf(std::string_view locale);

// A demonstration says DEMONSTRATION before anything else.
std::string sentenceOf(std::string_view fileName, const Verdict& verdict, Language language);

// One line of JSON: file, status, verdict, reason, demonstration, sentence, findings, certificate.
std::string jsonOf(std::string_view fileName, const Verdict& verdict, Language language);

}  // namespace vigie::trust
