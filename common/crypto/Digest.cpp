#include "common/crypto/Digest.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "common/crypto/Handles.hpp"

namespace vigie::crypto {

void require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "OpenSSL: %s failed\n", what);
  std::abort();
}

namespace {

const EVP_MD* fetchedSha256() {
  static const EVP_MD* md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(md != nullptr, "EVP_MD_fetch");
  return md;
}

EVP_MD_CTX* threadContext() {
  thread_local const DigestContextPtr context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

Digest sha256(std::initializer_list<base::ByteView> parts) {
  EVP_MD_CTX* context = threadContext();
  require(EVP_DigestInit_ex2(context, fetchedSha256(), nullptr) == 1, "EVP_DigestInit_ex2");
  for (const base::ByteView part : parts) {
    require(EVP_DigestUpdate(context, part.data(), part.size()) == 1, "EVP_DigestUpdate");
  }
  Digest digest;
  require(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  return digest;
}

Digest sha256(base::ByteView bytes) { return sha256({bytes}); }

Digest hmacSha256(base::ByteView key, base::ByteView message) {
  std::array<std::uint8_t, 64> block{};
  if (key.size() > block.size()) {
    const Digest shortened = sha256(key);
    std::copy(shortened.begin(), shortened.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  std::array<std::uint8_t, 64> inner;
  std::array<std::uint8_t, 64> outer;
  for (std::size_t i = 0; i < block.size(); ++i) {
    inner[i] = block[i] ^ 0x36;
    outer[i] = block[i] ^ 0x5c;
  }
  const Digest first = sha256({inner, message});
  return sha256({outer, first});
}

base::Bytes hkdfSha256(base::ByteView secret, base::ByteView salt, base::ByteView info, std::size_t size) {
  EVP_KDF* kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  EVP_KDF_CTX* context = EVP_KDF_CTX_new(kdf);
  EVP_KDF_free(kdf);
  require(context != nullptr, "EVP_KDF_CTX_new");
  const auto octets = [](const char* name, base::ByteView bytes) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
  };
  char digestName[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digestName, 0),
                               octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_SALT, salt),
                               octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  base::Bytes out(size);
  require(EVP_KDF_derive(context, out.data(), out.size(), params) == 1, "EVP_KDF_derive");
  EVP_KDF_CTX_free(context);
  return out;
}

bool toDigest(std::string_view raw, Digest& out) {
  if (raw.size() != out.size()) return false;
  std::copy_n(base::bytesOf(raw).begin(), out.size(), out.begin());
  return true;
}

}  // namespace vigie::crypto
