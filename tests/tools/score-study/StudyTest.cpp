#include "tests/tools/score-study/StudyTest.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "common/base/File.hpp"
#include "common/content/PlanDefinition.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::tools {

base::Result<StudyTest> pixTest() {
  constexpr std::array<double, 9> kBounds = {-8, -1.4, -0.519, 0.6, 1.5, 2.25, 3.1, 4, 8};
  scoring::ScoringConfiguration configuration;
  for (std::size_t i = 0; i + 1 < kBounds.size(); ++i) configuration.meshes.push_back({kBounds[i], kBounds[i + 1]});
  auto scale = scoring::ScoreScale::make(std::move(configuration));
  if (!scale) return base::fail(scale.error());
  return StudyTest{"Pix rules", scoring::planOf(scoring::TestRules{}), std::move(*scale), {}};
}

base::Result<StudyTest> readStudyTest(const std::filesystem::path& file, const StudyBank& bank,
                                      std::string_view language) {
  const auto text = base::readTextFile(file);
  if (!text) return base::fail(text.error());
  const auto test = content::PlanDefinition::load(*text);
  if (!test) return base::failAt(file.string(), test.error());
  auto plan = test->planFor(bank.models, bank.competences, &shadow::shadowTest);
  if (!plan) return base::failAt(file.string(), plan.error());
  auto pix = pixTest();
  if (!pix) return base::fail(pix.error());
  StudyTest out{test->name(), std::move(*plan), test->scale() ? *test->scale() : std::move(pix->scale),
                exclusionsOf(bank, test->certifiableOnly(), language)};
  if (std::count(out.excluded.begin(), out.excluded.end(), 0) == 0) {
    return base::fail("study-no-item", file.string() + " admits none of the bank's " + std::to_string(bank.ids.size()) +
                                           " items" + (language.empty() ? "" : " in " + std::string(language)) +
                                           ". Check the items' status, certifiable and locales");
  }
  return out;
}

}  // namespace vigie::tools
