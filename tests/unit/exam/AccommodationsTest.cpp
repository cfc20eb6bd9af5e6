#include "common/exam/Accommodations.hpp"

#include <gtest/gtest.h>

namespace vigie::exam {
namespace {

using Names = std::vector<std::string>;

TEST(Accommodations, ReadsNamesHoweverTheyAreSeparatedEachOnceInTheOrderOfTheList) {
  const struct {
    const char* text;
    Names names;
  } kRows[] = {{"", {}},
               {"  ", {}},
               {"veil", {"veil"}},
               {"scribe veil", {"veil", "scribe"}},
               {"veil+scribe", {"veil", "scribe"}},
               {" veil + scribe ,veil", {"veil", "scribe"}},
               {"looks-down\tlarge-text", {"looks-down", "large-text"}}};
  for (const auto& row : kRows) {
    const auto names = readAccommodations(row.text);
    ASSERT_TRUE(names) << row.text;
    EXPECT_EQ(*names, row.names) << row.text;
  }
}

TEST(Accommodations, RefusesAnUnknownNameWithTheListAndWithoutRepeatingIt) {
  for (const char* text : {"voile", "veil voile", "VEIL", "veil;scribe"}) {
    const auto names = readAccommodations(text);
    ASSERT_FALSE(names) << text;
    EXPECT_EQ(names.error().code, "accommodation-unknown");
    EXPECT_NE(names.error().detail.find("looks-down"), std::string::npos);
    EXPECT_EQ(names.error().detail.find("voile"), std::string::npos);
  }
}

TEST(Accommodations, AreAClosedListWithoutRepeats) {
  EXPECT_TRUE(areAccommodations({}));
  EXPECT_TRUE(areAccommodations(Names{"veil", "scribe"}));
  EXPECT_FALSE(areAccommodations(Names{"veil", "veil"}));
  EXPECT_FALSE(areAccommodations(Names{"asleep"}));
  EXPECT_EQ(knownAccommodations().size(), 13U);
}

}  // namespace
}  // namespace vigie::exam
