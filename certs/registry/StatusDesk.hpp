// Status lists: one per centre, its issuer the centre's DID, signed with the registry's status key and committed to the
// log before anybody can read it. A list older than kResignAfterMs is signed again, so that no certificate becomes "not
// established" because its list grew old (verifiers want one of at most 30 days). Thread: any.
#pragma once

#include "certs/registry/LogWriter.hpp"

namespace vigie::registry {

inline constexpr std::int64_t kResignAfterMs = 7 * std::int64_t{86'400'000};

// Signs an all-clear list for a centre that has none yet, or the centre's own list again, into `centre`, and logs it.
// Inside LogWriter::append. Errors: those of readStatusListJwt and Store.
base::Result<void> signList(Centre& centre, const crypto::Signer& statusKey, Store& store, Draft& draft);

// Signs every list that has grown old; how many. The caller publishes the centres' files afterwards.
base::Result<std::size_t> signOldLists(LogWriter& writer, const crypto::Signer& statusKey);

}  // namespace vigie::registry
