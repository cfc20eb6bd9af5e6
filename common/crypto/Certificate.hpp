// X.509 certificates of the centre's own authority and of the national chain (RFC 5280).
// A role is a URI in the subject alternative name: urn:vigie:<role>:<32 hex digits of the owner's id>.
// Thread: any. Ownership: values that share an immutable OpenSSL object.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/Keys.hpp"

using X509 = struct x509_st;

namespace vigie::crypto {

enum class Role { seat, guard, console, registryClient, centre, registry };

std::string_view roleName(Role role);

struct RoleIdentity {
  Role role{};
  std::string id;  // 32 hex digits

  friend bool operator==(const RoleIdentity&, const RoleIdentity&) = default;
};

class Certificate {
 public:
  static base::Result<Certificate> fromDer(base::ByteView der);    // error "not-a-certificate"
  static base::Result<Certificate> fromPem(std::string_view pem);  // the first one in the text
  static base::Result<std::vector<Certificate>> chainFromPem(std::string_view pem);
  static Certificate fromHandle(std::shared_ptr<X509> handle);  // whose key is known to be one of ours

  base::Bytes der() const;
  std::string pem() const;
  std::string subject() const;         // the common name
  std::vector<std::string> dnsNames() const;
  std::int64_t notBeforeMs() const;
  std::int64_t notAfterMs() const;
  PublicKey publicKey() const;         // P-256 or Ed25519 (checked when loaded)
  Digest fingerprint() const;          // SHA-256 of der()
  bool isAuthority() const;            // basicConstraints CA:TRUE
  bool isIssuedBy(const Certificate& issuer) const;  // names match and the signature verifies

  // The one role URI; error "no-role" when there is none, two, or an unknown one.
  base::Result<RoleIdentity> role() const;

  X509* handle() const { return handle_.get(); }

 private:
  explicit Certificate(std::shared_ptr<X509> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<X509> handle_;
};

// What an authority puts into a certificate it signs.
struct CertificateTemplate {
  std::string subject;                 // common name
  std::optional<RoleIdentity> role;    // -> URI in subjectAltName; clientAuth, and serverAuth for centre and registry
  std::vector<std::string> dnsNames;   // -> subjectAltName; "127.0.0.1"-like texts become IP addresses
  bool authority = false;              // CA:TRUE, keyCertSign and cRLSign
  int pathLength = 0;                  // of an authority
  std::int64_t notBeforeMs = 0;
  std::int64_t notAfterMs = 0;
};

// Signs `subjectKey` with `issuerKey`. Without `issuer` the certificate is self-signed (a root).
Certificate issueCertificate(const CertificateTemplate& content, const PublicKey& subjectKey, const PrivateKey& issuerKey,
                             const std::optional<Certificate>& issuer);

// PKCS#10, DER: proves that the asker holds the private key.
base::Bytes makeSigningRequest(const PrivateKey& key, const std::string& subject);
base::Result<PublicKey> verifySigningRequest(base::ByteView der);  // error "request-wrong"

// Chain leaf first, root left out; every link, the CA flags, path lengths, name constraints and dates at `atMs` must
// hold up to `root` (X509_verify_cert). Error "chain-broken" with OpenSSL's reason.
base::Result<void> verifyChain(const std::vector<Certificate>& chain, const Certificate& root, std::int64_t atMs);

}  // namespace vigie::crypto
