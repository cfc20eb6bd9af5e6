// The bundle's bytes: one content has one encoding, and every other text of bytes is refused by name.
#include "certs/verify/Bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie::verify {
namespace {

using testing::HasSubstr;

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

Bundle small() {
  return {.centreRecords = {{1, 2}, {3}},
          .sessionRecords = {{4}},
          .issuingChain = {{5, 6, 7}},
          .registryChain = {},
          .bankCalibration = {8},
          .bankAuthority = {9, 9},
          .certificates = {"eyJ", "x"}};
}

base::Bytes bytesOf(const Bundle& bundle) {
  auto bytes = writeBundle(bundle, key());
  EXPECT_TRUE(bytes) << bytes.error().detail;
  return bytes.value_or(base::Bytes{});
}

TEST(Bundle, ReadsBackWhatWasWritten) {
  const base::Bytes bytes = bytesOf(small());
  const auto read = readBundle(bytes);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->bundle, small());
  EXPECT_TRUE(crypto::verifyMessage(read->signature, "bundle", key().publicKey()));
}

TEST(Bundle, HasTheBytesThatItsHeaderDescribes) {
  const base::Bytes bytes = bytesOf(small());
  base::Bytes expected = base::toBytes("vigie-bundle/1");
  expected.push_back(0);
  base::append(expected, base::Bytes{1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 0, 0, 0, 1, 3});
  base::append(expected, base::Bytes{2, 0, 0, 0, 1, 0, 0, 0, 1, 4});
  base::append(expected, base::Bytes{3, 0, 0, 0, 1, 0, 0, 0, 3, 5, 6, 7});
  base::append(expected, base::Bytes{4, 0, 0, 0, 0});
  base::append(expected, base::Bytes{5, 0, 0, 0, 1, 0, 0, 0, 1, 8});
  base::append(expected, base::Bytes{6, 0, 0, 0, 1, 0, 0, 0, 2, 9, 9});
  base::append(expected, base::Bytes{7, 0, 0, 0, 2, 0, 0, 0, 3, 'e', 'y', 'J', 0, 0, 0, 1, 'x'});
  const std::size_t body = expected.size();
  base::append(expected, base::Bytes{8, 0, 0, 0, 1, 0, 0, 0, 96});
  const crypto::Digest id = key().publicKey().id();
  base::append(expected, id);
  ASSERT_EQ(bytes.size(), expected.size() + 64);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), bytes.begin()));
  const auto read = readBundle(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->signature.body, base::Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(body)));
}

TEST(Bundle, CutAnywhereIsRefused) {
  const base::Bytes bytes = bytesOf(small());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto read = readBundle(base::ByteView(bytes).first(size));
    ASSERT_FALSE(read) << size;
    EXPECT_THAT(read.error().code, testing::AnyOf("bundle-magic", "bundle-truncated")) << size;
  }
}

TEST(Bundle, WithBytesBehindItIsRefused) {
  base::Bytes bytes = bytesOf(small());
  bytes.push_back(0);
  EXPECT_EQ(readBundle(bytes).error().code, "bundle-trailing");
}

TEST(Bundle, WithAnyByteAlteredIsRefusedOrHasAnotherContent) {
  const base::Bytes bytes = bytesOf(small());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      base::Bytes altered = bytes;
      altered[at] ^= static_cast<std::uint8_t>(1 << bit);
      const auto read = readBundle(altered);
      if (!read) continue;
      EXPECT_FALSE(crypto::verifyMessage(read->signature, "bundle", key().publicKey())) << at;
      const base::Bytes again = bytesOf(read->bundle);
      EXPECT_TRUE(std::equal(read->signature.body.begin(), read->signature.body.end(), again.begin())) << at;
    }
  }
}

TEST(Bundle, NamesThePartAndTheEntry) {
  base::Bytes bytes = bytesOf(small());
  bytes[15] = 2;  // where part 1 begins
  auto read = readBundle(bytes);
  EXPECT_EQ(read.error().code, "bundle-part");
  EXPECT_THAT(read.error().detail, HasSubstr("part 1 (centre records)"));
  bytes = bytesOf(small());
  bytes[15 + 5 + 3] = 0;  // size of its first entry
  read = readBundle(bytes);
  EXPECT_EQ(read.error().code, "bundle-part");
  EXPECT_THAT(read.error().detail, HasSubstr("entry 1 says it has 0 bytes"));
}

TEST(Bundle, NeverBelievesASizeItDoesNotHave) {
  // A count or a size of four thousand million must not be allocated.
  base::Bytes bytes = bytesOf(small());
  for (std::size_t i = 0; i < 4; ++i) bytes[16 + i] = 0xFF;
  EXPECT_EQ(readBundle(bytes).error().code, "bundle-part");
  bytes = bytesOf(small());
  for (std::size_t i = 0; i < 4; ++i) bytes[20 + i] = 0xFF;
  EXPECT_EQ(readBundle(bytes).error().code, "bundle-part");
}

TEST(Bundle, IsNotWrittenBeyondWhatIsRead) {
  Bundle bundle = small();
  bundle.issuingChain.assign(9, {1});
  EXPECT_EQ(writeBundle(bundle, key()).error().code, "bundle-too-large");
  bundle = small();
  bundle.bankAuthority.clear();
  EXPECT_EQ(writeBundle(bundle, key()).error().code, "bundle-too-large");
  bundle = small();
  bundle.sessionRecords.clear();
  EXPECT_EQ(writeBundle(bundle, key()).error().code, "bundle-too-large");
  bundle = small();
  bundle.sessionRecords.assign(70, base::Bytes(1U << 20, 1));
  EXPECT_EQ(writeBundle(bundle, key()).error().code, "bundle-too-large");
}

TEST(Bundle, OfAnotherFormatIsRefused) {
  EXPECT_EQ(readBundle(base::bytesOf("PK\3\4 something else altogether")).error().code, "bundle-magic");
  EXPECT_EQ(readBundle({}).error().code, "bundle-magic");
}

}  // namespace
}  // namespace vigie::verify
