#include "certs/trust/Accreditation.hpp"

#include <algorithm>

#include "certs/credential/DidDocument.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::trust {
namespace {

constexpr std::string_view kDemonstration = "DEMONSTRATION";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kRootDays = 20 * 365;
constexpr std::int64_t kKeyDays = 396;
// A machine whose clock is a little late must not find a certificate that begins in its future.
constexpr std::int64_t kEarlierMs = kDayMs;
constexpr std::size_t kLongestCommonName = 64;  // RFC 5280, ub-common-name

crypto::CertificateTemplate leafTemplate(std::int64_t nowMs) {
  crypto::CertificateTemplate content;
  content.notBeforeMs = nowMs - kEarlierMs;
  content.notAfterMs = nowMs + kKeyDays * kDayMs;
  return content;
}

// X509_verify_cert picks what it needs out of a heap of certificates. Here one chain has one text: each certificate is
// issued by the next, the last by the root, and nothing else is there.
base::Result<void> verifyStraight(const std::vector<crypto::Certificate>& chain, const crypto::Certificate& root,
                                  std::int64_t atMs) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const bool last = i + 1 == chain.size();
    if (!chain[i].isIssuedBy(last ? root : chain[i + 1]) || chain[i].der() == root.der()) {
      return base::fail("chain-broken",
                        "each certificate must be issued by the next, the last by the root, which is left out");
    }
  }
  return crypto::verifyChain(chain, root, atMs);
}

std::unexpected<base::Error> notAccredited(std::string detail) {
  return base::fail("not-accredited", std::move(detail));
}

}  // namespace

crypto::Certificate makeRoot(const crypto::PrivateKey& rootKey, Occasion occasion, std::int64_t nowMs) {
  crypto::CertificateTemplate content;
  content.subject =
      occasion == Occasion::demonstration ? "Vigie " + std::string(kDemonstration) + " root" : "Vigie national root";
  content.authority = true;
  content.pathLength = 1;
  content.notBeforeMs = nowMs - kEarlierMs;
  content.notAfterMs = nowMs + kRootDays * kDayMs;
  return crypto::issueCertificate(content, rootKey.publicKey(), rootKey, std::nullopt);
}

crypto::Certificate accreditCentre(const Authority& authority, const crypto::PublicKey& issuingKey,
                                   const std::string& host, std::int64_t nowMs) {
  crypto::CertificateTemplate content = leafTemplate(nowMs);
  content.subject = host.substr(0, kLongestCommonName);
  content.dnsNames = {host};
  return crypto::issueCertificate(content, issuingKey, authority.key, authority.certificate);
}

crypto::Certificate certifyStatusKey(const Authority& authority, const crypto::PublicKey& statusKey,
                                     std::int64_t nowMs) {
  crypto::CertificateTemplate content = leafTemplate(nowMs);
  content.subject = "Vigie status lists";
  content.role = crypto::RoleIdentity{crypto::Role::registry, base::toHex(crypto::randomBytes(16))};
  return crypto::issueCertificate(content, statusKey, authority.key, authority.certificate);
}

base::Result<std::vector<crypto::Certificate>> readPemExactly(std::string_view pem) {
  if (pem.empty()) return base::fail("not-a-certificate", "expected PEM certificates; the file is empty");
  auto chain = crypto::Certificate::chainFromPem(pem);
  if (!chain) return chain;
  std::string again;
  for (const crypto::Certificate& certificate : *chain) again += certificate.pem();
  if (again != pem) {
    return base::fail("pem-not-canonical",
                      "expected the certificates exactly as `openssl x509` writes them, nothing else");
  }
  return chain;
}

base::Result<crypto::Certificate> readRoot(std::string_view pem) {
  const auto chain = readPemExactly(pem);
  if (!chain) return base::fail(chain.error());
  const crypto::Certificate& root = chain->front();
  if (chain->size() != 1 || !root.isAuthority() || !root.isIssuedBy(root)) {
    return base::fail("root-wrong", "expected one self-signed certificate of an authority");
  }
  return root;
}

bool isDemonstration(const crypto::Certificate& root) {
  return root.subject().find(kDemonstration) != std::string::npos;
}

base::Result<void> checkCentre(const std::vector<crypto::Certificate>& chain, const crypto::Certificate& root,
                               std::string_view did, std::int64_t atMs) {
  if (const auto held = verifyStraight(chain, root, atMs); !held) return held;
  const auto host = credential::hostOfDid(did);
  if (!host) return base::fail(host.error());
  const crypto::Certificate& leaf = chain.front();
  // A role (TLS, status lists) is another purpose: one key per purpose.
  if (leaf.isAuthority() || leaf.role())
    return notAccredited("the certificate was made for another purpose than issuing");
  const std::vector<std::string> names = leaf.dnsNames();
  if (std::find(names.begin(), names.end(), *host) == names.end()) {
    return notAccredited("the certificate is for another host than the issuer's");
  }
  return {};
}

base::Result<void> checkStatusKey(const std::vector<crypto::Certificate>& chain, const crypto::PublicKey& key,
                                  const crypto::Certificate& root, std::int64_t atMs) {
  if (const auto held = verifyStraight(chain, root, atMs); !held) return held;
  const auto role = chain.front().role();
  if (!role || role->role != crypto::Role::registry) return notAccredited("the certificate is not the registry's");
  if (chain.front().publicKey().spki() != key.spki()) return notAccredited("the certificate is for another key");
  return {};
}

}  // namespace vigie::trust
