#include "common/content/Presentation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace vigie::content {
namespace {

const std::vector<std::string> kIds = {"a", "b", "c", "d"};

Seed seedOf(std::uint32_t number) {
  return crypto::sha256(base::toBytes(std::to_string(number)));
}

TEST(ShuffleOrder, DependsOnlyOnItsSeed) {
  EXPECT_EQ(shuffleOrder(kIds, seedOf(1)), shuffleOrder(kIds, seedOf(1)));
  std::map<std::vector<std::string>, int> orders;
  for (std::uint32_t i = 0; i < 24'000; ++i) ++orders[shuffleOrder(kIds, seedOf(i))];
  EXPECT_EQ(orders.size(), 24U);
  // 1000 expected each; 24,000 fixed seeds, so this never changes: six standard deviations leave room for chance.
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1000, 190);
}

// Computed apart from the code, with Python's hmac (seed = 32 bytes 00 01 … 1f): an auditor may write it again.
TEST(ShuffleOrder, IsTheDocumentedConstruction) {
  Seed seed;
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  const std::vector<std::string> ids = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
  const std::vector<std::string> expected = {"g", "j", "d", "e", "h", "l", "i", "a", "b", "k", "c", "f"};
  EXPECT_EQ(shuffleOrder(ids, seed), expected);
}

TEST(ShuffleOrder, KeepsEveryChoiceOfALongList) {
  std::vector<std::string> ids;
  for (int i = 0; i < 64; ++i) ids.push_back(std::to_string(i));
  auto order = shuffleOrder(ids, seedOf(7));
  EXPECT_NE(order, ids);
  std::sort(order.begin(), order.end());
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(order, ids);
  EXPECT_TRUE(shuffleOrder({}, seedOf(7)).empty());
  EXPECT_EQ(shuffleOrder({"a"}, seedOf(7)), std::vector<std::string>{"a"});
}

TEST(ShownDigest, CoversContentLanguageAndOrder) {
  const crypto::Digest content = crypto::sha256(base::bytesOf("content"));
  const crypto::Digest shown = shownDigest(content, "fr", {"b", "a"});
  EXPECT_EQ(base::toHex(shown), "01612915b8aa69fa2e3287a83493a5a09ab5dbbfa89c0bf03610fdc8cd6d00e2");
  EXPECT_NE(shown, shownDigest(crypto::sha256(base::bytesOf("other")), "fr", {"b", "a"}));
  EXPECT_NE(shown, shownDigest(content, "en", {"b", "a"}));
  EXPECT_NE(shown, shownDigest(content, "fr", {"a", "b"}));
  EXPECT_NE(shown, shownDigest(content, "fr", {}));
}

}  // namespace
}  // namespace vigie::content
