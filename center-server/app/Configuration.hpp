// The centre's configuration file (TOML). One table names every key, its default and its meaning; unknown keys and all
// faults are reported at once. Relative paths start from the file's folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "common/base/Result.hpp"

namespace vigie::centre {

struct Configuration {
  std::string number;
  std::string name;
  std::string did;
  std::filesystem::path data;
  std::string address = "127.0.0.1";
  std::uint16_t port = 4433;
  std::uint16_t enrolmentPort = 4434;
  std::filesystem::path calibration;
  std::filesystem::path items;
  std::filesystem::path contentKey;
  std::filesystem::path bankAuthority;
  std::filesystem::path testDefinition;
  std::uint32_t pictureEveryMs = 30'000;
  std::uint32_t picturesFreeMb = 2'048;
  std::filesystem::path ticketKey;
  std::string registryHost;  // empty: nothing is sent
  std::uint16_t registryPort = 443;
  std::filesystem::path registryAuthority;
  std::filesystem::path registryCertificate;
  std::filesystem::path logKey;
  std::filesystem::path issuingChain;  // may name a file that is not there yet
  std::filesystem::path statusChain;   // likewise
  std::string statusList;
};

// Errors: "config-wrong", one line per fault: "centre.toml: [listen] port: …".
base::Result<Configuration> readConfiguration(const std::filesystem::path& file);

std::string configurationHelp();  // every key with default and meaning

}  // namespace vigie::centre
