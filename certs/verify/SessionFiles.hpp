// The bytes that verifySession judges, whether they came in a bundle or lie in a centre's data folder. Everything here
// is evidence; only Anchors are trusted. Ownership: values. Thread: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certs/verify/Bundle.hpp"
#include "certs/verify/PrivateKeys.hpp"
#include "common/crypto/Certificate.hpp"

namespace vigie::verify {

// A picture of the vault that is not as the records say.
struct DamagedPicture {
  std::uint64_t record = 0;  // that says where it lies
  std::string candidate;     // 32 hex digits
  std::uint32_t number = 0;
  std::string what;
};

struct SessionFiles {
  // Of a data folder: what could be found of it, the rest empty; a certificate that is not laid out is "".
  Bundle bundle;
  std::optional<crypto::SignedMessage> signature;  // of a bundle

  // Of a data folder, parallel to bundle.sessionRecords; empty where a record has none, or it was erased.
  std::vector<base::Bytes> sealedPrivate;
  std::optional<PrivateKeys> privateKeys;
  std::vector<DamagedPicture> damagedPictures;

  bool isBundle() const { return signature.has_value(); }
};

struct Anchors {
  base::Result<crypto::Certificate> root;      // error "file-missing": there is none
  std::optional<crypto::PublicKey> ticketKey;  // for who knows it, as the registry does; else the registry chain tells
};

}  // namespace vigie::verify
