#include "common/crypto/Keys.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <algorithm>

#include "common/crypto/Handles.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::crypto {
namespace {

constexpr std::size_t kSignatureBytes = 64;

// SubjectPublicKeyInfo of the two kinds, up to the point or raw key that ends it (RFC 5480, RFC 8410). Written and read
// here because OpenSSL's encoders and decoders cost several times a signature.
constexpr std::uint8_t kP256Spki[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                                      0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
constexpr std::uint8_t kEd25519Spki[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::size_t kUncompressedPointBytes = 65;

using SignaturePtr = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

std::shared_ptr<EVP_PKEY> share(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

std::unexpected<base::Error> notAKey(const char* why) { return base::fail("not-a-key", why); }

// Only the two kinds this product uses; anything else is refused before it reaches a signature check.
bool isKnownKind(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return true;
  if (EVP_PKEY_is_a(key, "EC") != 1) return false;
  char group[32] = {};
  return EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 && std::string_view(group) == "prime256v1";
}

bool isEd25519(EVP_PKEY* key) { return EVP_PKEY_is_a(key, "ED25519") == 1; }

base::Bytes rawFromDer(base::ByteView der) {
  const unsigned char* at = der.data();
  const SignaturePtr parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  require(parsed != nullptr, "d2i_ECDSA_SIG");
  base::Bytes raw(kSignatureBytes);
  require(BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), raw.data(), 32) == 32, "r");
  require(BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), raw.data() + 32, 32) == 32, "s");
  return raw;
}

base::Bytes derFromRaw(base::ByteView raw) {
  const SignaturePtr signature(ECDSA_SIG_new());
  require(ECDSA_SIG_set0(signature.get(), BN_bin2bn(raw.data(), 32, nullptr), BN_bin2bn(raw.data() + 32, 32, nullptr)) == 1,
          "ECDSA_SIG_set0");
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  require(size > 0, "i2d_ECDSA_SIG");
  base::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

std::string takeText(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

// OpenSSL would otherwise ask on the terminal for the passphrase of an encrypted key.
int passphraseOf(char* buffer, int size, int, void* user) {
  const auto* text = static_cast<const std::string_view*>(user);
  const int length = std::min(size, static_cast<int>(text->size()));
  std::copy_n(text->data(), length, buffer);
  return length;
}

}  // namespace

base::Result<PublicKey> PublicKey::fromSpki(base::ByteView der) {
  const bool isPlainP256 = der.size() == sizeof kP256Spki + kUncompressedPointBytes &&
                           std::equal(std::begin(kP256Spki), std::end(kP256Spki), der.begin());
  if (isPlainP256) return fromP256Point(der.subspan(sizeof kP256Spki));
  const unsigned char* at = der.data();
  auto key = share(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!key || at != der.data() + der.size() || !isKnownKind(key.get())) {
    return notAKey("expected a DER SubjectPublicKeyInfo of a P-256 or Ed25519 key");
  }
  return PublicKey(std::move(key));
}

base::Result<PublicKey> PublicKey::fromPem(std::string_view pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto key = share(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!key || !isKnownKind(key.get())) return notAKey("expected a PEM public key, P-256 or Ed25519");
  return PublicKey(std::move(key));
}

base::Result<PublicKey> PublicKey::fromP256Point(base::ByteView point) {
  if (point.size() != 33 && point.size() != 65) return notAKey("expected a P-256 point of 33 or 65 bytes");
  const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  char group[] = "prime256v1";
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<std::uint8_t*>(point.data()), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  const bool ok = EVP_PKEY_fromdata_init(context.get()) == 1 &&
                  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) == 1;
  ERR_clear_error();
  if (!ok) return notAKey("the point is not on the curve P-256");
  return PublicKey(share(key));
}

base::Result<PublicKey> PublicKey::fromEd25519(base::ByteView raw32) {
  auto key = share(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw32.data(), raw32.size()));
  ERR_clear_error();
  if (!key) return notAKey("expected the 32 bytes of an Ed25519 public key");
  return PublicKey(std::move(key));
}

base::Result<PublicKey> PublicKey::fromHandle(std::shared_ptr<EVP_PKEY> handle) {
  if (!handle || !isKnownKind(handle.get())) return notAKey("expected a P-256 or Ed25519 key");
  return PublicKey(std::move(handle));
}

KeyKind PublicKey::kind() const { return isEd25519(handle_.get()) ? KeyKind::ed25519 : KeyKind::p256; }

base::Bytes PublicKey::spki() const {
  const bool edwards = kind() == KeyKind::ed25519;
  base::Bytes out = edwards ? base::Bytes(std::begin(kEd25519Spki), std::end(kEd25519Spki))
                            : base::Bytes(std::begin(kP256Spki), std::end(kP256Spki));
  base::append(out, point());
  return out;
}

std::string PublicKey::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PUBKEY(bio.get(), handle_.get()) == 1, "PEM_write_bio_PUBKEY");
  return takeText(bio.get());
}

base::Bytes PublicKey::point() const {
  if (kind() == KeyKind::ed25519) {
    base::Bytes raw(32);
    std::size_t size = raw.size();
    require(EVP_PKEY_get_raw_public_key(handle_.get(), raw.data(), &size) == 1, "raw public key");
    return raw;
  }
  BIGNUM* x = nullptr;
  BIGNUM* y = nullptr;
  require(EVP_PKEY_get_bn_param(handle_.get(), OSSL_PKEY_PARAM_EC_PUB_X, &x) == 1, "x");
  require(EVP_PKEY_get_bn_param(handle_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, &y) == 1, "y");
  base::Bytes out(65);
  out[0] = 4;
  BN_bn2binpad(x, out.data() + 1, 32);
  BN_bn2binpad(y, out.data() + 33, 32);
  BN_free(x);
  BN_free(y);
  return out;
}

base::Bytes PublicKey::compressedPoint() const {
  base::Bytes whole = point();
  if (kind() == KeyKind::ed25519) return whole;
  base::Bytes out(whole.begin(), whole.begin() + 33);
  out[0] = (whole[64] & 1) != 0 ? 3 : 2;
  return out;
}

Digest PublicKey::id() const { return sha256(spki()); }

bool PublicKey::verify(base::ByteView message, base::ByteView signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const DigestContextPtr context(EVP_MD_CTX_new());
  const bool edwards = kind() == KeyKind::ed25519;
  const base::Bytes der = edwards ? base::Bytes(signature.begin(), signature.end()) : derFromRaw(signature);
  const bool ok =
      EVP_DigestVerifyInit(context.get(), nullptr, edwards ? nullptr : EVP_sha256(), nullptr, handle_.get()) == 1 &&
      EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return ok;
}

PrivateKey PrivateKey::generate(KeyKind kind) {
  EVP_PKEY* key = kind == KeyKind::ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                           : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  require(key != nullptr, "EVP_PKEY_Q_keygen");
  return PrivateKey(share(key));
}

base::Result<PrivateKey> PrivateKey::fromPem(std::string_view pem, std::string_view passphrase) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto key = share(PEM_read_bio_PrivateKey(bio.get(), nullptr, passphraseOf, &passphrase));
  ERR_clear_error();
  if (!key && pem.find("ENCRYPTED") != std::string_view::npos) {
    return base::fail("wrong-passphrase", "the key is encrypted and this passphrase does not open it");
  }
  if (!key || !isKnownKind(key.get())) return notAKey("expected a PEM private key, P-256 or Ed25519");
  return PrivateKey(std::move(key));
}

std::string PrivateKey::pem() const {
  const BioPtr bio(BIO_new(BIO_s_secmem()));
  require(PEM_write_bio_PKCS8PrivateKey(bio.get(), handle_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "PEM_write_bio_PKCS8PrivateKey");
  return takeText(bio.get());
}

std::string PrivateKey::encryptedPem(std::string_view passphrase) const {
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>> info(EVP_PKEY2PKCS8(handle_.get()));
  base::Bytes salt = randomBytes(16);
  // scrypt N=16384 r=8 p=1: about 50 ms and 16 MB a guess for whoever copies the file.
  X509_ALGOR* algorithm = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt.data(), static_cast<int>(salt.size()), nullptr,
                                                16384, 8, 1);
  require(algorithm != nullptr, "PKCS5_pbe2_set_scrypt");
  const std::unique_ptr<X509_SIG, FreeWith<X509_SIG_free>> sealed(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), algorithm));
  require(sealed != nullptr, "PKCS8_set0_pbe");
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PKCS8(bio.get(), sealed.get()) == 1, "PEM_write_bio_PKCS8");
  return takeText(bio.get());
}

base::Bytes PrivateKey::sign(base::ByteView message) const {
  const bool edwards = isEd25519(handle_.get());
  const DigestContextPtr context(EVP_MD_CTX_new());
  require(EVP_DigestSignInit(context.get(), nullptr, edwards ? nullptr : EVP_sha256(), nullptr, handle_.get()) == 1,
          "EVP_DigestSignInit");
  base::Bytes signature(128);
  std::size_t size = signature.size();
  require(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1,
          "EVP_DigestSign");
  signature.resize(size);
  return edwards ? signature : rawFromDer(signature);
}

PublicKey PrivateKey::publicKey() const { return PublicKey(handle_); }

}  // namespace vigie::crypto
