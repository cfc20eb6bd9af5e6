#include "common/crypto/Digest.hpp"

#include <gtest/gtest.h>

#include "common/crypto/Random.hpp"

namespace vigie::crypto {
namespace {

using base::bytesOf;
using base::toHex;

TEST(Digest, MatchesFips180) {
  EXPECT_EQ(toHex(sha256(bytesOf(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(toHex(sha256(bytesOf("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256({bytesOf("a"), bytesOf("bc")}), sha256(bytesOf("abc")));
}

TEST(Digest, MatchesRfc4231) {
  EXPECT_EQ(toHex(hmacSha256(bytesOf("Jefe"), bytesOf("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const base::Bytes longKey(131, 0xaa);
  EXPECT_EQ(toHex(hmacSha256(longKey, bytesOf("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, MatchesRfc5869) {
  const base::Bytes secret(22, 0x0b);
  const auto salt = *base::fromHex("000102030405060708090a0b0c");
  const auto info = *base::fromHex("f0f1f2f3f4f5f6f7f8f9");
  EXPECT_EQ(toHex(hkdfSha256(secret, salt, info, 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Random, DrawsCodesFromTheWholeAlphabet) {
  const std::string code = randomCode(4000);
  ASSERT_EQ(code.size(), 4000U);
  for (const char letter : kCodeAlphabet) EXPECT_NE(code.find(letter), std::string::npos) << letter;
  EXPECT_EQ(code.find_first_not_of(kCodeAlphabet), std::string::npos);
}

}  // namespace
}  // namespace vigie::crypto
