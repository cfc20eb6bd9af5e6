// The banks that the score-* programs study. A file is recognised by its content:
//   {"format": "vigie-bank-parameters/1", "items": [{"id", "discrimination", "difficulty", "competence", "tube",
//    "skill", "guessing", "ceiling", "model", "thresholds"}…]}: parameters alone, e.g. from score-calibrate; tube and
//    skill may be left out (each item its own), and what the model does not have; "model" is "gradedResponse" or
//    "partialCredit" for items with thresholds, and follows from guessing and ceiling otherwise
//   an author's items (schemaVersion "1.0" or "1.1", e.g. deploy/demonstration/items.json)
//   bank.cal, with the bank's public key
// or a bank is generated. Ownership: a value. Thread: any. Errors: "file-missing"…, "bank-format", "bank-item" (names
// item id, field and what was expected), "bank-key", and those of content and scoring.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/Calibration.hpp"
#include "common/content/TestDefinition.hpp"
#include "common/scoring/ModelBank.hpp"

namespace vigie::tools {

struct StudyBank {
  scoring::Bank bank;         // Pix's rules run on it: only when isTwoParameter
  scoring::ModelBank models;  // the same items
  bool isTwoParameter = true;
  std::string name;
  std::vector<std::string> ids;                     // by item
  std::vector<std::string> competences;             // by the bank's number
  std::vector<content::CalibratedItem> calibrated;  // by item; empty for parameters and generated banks
  std::map<std::string, scoring::ItemIndex, std::less<>> indexById;
};

base::Result<StudyBank> readStudyBank(const std::filesystem::path& file, const std::filesystem::path& bankKey);
base::Result<StudyBank> studyBankOf(std::string name, const std::vector<content::Item>& items);
base::Result<StudyBank> readParameters(std::string_view json);
std::string parametersOf(const StudyBank& bank);  // what readParameters() reads; ends with a newline

// Discriminations log-normal around 1.1 (spread 0.35 of the logarithm), difficulties uniform in [-4, 4], 16
// competences, one tube per 12 items, 3 skills per tube. Same seed, same bank. Mixed: the five models in turn, guessing
// 0.2, ceiling 0.95, thresholds 0.7 apart around the difficulty. Error "bank-size".
enum class GeneratedModels : std::uint8_t { twoParameter, mixed };
base::Result<StudyBank> generateBank(std::uint32_t items, std::uint64_t seed,
                                     GeneratedModels models = GeneratedModels::twoParameter);

// 1 = not in a test in this language, by the test definition's rule (scoring::Exclusions).
std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, bool certifiableOnly, std::string_view language);
std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, const content::TestDefinition& test,
                                       std::string_view language);

base::Result<content::TestDefinition> readTestDefinition(const std::filesystem::path& file);

}  // namespace vigie::tools
