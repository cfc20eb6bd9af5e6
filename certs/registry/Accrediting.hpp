// Accrediting a centre: its issuing key is certified under the root and logged, its did.json and status list are made,
// and its TLS key is certified as a registry client. Thread: any.
#pragma once

#include "certs/registry/LogWriter.hpp"
#include "certs/trust/Accreditation.hpp"

namespace vigie::registry {

struct AccreditOrder {
  std::string number;
  std::string did;
  crypto::PublicKey issuingKey;
  std::string statusList;  // id: "https://…/status/<number>"
};

// What an accreditation is made with: the root (or an authority under it), and the registry's status key.
struct AccreditKeys {
  trust::Authority root;
  crypto::PrivateKey statusKey;
  crypto::Certificate statusCertificate;
};

struct Accredited {
  Centre centre;
  std::string chain;  // PEM: the issuing certificate, and what stands between it and the root
};

// The centre as it is logged and published; a second accreditation of the same centre (a new key, or the same one for
// another 13 months) keeps its client id and status list. Error: "centre-number", "did-not-web", "did-taken",
// "did-differs", "key-taken", those of append().
base::Result<Accredited> accredit(LogWriter& writer, const Layout& layout, const AccreditOrder& order,
                                  const AccreditKeys& keys);

// A certificate for the TLS key that the centre presents to us, role registry-client, 13 months.
crypto::Certificate certifyClient(const trust::Authority& clientAuthority, const Centre& centre,
                                  const crypto::PublicKey& clientKey, std::int64_t nowMs);

}  // namespace vigie::registry
