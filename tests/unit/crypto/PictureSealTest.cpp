#include <gtest/gtest.h>

#include "common/crypto/PictureSeal.hpp"
#include "common/crypto/Random.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::crypto {
namespace {

PictureName nameOf(std::uint8_t candidate, std::uint32_t number) {
  PictureName name;
  name.session.value.fill(7);
  name.candidate.value.fill(candidate);
  name.number = number;
  return name;
}

TEST(PictureSeal, GivesBackExactlyThePicture) {
  const base::SecretBytes key = newSealKey();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{27'000}}) {
    const base::Bytes picture = randomBytes(size);
    const base::Bytes sealed = sealPicture(key, nameOf(1, 3), picture);
    EXPECT_EQ(sealed.size(), size + kPictureOverhead);
    const auto opened = openPicture(key, nameOf(1, 3), sealed);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(*opened, picture);
  }
}

TEST(PictureSeal, UsesAnotherKeyForEachPicture) {
  const base::SecretBytes key = newSealKey();
  const base::Bytes picture(1'000, 'p');
  const base::Bytes first = sealPicture(key, nameOf(1, 1), picture);
  const base::Bytes second = sealPicture(key, nameOf(1, 1), picture);
  EXPECT_NE(base::Bytes(first.begin() + kPictureHeaderBytes, first.end()),
            base::Bytes(second.begin() + kPictureHeaderBytes, second.end()));
}

TEST(PictureSeal, RefusesEveryAlteredByte) {
  const base::SecretBytes key = newSealKey();
  const base::Bytes sealed = sealPicture(key, nameOf(1, 1), base::bytesOf("a picture"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    base::Bytes altered = sealed;
    altered[i] ^= 1;
    EXPECT_FALSE(openPicture(key, nameOf(1, 1), altered)) << "byte " << i;
  }
  base::Bytes cut = sealed;
  cut.pop_back();
  EXPECT_EQ(openPicture(key, nameOf(1, 1), cut).error().code, "seal-broken");
  EXPECT_EQ(openPicture(key, nameOf(1, 1), base::Bytes(20)).error().code, "seal-broken");
}

TEST(PictureSeal, TellsASwappedPictureFromAnAlteredOne) {
  const base::SecretBytes key = newSealKey();
  const base::Bytes sealed = sealPicture(key, nameOf(1, 1), base::bytesOf("a picture"));
  EXPECT_EQ(openPicture(key, nameOf(2, 1), sealed).error().code, "picture-misplaced");
  EXPECT_EQ(openPicture(key, nameOf(1, 2), sealed).error().code, "picture-misplaced");
  EXPECT_EQ(openPicture(newSealKey(), nameOf(1, 1), sealed).error().code, "seal-broken");
}

}  // namespace
}  // namespace vigie::crypto
