#include <gmock/gmock.h>

#include "proctor-console/cli/Text.hpp"

namespace vigie::cli {
namespace {

TEST(Table, AlignsAccentedCells) {
  Table table({"NOM", "ÉTAT"});
  EXPECT_TRUE(table.isEmpty());
  EXPECT_EQ(table.text(), "");
  table.add({"Noël", "prêt"});
  table.add({"Bo", ""});
  EXPECT_EQ(table.text(), "NOM   ÉTAT\nNoël  prêt\nBo\n");
}

}  // namespace
}  // namespace vigie::cli
