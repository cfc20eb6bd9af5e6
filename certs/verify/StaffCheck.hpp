// A staff command as recorded: is it this person's, for this centre, and was it theirs to give? Thread: any.
#pragma once

#include <optional>

#include "certs/verify/Finding.hpp"
#include "common/exam/Centre.hpp"
#include "common/journal/Record.hpp"

namespace vigie::verify {

struct StaffCommandRead {
  crypto::SignedMessage message;
  exam::record::StaffBody body;
};

// The signed bytes as a command; nothing when they are not one, which has then been noted.
std::optional<StaffCommandRead> readCommand(const exam::record::SignedBytes& bytes, const Place& place,
                                            Findings& findings);

// `staff`: whose key it names, null when nobody's. False when anything was found.
enum class Standing : std::uint8_t { counts, revoked };
bool checkCommand(const StaffCommandRead& command, const exam::Staff* staff, Standing standing,
                  const base::EpochId& epoch, const Place& place, Findings& findings);

}  // namespace vigie::verify
