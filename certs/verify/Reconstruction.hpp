// Which command led to a record? From the records alone, so that decide() can be asked again. Pure. Thread: any.
#pragma once

#include <optional>
#include <span>

#include "certs/verify/Streams.hpp"
#include "common/exam/Decide.hpp"

namespace vigie::verify {

struct Reconstruction {
  std::optional<exam::Command> command;                    // none: no command begins with this record
  std::optional<exam::record::SignedBytes> signedByStaff;  // the bytes that the command rests on
};

// `rest`: the records from this one on; some commands stand in the last record of several. `seatEnrolled`: whether a
// candidate may be moved to this workstation.
Reconstruction reconstruct(std::span<const SessionEntry> rest, const exam::SessionState& state, bool seatEnrolled);

}  // namespace vigie::verify
