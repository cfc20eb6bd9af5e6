#include "certs/log/Tiles.hpp"

#include <gtest/gtest.h>

namespace vigie::tlog {
namespace {

TEST(Tiles, NamesFilesAsTheSpecificationDoes) {
  EXPECT_EQ(tilePath(0, 0, 256), "tile/0/000");
  EXPECT_EQ(tilePath(0, 67, 256), "tile/0/067");
  EXPECT_EQ(tilePath(1, 999, 112), "tile/1/999.p/112");
  EXPECT_EQ(tilePath(0, 1000, 256), "tile/0/x001/000");
  EXPECT_EQ(tilePath(12, 1'234'067, 256), "tile/12/x001/x234/067");
  EXPECT_EQ(tilePath(0, 1'234'067, 8), "tile/0/x001/x234/067.p/8");
  EXPECT_EQ(entriesPath(273, 112), "tile/entries/273.p/112");
}

TEST(Tiles, KnowsThePartialTilesOfATreeOf70000) {
  EXPECT_EQ(partialWidth(0, 70'000), 112U);
  EXPECT_EQ(partialWidth(1, 70'000), 17U);
  EXPECT_EQ(partialWidth(2, 70'000), 1U);
  EXPECT_EQ(partialWidth(3, 70'000), 0U);
  EXPECT_EQ(partialWidth(8, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(partialWidth(0, 512), 0U);
}

TEST(Tiles, ReadsBackEntriesOfEveryAllowedSize) {
  const std::vector<base::Bytes> entries = {{}, {1, 2, 3}, base::Bytes(kLargestEntry, 7)};
  base::Bytes bundle;
  for (const base::Bytes& entry : entries) appendEntry(bundle, entry);
  EXPECT_EQ(*decodeEntries(bundle, 3), entries);
  EXPECT_EQ(decodeEntries(bundle, 2).error().code, "tile-damaged");
  bundle.pop_back();
  EXPECT_EQ(decodeEntries(bundle, 3).error().code, "tile-damaged");
  EXPECT_EQ(decodeEntries(base::Bytes{0}, 1).error().code, "tile-damaged");
}

TEST(Tiles, RefusesATileOfAnotherSize) {
  const std::vector<Digest> hashes(3, emptyRoot());
  EXPECT_EQ(*decodeTile(encodeTile(hashes), 3), hashes);
  EXPECT_EQ(decodeTile(encodeTile(hashes), 4).error().code, "tile-damaged");
}

}  // namespace
}  // namespace vigie::tlog
