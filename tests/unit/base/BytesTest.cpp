#include "common/base/Bytes.hpp"

#include <gtest/gtest.h>

namespace vigie::base {
namespace {

TEST(Bytes, WritesTheExamplesOfRfc4648) {
  const std::pair<const char*, const char*> rows[] = {{"", ""},         {"f", "Zg=="},         {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},  {"foob", "Zm9vYg=="},  {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : rows) {
    EXPECT_EQ(toBase64(bytesOf(plain)), text);
    const auto back = fromBase64(text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(textOf(*back), plain);
  }
}

TEST(Bytes, RefusesTextsThatAreNotTheCanonicalForm) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "Zg==Zg==", "Zm 8", "Zm8\n"}) {
    EXPECT_FALSE(fromBase64(text)) << text;
  }
  for (const char* text : {"Zg==", "Zh", "Zm9", "Z", "Zm+v", "Zm/v"}) EXPECT_FALSE(fromBase64Url(text)) << text;
  for (const char* text : {"0", "0G", "AB", "a b "}) EXPECT_FALSE(fromHex(text)) << text;
}

TEST(Bytes, RoundTripsEveryByte) {
  Bytes all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
  EXPECT_EQ(*fromHex(toHex(all)), all);
  EXPECT_EQ(*fromBase64(toBase64(all)), all);
  EXPECT_EQ(*fromBase64Url(toBase64Url(all)), all);
}

TEST(Bytes, ReadsBackBigEndianNumbers) {
  Bytes out;
  appendBigEndian16(out, 0x0102);
  appendBigEndian32(out, 0x03040506);
  appendBigEndian64(out, 0x0708090a0b0c0d0eULL);
  EXPECT_EQ(toHex(out), "0102030405060708090a0b0c0d0e");
  EXPECT_EQ(readBigEndian16(out), 0x0102);
  EXPECT_EQ(readBigEndian32(ByteView(out).subspan(2)), 0x03040506U);
  EXPECT_EQ(readBigEndian64(ByteView(out).subspan(6)), 0x0708090a0b0c0d0eULL);
}

TEST(Bytes, ComparesWithoutStopping) {
  EXPECT_TRUE(equalConstantTime(bytesOf("same"), bytesOf("same")));
  EXPECT_FALSE(equalConstantTime(bytesOf("same"), bytesOf("sane")));
  EXPECT_FALSE(equalConstantTime(bytesOf("same"), bytesOf("sam")));
}

}  // namespace
}  // namespace vigie::base
