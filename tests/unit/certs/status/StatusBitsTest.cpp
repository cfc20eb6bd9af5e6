#include "certs/status/StatusBits.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace vigie::status {
namespace {

// 131072 clear bits: the example of the W3C Recommendation.
constexpr const char* kW3cExample = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

std::string gzip(base::Bytes plain) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
  base::Bytes out(deflateBound(&stream, plain.size()));
  stream.next_in = plain.data();
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return "u" + base::toBase64Url(out);
}

TEST(StatusBits, ReadsTheExampleOfTheRecommendation) {
  const auto bits = StatusBits::decode(kW3cExample);
  ASSERT_TRUE(bits) << bits.error().detail;
  EXPECT_EQ(bits->count(), 131'072U);
  EXPECT_EQ(*bits, StatusBits());
}

TEST(StatusBits, PutsIndexZeroLeftmost) {
  base::Bytes plain(16'384);
  plain[0] = 0x80;
  plain[1] = 0x01;
  plain[16'383] = 0x01;
  StatusBits bits;
  for (const std::uint64_t index : {0U, 15U, 131'071U}) bits.set(index);
  EXPECT_EQ(*StatusBits::decode(gzip(plain)), bits);
}

TEST(StatusBits, ReadsBackEveryBit) {
  StatusBits bits(200'000);
  for (std::uint64_t i = 0; i < bits.count(); i += 977) bits.set(i);
  const std::string text = bits.encode();
  EXPECT_EQ(text, bits.encode());
  const auto back = StatusBits::decode(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, bits);
  for (std::uint64_t i = 0; i < bits.count(); ++i) ASSERT_EQ(back->isSet(i), i % 977 == 0) << i;
  bits.clear(977);
  EXPECT_FALSE(bits.isSet(977));
  EXPECT_TRUE(bits.isSet(0));
}

TEST(StatusBits, HasNothingOutside) {
  StatusBits bits(1);
  EXPECT_EQ(bits.count(), kFewestBits);
  bits.set(kFewestBits);
  EXPECT_EQ(bits, StatusBits());
  EXPECT_FALSE(bits.isSet(kFewestBits));
  EXPECT_EQ(StatusBits(~std::uint64_t{0}).count(), kMostBits);
}

TEST(StatusBits, RefusesAListThatUnfoldsWithoutEnd) {
  const std::string bomb = gzip(base::Bytes(200'000'000));
  EXPECT_LT(bomb.size(), 300'000U);
  EXPECT_EQ(StatusBits::decode(bomb).error().code, "status-size");
  EXPECT_EQ(StatusBits::decode(gzip(base::Bytes(kMostBits / 8 + 1))).error().code, "status-size");
  EXPECT_TRUE(StatusBits::decode(gzip(base::Bytes(kMostBits / 8))));
}

TEST(StatusBits, RefusesAListThatIsTooShortToHideWhoIsMeant) {
  EXPECT_EQ(StatusBits::decode(gzip(base::Bytes(16'383))).error().code, "status-size");
}

TEST(StatusBits, RefusesEveryOtherEncoding) {
  const std::string good = kW3cExample;
  base::Bytes packed = *base::fromBase64Url(good.substr(1));
  base::Bytes behind = packed;
  behind.push_back(0);
  base::Bytes twice = packed;
  base::append(twice, packed);
  base::Bytes cut(packed.begin(), packed.end() - 1);
  base::Bytes checksum = packed;
  checksum[packed.size() - 6] ^= 1;
  for (const base::Bytes& bad : {behind, twice, cut, checksum, base::Bytes()}) {
    EXPECT_EQ(StatusBits::decode("u" + base::toBase64Url(bad)).error().code, "status-encoding");
  }
  for (const std::string& bad : {std::string(), "z" + good.substr(1), good + "=", good.substr(1)}) {
    EXPECT_FALSE(StatusBits::decode(bad)) << bad;
  }
}

}  // namespace
}  // namespace vigie::status
