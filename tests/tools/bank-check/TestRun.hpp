// Whether a bank can carry the certification test: simulated candidates sit it under Pix's rules, and three of their
// questions, drawn at random, are replaced as after an alert that an invigilator upheld (the whole skill is taken out).
// Everything comes from the seed: same bank, same numbers. Thread: starts its own and joins them.
#pragma once

#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::tools {

struct RunSettings {
  std::string language = "fr";
  bool onlyAccessible = false;  // for candidates who need accessible items
  std::uint32_t candidates = 2000;
  std::uint32_t replaced = 3;
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;
};

struct RunOutcome {
  std::uint32_t length = 0;         // questions of a whole test
  std::uint32_t admitted = 0;       // items
  std::uint32_t cut = 0;            // tests that ran out of questions
  std::uint32_t neverAsked = 0;     // items
  double largestExposure = 0;       // share of the tests that ask one item
  std::string mostExposed;          // its id
  double overlap = 0;               // mean share of items that two candidates have in common
  double rmse = 0;                  // of the estimate, logits
  std::size_t competencesSeen = 0;  // the least of any test
};

// Abilities are uniform from -4 to 4 logits, so that novices and experts both find questions. Errors: those of
// studyBankOf(); "study-no-item".
base::Result<RunOutcome> simulateRun(const std::vector<content::Item>& items, const RunSettings& settings);

std::string textOf(const RunOutcome& outcome, const RunSettings& settings);

}  // namespace vigie::tools
