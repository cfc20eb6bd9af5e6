#include "certs/registry/RateLimit.hpp"

#include <gtest/gtest.h>

namespace vigie::registry {
namespace {

TEST(RateLimit, LetsAFullBucketThroughThenOneForEachRefill) {
  RateLimit limit({3, 0.5});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("192.0.2.1", 1000));
  EXPECT_FALSE(limit.take("192.0.2.1", 1000));
  EXPECT_FALSE(limit.take("192.0.2.1", 2900));
  EXPECT_TRUE(limit.take("192.0.2.1", 3000));
  EXPECT_FALSE(limit.take("192.0.2.1", 3000));
}

TEST(RateLimit, OneAddressDoesNotSlowAnother) {
  RateLimit limit({1, 0.1});
  EXPECT_TRUE(limit.take("192.0.2.1", 0));
  EXPECT_FALSE(limit.take("192.0.2.1", 0));
  EXPECT_TRUE(limit.take("192.0.2.2", 0));
}

TEST(RateLimit, CountsIpv6ByHousehold) {
  RateLimit limit({1, 0.1});
  EXPECT_TRUE(limit.take("2001:db8:1:2::1", 0));
  EXPECT_FALSE(limit.take("2001:db8:1:2:ffff::9", 0));
  EXPECT_TRUE(limit.take("2001:db8:1:3::1", 0));
}

TEST(RateLimit, NeverHoldsMoreThanCapacity) {
  RateLimit limit({2, 100});
  EXPECT_TRUE(limit.take("192.0.2.1", 0));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(limit.take("192.0.2.1", 3'600'000));
  EXPECT_FALSE(limit.take("192.0.2.1", 3'600'000));
}

TEST(RateLimit, ForgettingAddressesDoesNotForgetTheGuesser) {
  RateLimit limit({5, 0.001}, 100);
  for (int i = 0; i < 6; ++i) static_cast<void>(limit.take("192.0.2.1", 0));
  for (int i = 0; i < 1000; ++i) static_cast<void>(limit.take("198.51.100." + std::to_string(i), 0));
  EXPECT_FALSE(limit.take("192.0.2.1", 0));
}

}  // namespace
}  // namespace vigie::registry
