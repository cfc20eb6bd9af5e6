// Memory from the journal: the centre's stream and a session's, record by record, each chain checked, private parts
// opened and held against their hashes. Errors name stream and sequence. Thread: any, with a store of its own.
#pragma once

#include "center-server/service/LiveSession.hpp"
#include "common/exam/Centre.hpp"

namespace vigie::centre {

// The head of the centre's stream; `state` begins empty.
base::Result<journal::Head> replayCentre(journal::Store& store, exam::CentreState& state);

// The head of the session's stream; `session` was bound to its ticket and has applied nothing yet. Errors also:
// "test-mismatch" (`testBytes` is not what the session was created with), "private-part-damaged". A part whose key was
// erased counts as empty.
base::Result<journal::Head> replaySession(journal::Store& store, const base::SessionId& id, const KeyStore& keys,
                                          const std::string& testBytes, LiveSession& session);

}  // namespace vigie::centre
