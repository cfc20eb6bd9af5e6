// What is to be enforced on a workstation, as its order says it. JSON members:
//   format       "vigie-policy/1"
//   grade        "open" (every control off), "watched" (every control reports), "locked" (every control enforces)
//   controls     optional: {"network":"report", …} for controls that differ from their grade: "on", "report", "off"
//   network      {"centre":[{"address":"10.1.2.3","port":7443}, …]}: all that may be reached, IPv4 or IPv6
//   processes    {"allowed":[{"path":"/usr/bin/x","sha256":"…"}, …]}: programs that may be started. A program is its
//                content and its file: a copy of an allowed one elsewhere is not allowed.
//   accommodation  optional, the same list: assistive technology of the candidate who sits here
//   devices      optional {"cameras":[{"product":"046d:0825","serial":"…"}, …]}: cameras that belong to this seat
//   displays     optional {"most":n}: screens that may be connected; 1 when absent
//   machine      optional {"limit":n}: weight of the reasons (control/Machine.hpp) from which a machine counts as
//                virtual; 100 when absent
// Unknown members and controls are refused: a guard must not pretend. Thread: any. Ownership: values.
// Errors: "policy-version", "policy-control", "policy-grade", and those of Fields.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::guard {

// The controls of reference L1-L15; undoing (L16) is no control, it cannot be switched off.
enum class ControlId {
  session,      // L1 one program, no other session
  keys,         // L2 key policy, injected input
  clients,      // L3 other clients of the screen
  clipboard,    // L4
  displays,     // L5
  processes,    // L6 programs by content
  network,      // L7, and L8 as seen from this seat
  devices,      // L9 USB, cameras
  privileges,   // L10 sudo, logind
  client,       // L11 Landlock and seccomp around the client; the guard's own protection
  kernel,       // L12 kernel settings
  system,       // L13 read-only system
  attestation,  // L14 TPM
  machine       // L15 virtual machine
};
inline constexpr std::size_t kControls = 14;

std::string_view controlName(ControlId id);
base::Result<ControlId> controlOf(std::string_view name);  // error "policy-control"

enum class Mode { off, report, on };
enum class Grade { open, watched, locked };

std::string_view modeName(Mode mode);
std::string_view gradeName(Grade grade);

struct Endpoint {
  std::string address;  // canonical text of an IPv4 or IPv6 address
  bool v6 = false;
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

struct Program {
  std::string path;
  crypto::Digest sha256{};

  friend bool operator==(const Program&, const Program&) = default;
};

// On USB.
struct KnownDevice {
  std::string product;  // "046d:0825", vendor and product as USB numbers them
  std::string serial;   // may be empty: many have none

  friend bool operator==(const KnownDevice&, const KnownDevice&) = default;
};

struct Policy {
  Grade grade = Grade::open;
  std::array<Mode, kControls> modes{};
  std::vector<Endpoint> centre;
  std::vector<Program> allowed;
  std::vector<Program> accommodation;
  std::vector<KnownDevice> cameras;
  std::vector<KnownDevice> inputs;  // keyboards, switches, … of an accommodation: may be plugged in while locked
  std::uint64_t mostDisplays = 1;
  std::uint64_t machineLimit = 100;

  Mode modeOf(ControlId id) const { return modes[static_cast<std::size_t>(id)]; }
  friend bool operator==(const Policy&, const Policy&) = default;
};

base::Result<Policy> readPolicy(const nlohmann::json& value);

}  // namespace vigie::guard
