// The other end of the guard's socket: one question, one answer. Thread: any; waits up to 10 s. Errors: "no-guard",
// and what the guard refuses.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::station {

base::Result<nlohmann::json> ask(const std::filesystem::path& socket, const nlohmann::json& question);

}  // namespace vigie::station
