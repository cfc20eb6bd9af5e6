// A centre's data folder as an auditor receives it: the journal opened read-only, keys when they are there, certificates
// and chain as they were laid out. Nothing of it is trusted. Thread: any.
#pragma once

#include <filesystem>

#include "certs/verify/SessionFiles.hpp"

namespace vigie::verify {

// What lies beside a data folder and belongs to it; each is evidence, sought where somebody said.
struct Companions {
  std::filesystem::path bankFolder;  // bank.cal and bank-authority.pem; empty: nothing of the bank
  std::filesystem::path registry;    // registry.pem: the certificate of the ticket key; may be missing
};

// `session`: 32 hex digits, or empty when the folder holds one session. Errors: "session-missing" (names those there
// are), "journal-damaged", those of the files.
base::Result<SessionFiles> readDataFolder(const std::filesystem::path& folder, const std::string& session,
                                          const Companions& companions);

}  // namespace vigie::verify
