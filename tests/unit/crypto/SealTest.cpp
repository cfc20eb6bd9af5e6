#include "common/crypto/Seal.hpp"

#include <gtest/gtest.h>

namespace vigie::crypto {
namespace {

TEST(Seal, OpensOnlyWithItsKeyPlaceAndBytes) {
  const base::SecretBytes key = newSealKey();
  for (const std::string text : {"", "a", "an answer of a candidate"}) {
    const base::Bytes sealed = seal(key, base::bytesOf("place"), base::bytesOf(text));
    EXPECT_EQ(sealed.size(), text.size() + kSealOverhead);
    const auto plain = unseal(key, base::bytesOf("place"), sealed);
    ASSERT_TRUE(plain);
    EXPECT_EQ(base::textOf(*plain), text);
    EXPECT_FALSE(unseal(key, base::bytesOf("elsewhere"), sealed));
    EXPECT_FALSE(unseal(newSealKey(), base::bytesOf("place"), sealed));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      base::Bytes altered = sealed;
      altered[i] ^= 1;
      EXPECT_FALSE(unseal(key, base::bytesOf("place"), altered)) << i;
    }
  }
  EXPECT_FALSE(unseal(key, {}, base::Bytes(kSealOverhead - 1)));
}

}  // namespace
}  // namespace vigie::crypto
