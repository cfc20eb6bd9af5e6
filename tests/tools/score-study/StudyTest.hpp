// What a study needs of a test definition. Ownership: a value. Thread: any.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/scoring/Score.hpp"
#include "common/scoring/TestPlan.hpp"
#include "tests/tools/score-study/StudyBank.hpp"

namespace vigie::tools {

struct StudyTest {
  std::string name;
  scoring::TestPlan plan;
  scoring::ScoreScale scale;
  std::vector<std::uint8_t> excluded;  // scoring::Exclusions
};

// Pix's rules, and the meshes of its seeds (1024pix/pix): -8, -1.4, -0.519, 0.6, 1.5, 2.25, 3.1, 4, 8.
base::Result<StudyTest> pixTest();

// A definition of either version; one without meshes has those of pixTest(). Errors: those of content::PlanDefinition
// and of scoring::check(plan, bank) with the shadow solver; "study-no-item" when the definition admits no item of the
// bank.
base::Result<StudyTest> readStudyTest(const std::filesystem::path& file, const StudyBank& bank,
                                      std::string_view language);

}  // namespace vigie::tools
