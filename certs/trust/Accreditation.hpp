// Who may sign what, as X.509 (certificates.md 4): a national root certifies each centre's issuing key for the host of
// its DID, and the registry's status key for the role "registry". Certificates are checked at the time the log recorded
// the certificate, not today: a centre's key lasts 13 months, what it signed lasts for ever.
// A root whose name holds DEMONSTRATION makes everything under it a demonstration.
// Thread: any. Ownership: values.
#pragma once

#include <string_view>
#include <vector>

#include "certs/credential/Credential.hpp"
#include "common/crypto/Certificate.hpp"

namespace vigie::trust {

using credential::Occasion;

// A self-signed root for 20 years.
crypto::Certificate makeRoot(const crypto::PrivateKey& rootKey, Occasion occasion, std::int64_t nowMs);

struct Authority {
  crypto::Certificate certificate;
  crypto::PrivateKey key;
};

// 13 months, digitalSignature and nonRepudiation, DNS name = `host` (of did:web:<host>).
crypto::Certificate accreditCentre(const Authority& authority, const crypto::PublicKey& issuingKey,
                                   const std::string& host, std::int64_t nowMs);

// 13 months, role registry with a random id.
crypto::Certificate certifyStatusKey(const Authority& authority, const crypto::PublicKey& statusKey,
                                     std::int64_t nowMs);

// `pem` must hold certificates and nothing else, each in the form OpenSSL writes: error "pem-not-canonical" or
// "not-a-certificate".
base::Result<std::vector<crypto::Certificate>> readPemExactly(std::string_view pem);

// One self-signed authority. Errors: those of readPemExactly, "root-wrong".
base::Result<crypto::Certificate> readRoot(std::string_view pem);

bool isDemonstration(const crypto::Certificate& root);

// Chain: leaf first, root left out. Errors: "chain-broken", "not-accredited" (another host, or a certificate made for
// something else).
base::Result<void> checkCentre(const std::vector<crypto::Certificate>& chain, const crypto::Certificate& root,
                               std::string_view did, std::int64_t atMs);
base::Result<void> checkStatusKey(const std::vector<crypto::Certificate>& chain, const crypto::PublicKey& key,
                                  const crypto::Certificate& root, std::int64_t atMs);

}  // namespace vigie::trust
