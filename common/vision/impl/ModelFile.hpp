// What every model file must pass before a network library reads it.
#pragma once

#include <filesystem>
#include <string>

#include "common/base/Result.hpp"

namespace vigie::vision::impl {

// Errors: "model-unpinned", "model-other-hash", and those of base::readFile.
base::Result<void> checkPin(const std::filesystem::path& file, const std::string& sha256);

}  // namespace vigie::vision::impl
