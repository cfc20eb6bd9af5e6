// A session's bundle from the journal on the disk: what the registry and auditors decide again. Thread: any, with a
// store of its own.
#pragma once

#include <string>
#include <vector>

#include "common/base/Id.hpp"
#include "common/crypto/Certificate.hpp"
#include "common/journal/Store.hpp"

namespace vigie::centre {

// What a bundle holds besides records.
struct BundleMaterials {
  crypto::PrivateKey issuingKey;
  std::vector<crypto::Certificate> issuingChain;   // leaf first, root left out
  std::vector<crypto::Certificate> registryChain;  // of the ticket key; empty when the centre was given a bare key
  base::Bytes bankCalibration;                     // exact bytes of bank.cal
  base::Bytes bankAuthority;                       // DER certificate, or SPKI
};

base::Result<base::Bytes> bundleOf(journal::Store& store, const base::SessionId& session,
                                   const BundleMaterials& materials, std::vector<std::string> certificates);

}  // namespace vigie::centre
