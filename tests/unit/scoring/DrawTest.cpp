#include "common/scoring/Draw.hpp"

#include <gtest/gtest.h>

#include <array>

namespace vigie::scoring {
namespace {

// Expected values from Python's hmac module over the encoding of Draw.hpp.
TEST(Draw, IsTheHmacOfSeedAndQuestion) {
  std::array<std::uint8_t, 48> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(draw(seed, 1), 0x1.2431520be19c4p-1);
  EXPECT_EQ(draw(seed, 2), 0x1.8cdc5ec632ab6p-2);
  EXPECT_EQ(draw(seed, 32), 0x1.fab804f323ab8p-3);
  EXPECT_EQ(draw(seed, 0x01020304), 0x1.11f70e9321519p-1);
}

TEST(Draw, StaysBelowOneAndSpreadsEvenly) {
  const std::array<std::uint8_t, 4> seed = {1, 2, 3, 4};
  std::array<int, 10> tenths{};
  for (std::uint32_t k = 1; k <= 10'000; ++k) {
    const double u = draw(seed, k);
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    ++tenths[static_cast<std::size_t>(u * 10)];
  }
  for (const int count : tenths) EXPECT_NEAR(count, 1000, 150);  // five standard deviations
}

}  // namespace
}  // namespace vigie::scoring
