#include "common/link/Backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vigie::link {
namespace {

TEST(Backoff, DoublesFromTheFirstToTheLongestDelay) {
  Backoff backoff(Reconnect{}, 1);
  for (const std::int64_t nominal : {200, 400, 800, 1600, 3200, 5000, 5000}) {
    const auto delay = backoff.next().count();
    EXPECT_GE(delay, nominal / 2);
    EXPECT_LE(delay, nominal);
  }
}

TEST(Backoff, BeginsAgainAfterReset) {
  Backoff backoff(Reconnect{}, 1);
  for (int attempt = 0; attempt < 6; ++attempt) backoff.next();
  backoff.reset();
  EXPECT_LE(backoff.next().count(), 200);
}

TEST(Backoff, SpreadsARoomOfClients) {
  std::set<std::int64_t> delays;
  for (std::uint64_t seat = 0; seat < 50; ++seat) delays.insert(Backoff(Reconnect{}, seat).next().count());
  EXPECT_GT(delays.size(), 20U);
}

}  // namespace
}  // namespace vigie::link
