#include "certs/credential/Multibase.hpp"

#include <gtest/gtest.h>

namespace vigie::credential {
namespace {

TEST(Base58, AgreesWithKnownPairs) {
  const std::pair<const char*, const char*> pairs[] = {
      {"", ""},
      {"61", "2g"},
      {"626262", "a3gV"},
      {"00000000000000000000", "1111111111"},
      {"00010966776006953d5567439e5e39f86a0d273beed61967f6", "16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM"}};
  for (const auto& [hex, text] : pairs) {
    EXPECT_EQ(toBase58(*base::fromHex(hex)), text);
    EXPECT_EQ(base::toHex(*fromBase58(text)), hex);
  }
}

TEST(Base58, RefusesForeignCharactersAndEndlessTexts) {
  for (const char* text : {"0", "O", "I", "l", " 2g", "2g\n"}) EXPECT_FALSE(fromBase58(text)) << text;
  EXPECT_FALSE(fromBase58(std::string(257, '2')));
}

TEST(Multikey, ReadsBackBothKindsOfKey) {
  for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::ed25519}) {
    const auto key = crypto::PrivateKey::generate(kind).publicKey();
    const std::string text = toMultikey(key);
    EXPECT_TRUE(text.starts_with(kind == crypto::KeyKind::p256 ? "zDn" : "z6Mk")) << text;
    const auto back = fromMultikey(text);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->spki(), key.spki());
  }
}

TEST(Multikey, RefusesOtherPrefixesLengthsAndBases) {
  const std::string good = toMultikey(crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey());
  base::Bytes otherCode = *fromBase58(good.substr(1));
  otherCode[0] ^= 1;
  for (const std::string& bad : {std::string(), std::string("z"), "u" + good.substr(1), good + "2",
                                 good.substr(0, good.size() - 1), "z" + toBase58(otherCode)}) {
    EXPECT_FALSE(fromMultikey(bad)) << bad;
  }
}

}  // namespace
}  // namespace vigie::credential
