#include "common/crypto/Keys.hpp"

#include <gtest/gtest.h>
#include <openssl/x509.h>

#include "common/crypto/SignedMessage.hpp"

namespace vigie::crypto {
namespace {

using base::bytesOf;

class KeysTest : public ::testing::TestWithParam<KeyKind> {};

TEST_P(KeysTest, SignsAndRefusesEveryChange) {
  const PrivateKey key = PrivateKey::generate(GetParam());
  const base::Bytes signature = key.sign(bytesOf("message"));
  EXPECT_EQ(signature.size(), 64U);
  EXPECT_TRUE(key.publicKey().verify(bytesOf("message"), signature));
  EXPECT_FALSE(key.publicKey().verify(bytesOf("massage"), signature));
  EXPECT_FALSE(PrivateKey::generate(GetParam()).publicKey().verify(bytesOf("message"), signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    base::Bytes altered = signature;
    altered[i] ^= 0x40;
    EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), altered)) << i;
  }
  EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), base::Bytes(64)));
  EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), base::ByteView(signature).first(63)));
}

TEST_P(KeysTest, SurvivesEveryForm) {
  const PrivateKey key = PrivateKey::generate(GetParam());
  const PublicKey open = key.publicKey();
  EXPECT_EQ(PublicKey::fromSpki(open.spki())->id(), open.id());
  EXPECT_EQ(PublicKey::fromPem(open.pem())->id(), open.id());
  EXPECT_EQ(PrivateKey::fromPem(key.pem())->publicKey().id(), open.id());
  const std::string locked = key.encryptedPem("a long passphrase");
  EXPECT_EQ(PrivateKey::fromPem(locked, "a long passphrase")->publicKey().id(), open.id());
  EXPECT_EQ(PrivateKey::fromPem(locked, "another").error().code, "wrong-passphrase");
  EXPECT_EQ(PrivateKey::fromPem(locked).error().code, "wrong-passphrase");
}

TEST_P(KeysTest, WritesTheBytesThatOpenSslWrites) {
  const PublicKey key = PrivateKey::generate(GetParam()).publicKey();
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.handle(), &der);
  ASSERT_GT(size, 0);
  EXPECT_EQ(key.spki(), base::Bytes(der, der + size));
  OPENSSL_free(der);
}

INSTANTIATE_TEST_SUITE_P(Kinds, KeysTest, ::testing::Values(KeyKind::p256, KeyKind::ed25519));

TEST(Keys, ReadsPointsAndRefusesThoseOffTheCurve) {
  const PublicKey key = PrivateKey::generate(KeyKind::p256).publicKey();
  EXPECT_EQ(PublicKey::fromP256Point(key.point())->id(), key.id());
  EXPECT_EQ(PublicKey::fromP256Point(key.compressedPoint())->id(), key.id());
  base::Bytes off = key.point();
  off[64] ^= 1;
  EXPECT_EQ(PublicKey::fromP256Point(off).error().code, "not-a-key");
  base::Bytes spki = key.spki();
  spki.back() ^= 1;
  EXPECT_EQ(PublicKey::fromSpki(spki).error().code, "not-a-key");
  spki.back() ^= 1;
  spki.push_back(0);
  EXPECT_EQ(PublicKey::fromSpki(spki).error().code, "not-a-key");
  EXPECT_EQ(PublicKey::fromSpki(bytesOf("nonsense")).error().code, "not-a-key");
}

TEST(SignedMessage, BindsPurposeKeyAndBody) {
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const SignedMessage message = signMessage(key, "answer", bytesOf("body"));
  EXPECT_TRUE(verifyMessage(message, "answer", key.publicKey()));
  EXPECT_EQ(verifyMessage(message, "staff", key.publicKey()).error().code, "signature-wrong");
  EXPECT_EQ(verifyMessage(message, "answer", PrivateKey::generate(KeyKind::p256).publicKey()).error().code,
            "signature-key");
  SignedMessage other = message;
  other.body.push_back(0);
  EXPECT_EQ(verifyMessage(other, "answer", key.publicKey()).error().code, "signature-wrong");
  EXPECT_NE(other.digest(), message.digest());
}

}  // namespace
}  // namespace vigie::crypto
