// public/: what anybody may read, as files (design.md 6). The database is the truth for did.json and status lists;
// these are their copies. Thread: any; writes of one centre one at a time.
#pragma once

#include <optional>

#include "certs/registry/Layout.hpp"
#include "certs/registry/Store.hpp"

namespace vigie::registry {

// did/<number>/did.json, status/<name>.jwt and .json; files that are right already stay untouched.
base::Result<void> publishCentre(const Layout& layout, const Centre& centre);

struct PublicFile {
  std::filesystem::path file;
  std::string contentType;
  std::string cacheControl;
};

// The file that a GET target names, or nothing: only the exact forms that we write are looked at, so no target can
// leave the folder.
std::optional<PublicFile> findPublicFile(const Layout& layout, std::string_view target);

bool isFileName(std::string_view text);  // 1 to 64 letters, digits, '-', '_' and '.', not beginning with '.'

}  // namespace vigie::registry
