// A list of candidates as a spreadsheet saves it: CSV (RFC 4180) in UTF-8, separated by commas, semicolons or tabs,
// with a first line of column names: family, given, birth, and as wanted language, extra-minutes, accessible,
// accommodations (or nom, prénom, naissance, langue, minutes, aménagements). Everything is checked before anything is
// used. Thread: any.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "proctor-console/model/CandidateInput.hpp"

namespace vigie::console {

inline constexpr std::size_t kMostCandidates = 500;

struct CandidateLine {
  std::size_t line = 0;  // in the file, from 1
  NewCandidate candidate;
};

// Error "csv-wrong": one line for each fault, naming line and column and what was expected, never what stands there.
base::Result<std::vector<CandidateLine>> readCandidates(std::string_view content, const Text& text, std::int64_t nowMs);

}  // namespace vigie::console
