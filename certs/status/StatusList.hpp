// A published status list (BitstringStatusListCredential) as JWT and as JSON with an ecdsa-jcs-2019 proof. Its issuer
// is the centre's DID, its signature the registry's: kid "<did>#s-jwk", verificationMethod "<did>#s" (design.md 6).
// Thread: any. Ownership: values. Dates: milliseconds, whole seconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "certs/credential/Credential.hpp"
#include "certs/status/StatusBits.hpp"

namespace vigie::status {

using credential::StatusPurpose;

struct StatusList {
  std::string id;      // URL, equal to the certificates' statusListCredential; its last part names the files
  std::string issuer;  // the centre's DID
  StatusPurpose purpose = StatusPurpose::revocation;
  std::int64_t validFromMs = 0;
  std::optional<std::int64_t> validUntilMs;
  StatusBits bits;

  friend bool operator==(const StatusList&, const StatusList&) = default;
};

struct PublishedList {
  std::string jwt;   // exact bytes of status/<name>.jwt
  std::string json;  // exact bytes of status/<name>.json
};

// `statusKey`: P-256, the DID document's #s.
PublishedList publishStatusList(const StatusList& list, const crypto::Signer& statusKey);

// Parse and verify; whether the key itself may be believed is trust's question. Errors: those of parseJws, verifyJws,
// readSecuredDocument and verifyProof, "status-key" (named another key than #s), "status-content", "status-encoding",
// "status-size".
base::Result<StatusList> readStatusListJwt(std::string_view jwt, const crypto::PublicKey& statusKey);
base::Result<StatusList> readStatusListJson(std::string_view json, const crypto::PublicKey& statusKey);

// "centre-0042" of "https://registre.example.fr/status/centre-0042": letters, digits, '-', '_' and '.', not beginning
// with '.', so that it can be a file's name. Error "status-name".
base::Result<std::string> fileNameOf(std::string_view listId);

}  // namespace vigie::status
