#include "tests/tools/score-study/StudyTest.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::tools {

base::Result<StudyTest> pixTest() {
  constexpr std::array<double, 9> kBounds = {-8, -1.4, -0.519, 0.6, 1.5, 2.25, 3.1, 4, 8};
  scoring::ScoringConfiguration configuration;
  for (std::size_t i = 0; i + 1 < kBounds.size(); ++i) configuration.meshes.push_back({kBounds[i], kBounds[i + 1]});
  auto scale = scoring::ScoreScale::make(std::move(configuration));
  if (!scale) return base::fail(scale.error());
  return StudyTest{"Pix rules", {}, std::move(*scale), {}};
}

base::Result<StudyTest> readStudyTest(const std::filesystem::path& file, const StudyBank& bank,
                                      std::string_view language) {
  const auto test = readTestDefinition(file);
  if (!test) return base::fail(test.error());
  StudyTest out{test->name(), test->rules(), test->scale(), exclusionsOf(bank, *test, language)};
  if (std::count(out.excluded.begin(), out.excluded.end(), 0) == 0) {
    return base::fail("study-no-item", file.string() + " admits none of the bank's " + std::to_string(bank.ids.size()) +
                                           " items" + (language.empty() ? "" : " in " + std::string(language)) +
                                           ". Check the items' status, certifiable and locales");
  }
  return out;
}

}  // namespace vigie::tools
