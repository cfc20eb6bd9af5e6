// What somebody named on a command line: a bundle, or a centre's data folder; and the root they trust. Thread: any.
#pragma once

#include <filesystem>
#include <string>

#include "certs/verify/SessionFiles.hpp"

namespace vigie::verify {

struct Subject {
  std::filesystem::path path;   // a .bundle file, or a data folder
  std::string session;          // of a folder that holds several, 32 hex digits; else empty
  std::filesystem::path trust;  // root.pem; registry.pem for a data folder
  std::filesystem::path bank;   // bank.items, beside which bank.cal of a data folder lies; may be empty
};

// Errors: those of readBundle(), readDataFolder() and of the files.
base::Result<SessionFiles> readSubject(const Subject& subject);
base::Result<crypto::Certificate> readRoot(const std::filesystem::path& trust);

}  // namespace vigie::verify
