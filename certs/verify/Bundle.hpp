// A session's bundle: all that an auditor or the registry needs to decide a session again, without private parts, in
// one file that the centre signs. Thread: any. Ownership: values.
//
// Bytes, integers big-endian. One content has one encoding; anything else is refused.
//   15 bytes   "vigie-bundle/1" and 00
//   then eight parts, in this order, each:
//     1 byte   number of the part, 1 to 8
//     4 bytes  how many entries it has
//     then each entry: 4 bytes its size, then its bytes (size at least 1)
//
//   part                  entries     each entry
//   1 centre records      1 or more   a record of the centre's stream, from the first on (common/journal/Record.hpp)
//   2 session records     1 or more   a record of the session's stream, all of them; checkpoints are among them
//   3 issuing chain       0 to 8      DER certificate; that of the issuing key first, root left out
//   4 registry chain      0 to 8      DER certificate; that of the ticket key first, root left out
//   5 bank.cal            1           the exact bytes of the file
//   6 bank authority      1           DER certificate of the key that signed bank.cal, or its SubjectPublicKeyInfo
//   7 certificates        0 or more   exact bytes of an issued .jwt, in the order of the records that issued them
//   8 signature           1           96 bytes: SHA-256 of the issuing key's SubjectPublicKeyInfo, then its signature
//                                     (crypto::signMessage, type "bundle") over every byte before part 8
#pragma once

#include <string>
#include <vector>

#include "common/crypto/SignedMessage.hpp"

namespace vigie::verify {

inline constexpr std::size_t kLargestBundle = 64U << 20;

struct Bundle {
  std::vector<base::Bytes> centreRecords;
  std::vector<base::Bytes> sessionRecords;
  std::vector<base::Bytes> issuingChain;
  std::vector<base::Bytes> registryChain;
  base::Bytes bankCalibration;
  base::Bytes bankAuthority;
  std::vector<std::string> certificates;

  friend bool operator==(const Bundle&, const Bundle&) = default;
};

struct SignedBundle {
  Bundle bundle;
  crypto::SignedMessage signature;  // its body: every byte before part 8; verified by verifySession, not here
};

// Errors: "bundle-too-large" (a part beyond the caps that readBundle holds it to).
base::Result<base::Bytes> writeBundle(const Bundle& bundle, const crypto::Signer& issuingKey);

// Errors: "bundle-magic", "bundle-truncated", "bundle-part" (another part, too few or too many entries, an empty or a
// too large one), "bundle-trailing", "bundle-too-large"; each names the part, and the entry where there is one.
base::Result<SignedBundle> readBundle(base::ByteView bytes);

}  // namespace vigie::verify
