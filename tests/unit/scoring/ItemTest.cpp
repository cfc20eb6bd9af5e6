#include "common/scoring/Item.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace vigie::scoring {
namespace {

using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct BadItem {
  const char* name;
  Item item;
  const char* code;
  const char* field;
};

class RefusedItem : public testing::TestWithParam<BadItem> {};

TEST_P(RefusedItem, IsRefusedWithIndexAndField) {
  const auto bank = Bank::make({Item{}, Item{}, GetParam().item});
  ASSERT_FALSE(bank);
  EXPECT_EQ(bank.error().code, GetParam().code);
  EXPECT_THAT(bank.error().detail, HasSubstr("item 2: "));
  EXPECT_THAT(bank.error().detail, HasSubstr(GetParam().field));
}

constexpr auto kTooLarge = static_cast<std::uint32_t>(kLargestBank);

INSTANTIATE_TEST_SUITE_P(
    Bank, RefusedItem,
    testing::Values(BadItem{"negativeDiscrimination", {.discrimination = -1}, "item-discrimination", "discrimination"},
                    BadItem{"zeroDiscrimination", {.discrimination = 0}, "item-discrimination", "discrimination"},
                    BadItem{"nanDiscrimination", {.discrimination = kNaN}, "item-discrimination", "nan"},
                    BadItem{"infiniteDiscrimination", {.discrimination = kInfinity}, "item-discrimination", "inf"},
                    BadItem{"absurdDiscrimination", {.discrimination = 1001}, "item-discrimination", "1001"},
                    BadItem{"nanDifficulty", {.difficulty = kNaN}, "item-difficulty", "difficulty"},
                    BadItem{"infiniteDifficulty", {.difficulty = -kInfinity}, "item-difficulty", "-inf"},
                    BadItem{"absurdDifficulty", {.difficulty = -1000.5}, "item-difficulty", "-1000.5"},
                    BadItem{"competence", {.competence = kTooLarge}, "item-competence", "65536"},
                    BadItem{"tube", {.tube = kTooLarge}, "item-tube", "65536"},
                    BadItem{"skill", {.skill = kTooLarge}, "item-skill", "65536"}),
    [](const auto& test) { return test.param.name; });

TEST(Bank, RefusesNoItemAtAll) {
  const auto bank = Bank::make({});
  ASSERT_FALSE(bank);
  EXPECT_EQ(bank.error().code, "bank-empty");
}

TEST(Bank, RefusesMoreItemsThanItCanNumber) {
  const auto bank = Bank::make(std::vector<Item>(kLargestBank + 1));
  ASSERT_FALSE(bank);
  EXPECT_EQ(bank.error().code, "bank-too-large");
}

TEST(Bank, KeepsItemsInTheirOrder) {
  const auto bank = Bank::make({{1.5, -2, 3, 4, 5}, {0.5, 1, 6, 7, 8}});
  ASSERT_TRUE(bank);
  EXPECT_EQ(bank->size(), 2U);
  EXPECT_EQ(bank->item(0).discrimination, 1.5);
  EXPECT_EQ(bank->item(0).difficulty, -2);
  EXPECT_EQ(bank->item(1).competence, 6U);
  EXPECT_EQ(bank->item(1).tube, 7U);
  EXPECT_EQ(bank->item(1).skill, 8U);
  EXPECT_THROW(bank->item(2), std::out_of_range);
  EXPECT_THROW(bank->parameters(2), std::out_of_range);
}

TEST(Bank, TakesNegativeDiscriminationOnlyForFormulas) {
  EXPECT_TRUE(Bank::makeForFormulas({{.discrimination = -1}, {.discrimination = 0}}));
  const auto notFinite = Bank::makeForFormulas({{.discrimination = kNaN}});
  ASSERT_FALSE(notFinite);
  EXPECT_EQ(notFinite.error().code, "item-discrimination");
}

}  // namespace
}  // namespace vigie::scoring
