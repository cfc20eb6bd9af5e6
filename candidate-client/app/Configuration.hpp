// What candidate-client is told: a file (TOML), and the command line, which wins. One table names every key. Relative
// paths of the file start from its folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "common/link/Enrolment.hpp"
#include "common/vision/Models.hpp"

namespace vigie::candidate {

inline constexpr std::int64_t kSmallestZoom = 100;
inline constexpr std::int64_t kLargestZoom = 300;

struct Configuration {
  std::filesystem::path machine = "machine";  // key and certificate of this workstation, and what it keeps
  std::string host;                           // of the centre, for a workstation that is not linked to it yet
  std::uint16_t port = link::kCentrePort;
  std::uint16_t enrolmentPort = link::kEnrolmentPort;
  std::filesystem::path trust;              // centre.trust: the centre's authority, PEM
  std::filesystem::path guard;              // socket of the workstation's guard; empty: there is none
  std::string camera;                       // device number, file or folder; empty: none
  std::vector<std::string> accommodations;  // of a place set up for somebody: vision::accommodationNamed
  vision::ModelFiles models;
  std::string language = "fr";
  std::string colours = "light";
  std::int64_t zoom = 100;
};

// Errors: "config-wrong", one line per fault: "candidate.toml: [centre] port, line 3: …".
base::Result<Configuration> readConfiguration(const std::filesystem::path& file);

std::string configurationHelp();

}  // namespace vigie::candidate
