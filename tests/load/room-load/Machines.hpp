// Workstations by the thousand for a centre of a benchmark: enrolled straight into the journal of its data folder, with
// the authority's key that lies there, while its server is stopped. Enrolment itself is measured nowhere. Thread: one.
#pragma once

#include <filesystem>
#include <vector>

#include "common/link/Machine.hpp"

namespace vigie::load {

// Records `count` seats and writes their keys and certificates to `file`.
base::Result<void> enrolMachines(const std::filesystem::path& data, std::size_t count,
                                 const std::filesystem::path& file);

base::Result<std::vector<link::Machine>> readMachines(const std::filesystem::path& file, std::uint16_t port);

}  // namespace vigie::load
