#include "tests/load/seat-simulator/Responses.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/content/Judge.hpp"
#include "common/content/Template.hpp"

namespace vigie::load {
namespace {

const std::filesystem::path kItems = std::filesystem::path(VIGIE_SOURCE_DIR) / "deploy/demonstration/items.json";

std::vector<content::Item> certifiable() {
  auto source = content::readItemSource(*base::readTextFile(kItems));
  std::erase_if(source->items, [](const content::Item& item) { return !item.certifiable; });
  return source->items;
}

TEST(Responses, AreJudgedAsWantedInBothLanguages) {
  const auto responses = Responses::read(kItems);
  ASSERT_TRUE(responses) << responses.error().detail;
  const auto items = certifiable();
  ASSERT_GE(items.size(), 32U);
  for (const content::Item& item : items) {
    for (const std::string language : {"fr", "en"}) {
      for (const Wanted wanted : {Wanted::right, Wanted::wrong}) {
        const auto answer = responses->find(item.id, language, wanted);
        ASSERT_TRUE(answer) << answer.error().detail;
        const auto verdict = content::judge(item, language, *answer);
        ASSERT_TRUE(verdict) << item.id;
        EXPECT_EQ(*verdict == content::Verdict::right, wanted == Wanted::right) << item.id << " " << language;
      }
    }
  }
}

TEST(Responses, KnowEveryVariantOfATemplate) {
  const auto responses = Responses::read(std::filesystem::path(VIGIE_SOURCE_DIR) / "common/content/bank");
  ASSERT_TRUE(responses) << responses.error().detail;
  const auto source = content::readItemSource(
      *base::readTextFile(std::filesystem::path(VIGIE_SOURCE_DIR) / "common/content/bank/1.2.json"));
  int templates = 0;
  for (const content::Item& item : source->items) {
    templates += item.variants > 1 ? 1 : 0;
    const auto variants = content::variantsOf(item);
    ASSERT_TRUE(variants);
    for (const content::Item& variant : *variants) {
      const auto answer = responses->find(item.id, "fr", Wanted::right, variant.variant);
      ASSERT_TRUE(answer) << answer.error().detail;
      EXPECT_EQ(*content::judge(variant, "fr", *answer), content::Verdict::right) << item.id << " " << variant.variant;
    }
  }
  EXPECT_GT(templates, 3);
  EXPECT_EQ(responses->find("vig-1.2-10", "fr", Wanted::right, 99).error().code, "no-response");
}

TEST(Responses, SayWhichItemTheyDoNotHave) {
  const auto responses = Responses::read(kItems);
  ASSERT_TRUE(responses);
  const auto answer = responses->find("no-such-item", "fr", Wanted::right);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "no-response");
  EXPECT_NE(answer.error().detail.find("no-such-item"), std::string::npos);
}

// At an ability equal to its difficulty an item is a coin; far above it is nearly sure, far below nearly lost.
TEST(Responses, FollowTheItemsCurve) {
  const auto responses = Responses::read(kItems);
  ASSERT_TRUE(responses);
  const content::Item item = certifiable().front();
  const auto share = [&](double ability) {
    constexpr std::uint64_t kPeople = 4'000;
    std::uint64_t right = 0;
    for (std::uint64_t seed = 0; seed < kPeople; ++seed) {
      right += responses->attempt(item.id, ability, seed, 1) == Wanted::right ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(kPeople);
  };
  EXPECT_NEAR(share(item.difficulty), 0.5, 0.04);  // five standard errors of 0.008
  EXPECT_GT(share(item.difficulty + 5), 0.98);
  EXPECT_LT(share(item.difficulty - 5), 0.02);
}

TEST(Responses, AreTheSameAfterARestartAndOtherWithAnotherSeed) {
  const auto before = Responses::read(kItems);
  const auto after = Responses::read(kItems);
  ASSERT_TRUE(before && after);
  const content::Item item = certifiable().front();
  int differences = 0;
  for (std::uint32_t number = 1; number <= 64; ++number) {
    const Wanted first = before->attempt(item.id, item.difficulty, 7, number);
    EXPECT_EQ(after->attempt(item.id, item.difficulty, 7, number), first) << number;
    differences += before->attempt(item.id, item.difficulty, 8, number) != first ? 1 : 0;
  }
  EXPECT_GT(differences, 0);
}

}  // namespace
}  // namespace vigie::load
