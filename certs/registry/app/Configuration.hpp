// The registry's configuration file (TOML). One table names every key, its default and its meaning; unknown keys and
// all faults are reported at once. Relative paths start from the file's folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "common/base/Result.hpp"

namespace vigie::registry {

struct Configuration {
  std::string origin;  // of the log: "registre.example.fr/2026"
  std::string url;     // "https://registre.example.fr"
  std::filesystem::path folder;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  std::int64_t requestsPerSecond = 50;
  std::int64_t lookupsPerMinute = 30;
  std::int64_t connections = 512;
  std::int64_t connectionsPerAddress = 64;
  std::int64_t bundleMegabytes = 64;

  std::string statusListOf(const std::string& centre) const { return url + "/status/" + centre; }
};

// Errors: "config-wrong", one line per fault: "registry.toml: [listen] port: …".
base::Result<Configuration> readConfiguration(const std::filesystem::path& file);

std::string configurationHelp();  // every key with default and meaning

// The text of a demonstration's configuration.
std::string demonstrationConfiguration(const std::filesystem::path& folder, std::uint16_t port);

}  // namespace vigie::registry
