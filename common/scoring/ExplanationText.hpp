// An explanation in words, for people: proctors, candidates who contest a result, auditors. French or English.
// Numbers are rounded to 3 decimals, the draw to 6; formulas: Selection.hpp, Ability.hpp, Draw.hpp. Thread: any.
#pragma once

#include <span>
#include <string>

#include "common/scoring/Explanation.hpp"

namespace vigie::scoring {

enum class TextLanguage : std::uint8_t { french, english };

// The bank's texts by number. A number without a text is printed as it is.
struct BankNames {
  std::span<const std::string> items;
  std::span<const std::string> competences;
};

// Several lines, each ended by a newline; UTF-8.
std::string explainInWords(const QuestionExplanation& question, const Bank& bank, const BankNames& names,
                           TextLanguage language);

}  // namespace vigie::scoring
