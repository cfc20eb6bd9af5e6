// The machine folder: who this machine is, and for which centre. Rights 0700, keys 0600.
//   machine.key    PKCS#8 PEM          machine.pem    certificate           authority.pem  the centre's CA
//   machine.json   {"format": "vigie-machine/1", "id", "role", "label", "host", "port"} and for consoles "staff"
// machine.json is written last: a folder without it holds no machine yet. Programs keep files of their own beside them
// (keep.key and keep.bin of a seat, staff.key of a console). Thread: any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "common/base/Id.hpp"
#include "common/crypto/Certificate.hpp"
#include "common/link/TlsContext.hpp"

namespace vigie::link {

inline constexpr const char* kStaffKeyFile = "staff.key";

struct Machine {
  base::WorkstationId id;
  crypto::Role role{};
  std::string label;       // "Poste 4"
  std::string host;        // of the centre
  std::uint16_t port = 0;  // its main port
  std::optional<base::StaffId> staff;
  crypto::PrivateKey key;
  crypto::Certificate certificate;
  crypto::Certificate authority;
  std::filesystem::path folder = {};  // that it was loaded from; empty: it is kept nowhere

  Credentials credentials() const { return {certificate, {}, key}; }
};

bool hasMachine(const std::filesystem::path& folder);

// Makes the folder when it is not there. Error "file-unwritable".
base::Result<void> saveMachine(const std::filesystem::path& folder, const Machine& machine);

// Another certificate for the same key takes the place of the one in its folder; nothing when it is kept nowhere.
// Error "file-unwritable".
base::Result<void> saveCertificate(const Machine& machine, const crypto::Certificate& certificate);

// Errors: "file-missing"; "machine-rights" (a key that others may read); "machine-wrong" (names file and field: not
// this format, unknown or missing members, key and certificate that do not belong together or to this authority, an id
// or a role that is not the certificate's).
base::Result<Machine> loadMachine(const std::filesystem::path& folder);

}  // namespace vigie::link
