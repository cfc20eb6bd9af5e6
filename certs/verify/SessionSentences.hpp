// What verify-session says: one calm sentence per finding, in English or French, and one about the whole; or JSON.
// Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "certs/trust/Sentences.hpp"
#include "certs/verify/Finding.hpp"

namespace vigie::verify {

using trust::Language;

std::string sentenceOf(const Finding& finding, Language language);

// First line: the verdict. Then a line for each finding.
std::string textOf(std::string_view fileName, const Report& report, Language language);

// One line: file, status, verdict, demonstration, findings [{code, status, stream, record, candidate, question, about,
// detail, sentence}], facts.
std::string jsonOf(std::string_view fileName, const Report& report, Language language);

}  // namespace vigie::verify
