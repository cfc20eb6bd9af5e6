// Issued certificates against the records: signed by the accredited key, and saying exactly what was decided. Thread:
// any.
#pragma once

#include "certs/verify/Binding.hpp"
#include "certs/verify/Heads.hpp"
#include "certs/verify/PrivateParts.hpp"

namespace vigie::verify {

void checkCertificates(const SessionFiles& files, const Streams& streams, const Binding& binding,
                       const PrivateParts& privateParts, Heads& heads, Findings& findings, Facts& facts);

}  // namespace vigie::verify
