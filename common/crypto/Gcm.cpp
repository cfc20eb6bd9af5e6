#include "common/crypto/Gcm.hpp"

#include "common/crypto/Handles.hpp"

namespace vigie::crypto {
namespace {

int sizeOf(base::ByteView bytes) {
  return static_cast<int>(bytes.size());
}

}  // namespace

void gcmSeal(base::ByteView key, base::ByteView nonce, base::ByteView associated, base::ByteView plain,
             base::Bytes& out) {
  require(key.size() == kGcmKeyBytes && nonce.size() == kGcmNonceBytes, "GCM key size");
  const std::size_t begin = out.size();
  out.resize(begin + plain.size() + kGcmTagBytes);
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  require(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.data(), nonce.data(), nullptr) == 1,
          "EVP_EncryptInit_ex2");
  int written = 0;
  require(EVP_EncryptUpdate(context.get(), nullptr, &written, associated.data(), sizeOf(associated)) == 1, "GCM AAD");
  require(EVP_EncryptUpdate(context.get(), out.data() + begin, &written, plain.data(), sizeOf(plain)) == 1,
          "GCM encrypt");
  std::uint8_t none[16];
  require(EVP_EncryptFinal_ex(context.get(), none, &written) == 1, "GCM final");
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kGcmTagBytes,
                              out.data() + out.size() - kGcmTagBytes) == 1,
          "GCM tag");
}

std::optional<base::Bytes> gcmOpen(base::ByteView key, base::ByteView nonce, base::ByteView associated,
                                   base::ByteView sealed) {
  if (key.size() != kGcmKeyBytes || nonce.size() != kGcmNonceBytes || sealed.size() < kGcmTagBytes) return std::nullopt;
  const base::ByteView cipherText = sealed.first(sealed.size() - kGcmTagBytes);
  base::Bytes tag(sealed.end() - kGcmTagBytes, sealed.end());
  base::Bytes plain(cipherText.size() + 1);  // never a null pointer
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  require(EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.data(), nonce.data(), nullptr) == 1,
          "EVP_DecryptInit_ex2");
  int written = 0;
  std::uint8_t none[16];
  const bool ok =
      EVP_DecryptUpdate(context.get(), nullptr, &written, associated.data(), sizeOf(associated)) == 1 &&
      EVP_DecryptUpdate(context.get(), plain.data(), &written, cipherText.data(), sizeOf(cipherText)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kGcmTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), none, &written) == 1;
  if (!ok) return std::nullopt;
  plain.resize(cipherText.size());
  return plain;
}

}  // namespace vigie::crypto
