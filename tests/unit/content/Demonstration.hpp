// The demonstration bank's source, as shipped.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "common/base/File.hpp"
#include "common/content/ItemSource.hpp"

namespace vigie::content::test {

inline std::string demonstrationText() {
  const auto text = base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/items.json");
  EXPECT_TRUE(text) << text.error().detail;
  return text.value_or("");
}

inline const ItemSource& demonstration() {
  static const ItemSource source = [] {
    auto read = readItemSource(demonstrationText());
    EXPECT_TRUE(read) << read.error().detail;
    return read.value_or(ItemSource{});
  }();
  return source;
}

inline const Item& demonstrationItem(std::string_view id) {
  for (const Item& item : demonstration().items) {
    if (item.id == id) return item;
  }
  ADD_FAILURE() << "no item " << id;
  static const Item none;
  return none;
}

}  // namespace vigie::content::test
