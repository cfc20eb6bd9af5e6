// Certificates of a finalised session: signed once, durable in the same commit as the record that names their digest,
// then laid out as files for people (design.md 6). Thread: the state thread's.
#pragma once

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

// How many were made now; those made before stay as they are. Errors: "session-phase", "not-accredited", "codes-used",
// those of credential::issueCredential.
base::Result<std::size_t> issueCertificates(Centre& centre, LiveSession& session, const exam::StaffCommand& command);

// Writes issued/<code>.jwt, .json, did.json and chain.pem where they are missing. Called after the commit and at start.
base::Result<void> layOut(const Identity& identity, const LiveSession& session);

}  // namespace vigie::centre
