#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/scoring/Arithmetic.hpp"
#include "tests/tools/score-digest/Simulation.hpp"

namespace vigie::tools {
namespace {

TEST(GoldenDigest, StaysThatOfTheNamedArithmetic) {
  ASSERT_EQ(scoring::kArithmeticName, "vigie-scoring/1");
  const auto golden = base::readTextFile(VIGIE_SOURCE_DIR "/tests/fixtures/vigie-scoring-1.digest");
  ASSERT_TRUE(golden);
  EXPECT_EQ(simulationDigest(kGoldenTests), base::trim(*golden))
      << "a result changed by at least one bit: that is a new arithmetic with a new name";
}

TEST(GoldenDigest, DependsOnTheNumberOfTests) {
  EXPECT_NE(simulationDigest(1), simulationDigest(2));
}

}  // namespace
}  // namespace vigie::tools
