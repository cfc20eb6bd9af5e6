// Signature keys: ECDSA P-256 (everything but the log) and Ed25519 (the transparency log and its witnesses).
// Signatures are raw: P-256 r‖s of 64 bytes (IEEE P1363, what JWS and Data Integrity want), Ed25519 64 bytes.
// Ownership: values that share an immutable OpenSSL key. Thread: any.
#pragma once

#include <memory>
#include <string>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

using EVP_PKEY = struct evp_pkey_st;

namespace vigie::crypto {

enum class KeyKind { p256, ed25519 };

class PublicKey {
 public:
  // Each refuses other kinds of key and points off the curve: error "not-a-key".
  static base::Result<PublicKey> fromSpki(base::ByteView der);
  static base::Result<PublicKey> fromPem(std::string_view pem);
  static base::Result<PublicKey> fromP256Point(base::ByteView point);  // 33 or 65 bytes
  static base::Result<PublicKey> fromEd25519(base::ByteView raw32);
  static base::Result<PublicKey> fromHandle(std::shared_ptr<EVP_PKEY> handle);

  KeyKind kind() const;
  base::Bytes spki() const;             // DER SubjectPublicKeyInfo
  std::string pem() const;
  base::Bytes point() const;            // P-256: 65 bytes uncompressed; Ed25519: 32 bytes
  base::Bytes compressedPoint() const;  // P-256: 33 bytes; Ed25519: 32 bytes
  Digest id() const;                    // SHA-256 of spki()

  // P-256: ECDSA over SHA-256(message). False for any malformed or wrong signature.
  bool verify(base::ByteView message, base::ByteView signature) const;

  EVP_PKEY* handle() const { return handle_.get(); }

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<EVP_PKEY> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<EVP_PKEY> handle_;
};

// Whatever can sign: a key in memory, a token, or the deterministic double of a simulation.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual base::Bytes sign(base::ByteView message) const = 0;
  virtual PublicKey publicKey() const = 0;
};

class PrivateKey final : public Signer {
 public:
  static PrivateKey generate(KeyKind kind);
  // Encrypted PKCS#8 wants its passphrase; error "wrong-passphrase" or "not-a-key".
  static base::Result<PrivateKey> fromPem(std::string_view pem, std::string_view passphrase = {});

  std::string pem() const;                                      // PKCS#8, not encrypted
  std::string encryptedPem(std::string_view passphrase) const;  // PKCS#8, PBES2 with scrypt and AES-256-CBC

  base::Bytes sign(base::ByteView message) const override;
  PublicKey publicKey() const override;

  EVP_PKEY* handle() const { return handle_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<EVP_PKEY> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<EVP_PKEY> handle_;
};

}  // namespace vigie::crypto
