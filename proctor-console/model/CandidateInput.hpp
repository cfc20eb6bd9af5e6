// The data of a new candidate as people write it, checked field by field. Thread: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proctor-console/model/Order.hpp"
#include "proctor-console/model/Text.hpp"

namespace vigie::console {

struct CandidateField {
  std::vector<std::string_view> columns;  // the first is the canonical name, also of the option
  bool isRequired = false;
  Phrase expected;
  bool (*read)(NewCandidate& out, const std::string& text, std::int64_t nowMs) = nullptr;
};

const std::vector<CandidateField>& candidateFields();
const CandidateField* fieldNamed(std::string_view column);  // any case; null for an unknown column

// nullopt when the text will do, else what was expected. Never repeats the text: it may be somebody's name.
std::optional<Phrase> readField(const CandidateField& field, NewCandidate& out, const std::string& text,
                                std::int64_t nowMs);

}  // namespace vigie::console
