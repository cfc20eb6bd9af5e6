#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/scoring/Arithmetic.hpp"
#include "tests/tools/score-digest/PlanSimulation.hpp"
#include "tests/tools/score-digest/Simulation.hpp"

namespace vigie::tools {
namespace {

TEST(GoldenDigest, StaysThatOfTheNamedArithmetic) {
  ASSERT_EQ(scoring::kArithmeticName, "vigie-scoring/1");
  const auto golden = base::readTextFile(VIGIE_SOURCE_DIR "/tests/fixtures/vigie-scoring-1.digest");
  ASSERT_TRUE(golden);
  const SimulationResult result = simulate(kGoldenTests);
  EXPECT_EQ(result.digest, base::trim(*golden))
      << "a result changed by at least one bit: that is a new arithmetic with a new name";
  EXPECT_GT(result.logDomainAnswers, 1000U);
  EXPECT_GT(result.uncorrectedAnswers, 1000U);
}

TEST(GoldenDigest, OfPlansStaysThatOfTheNamedArithmetic) {
  ASSERT_EQ(scoring::kPlanArithmeticName, "vigie-plans/1");
  const auto golden = base::readTextFile(VIGIE_SOURCE_DIR "/tests/fixtures/vigie-plans-1.digest");
  ASSERT_TRUE(golden);
  EXPECT_EQ(simulatePlans(kGoldenPlanTests), base::trim(*golden))
      << "a result changed by at least one bit: that is a new arithmetic with a new name";
  EXPECT_NE(simulatePlans(1), simulatePlans(2));
}

TEST(GoldenDigest, DependsOnTheNumberOfTests) {
  EXPECT_NE(simulate(1).digest, simulate(2).digest);
}

TEST(GoldenDigest, OfTestsApartIsTheSameForAnyNumberOfThreads) {
  const std::string alone = simulateApart(150, 1);
  EXPECT_EQ(alone, simulateApart(150, 2));
  EXPECT_EQ(alone, simulateApart(150, 5));
  EXPECT_NE(alone, simulateApart(151, 2));
}

}  // namespace
}  // namespace vigie::tools
