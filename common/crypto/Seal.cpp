#include "common/crypto/Seal.hpp"

#include "common/crypto/Handles.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::crypto {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

int sizeOf(base::ByteView bytes) { return static_cast<int>(bytes.size()); }

}  // namespace

base::SecretBytes newSealKey() { return base::SecretBytes(randomBytes(kSealKeyBytes)); }

base::Bytes seal(const base::SecretBytes& key, base::ByteView associated, base::ByteView plain) {
  require(key.reveal().size() == kSealKeyBytes, "seal key size");
  base::Bytes sealed(kNonceBytes + plain.size() + kTagBytes);
  randomBytes(std::span<std::uint8_t>(sealed).first(kNonceBytes));
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  require(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.reveal().data(), sealed.data(), nullptr) == 1,
          "EVP_EncryptInit_ex2");
  int written = 0;
  require(EVP_EncryptUpdate(context.get(), nullptr, &written, associated.data(), sizeOf(associated)) == 1, "GCM AAD");
  require(EVP_EncryptUpdate(context.get(), sealed.data() + kNonceBytes, &written, plain.data(), sizeOf(plain)) == 1,
          "GCM encrypt");
  std::uint8_t none[16];
  require(EVP_EncryptFinal_ex(context.get(), none, &written) == 1, "GCM final");
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                              sealed.data() + sealed.size() - kTagBytes) == 1,
          "GCM tag");
  return sealed;
}

base::Result<base::Bytes> unseal(const base::SecretBytes& key, base::ByteView associated, base::ByteView sealed) {
  if (key.reveal().size() != kSealKeyBytes || sealed.size() < kSealOverhead) {
    return base::fail("seal-broken", "the sealed bytes are too short or the key has the wrong size");
  }
  const base::ByteView cipherText = sealed.subspan(kNonceBytes, sealed.size() - kSealOverhead);
  base::Bytes tag(sealed.end() - kTagBytes, sealed.end());
  base::Bytes plain(cipherText.size() + 1);  // never a null pointer
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  require(EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.reveal().data(), sealed.data(), nullptr) == 1,
          "EVP_DecryptInit_ex2");
  int written = 0;
  std::uint8_t none[16];
  const bool ok =
      EVP_DecryptUpdate(context.get(), nullptr, &written, associated.data(), sizeOf(associated)) == 1 &&
      EVP_DecryptUpdate(context.get(), plain.data(), &written, cipherText.data(), sizeOf(cipherText)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), none, &written) == 1;
  if (!ok) return base::fail("seal-broken", "the sealed bytes were altered, or belong to another key or place");
  plain.resize(cipherText.size());
  return plain;
}

}  // namespace vigie::crypto
