// What verify-session decides (design.md 10), as a function of bytes: no file, clock or network of its own. A session
// is decided again from its records by the centre's own rules, and everything that anybody signed is held against it.
// The registry asks the same before it logs a certificate. Thread: any. Ownership: values.
#pragma once

#include "certs/verify/Finding.hpp"
#include "certs/verify/SessionFiles.hpp"
#include "common/content/Bank.hpp"

namespace vigie::verify {

// `bank` may be null; with one, and with the private parts of a data folder, answers are judged again from their text.
Report verifySession(const SessionFiles& files, const Anchors& anchors, const content::Bank* bank = nullptr);

// The same for the exact bytes of a bundle.
Report verifyBundle(base::ByteView bytes, const Anchors& anchors, const content::Bank* bank = nullptr);

}  // namespace vigie::verify
