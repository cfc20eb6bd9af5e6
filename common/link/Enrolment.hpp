// How a new machine becomes known to its centre: it makes a key, proves with a code that staff invited it, and gets a
// certificate. Nothing is sent before the server's CA was compared with what the machine was given: no trust on first
// use (design.md 3). One attempt, which may use up one of the code's tries.
// Thread: any but an I/O thread; blocks until the answer is there or patience and the link's limits end it (about 25 s).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "common/link/End.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "common/link/Machine.hpp"

namespace vigie::link {

inline constexpr std::uint16_t kCentrePort = 4433;     // defaults: what a person need not type
inline constexpr std::uint16_t kEnrolmentPort = 4434;  // beside it

// Fingerprint characters that a person typed, or the CA that came as `centre.trust`.
using CentreTrust = std::variant<std::string, crypto::Certificate>;

struct EnrolmentOrder {
  std::string host;
  std::uint16_t enrolmentPort = kEnrolmentPort;
  std::uint16_t port = kCentrePort;  // of the links to come, kept in the machine
  std::string secret;                // 8 characters
  CentreTrust trust;
  crypto::Role role = crypto::Role::seat;    // seat or console
  const crypto::Signer* staffKey = nullptr;  // consoles: the person's own key, not owned
  Limits limits;
  // A centre that is just starting: nothing was sent, so going on costs no try of the code.
  std::chrono::milliseconds patience{10'000};  // while nobody answers at the port
};

// The machine is not saved yet (saveMachine). Errors: "enrolment-unreachable" (nobody answers there), "centre-unknown"
// (another centre, or somebody in between; the code was not sent), "enrolment-broken" (no answer, or one that is not
// ours: the code may be used up), and the centre's own refusals ("code-unknown", "code-expired"…).
base::Result<Machine> enrol(const EnrolmentOrder& order);

}  // namespace vigie::link
