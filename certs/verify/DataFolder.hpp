// A centre's data folder as an auditor receives it: the journal opened read-only, keys when they are there, certificates
// and chain as they were laid out. Nothing of it is trusted. Thread: any.
#pragma once

#include <filesystem>

#include "certs/verify/SessionFiles.hpp"

namespace vigie::verify {

// What else belongs to a data folder; each is evidence, sought where somebody said and then in the folder's audit/.
struct Companions {
  std::filesystem::path bankFolder;  // bank.cal and bank-authority.pem; may be empty
  std::filesystem::path registry;    // registry.pem: the certificate of the ticket key; may be missing
};

// `session`: 32 hex digits, or empty when the folder holds one session. Errors: "session-missing" (names those there
// are), those of the journal's file (common/journal/SqliteStore.hpp), and for a companion that is there but is not what
// its name says "chain-untrusted", "ticket-key-untrusted", "bank-untrusted" or "file-unreadable".
base::Result<SessionFiles> readDataFolder(const std::filesystem::path& folder, const std::string& session,
                                          const Companions& companions);

}  // namespace vigie::verify
