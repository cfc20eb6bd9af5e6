// The configuration file of proctor-cli, TOML. Paths are relative to the file's folder. Thread: any.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "common/base/Result.hpp"
#include "proctor-console/cli/Text.hpp"

namespace vigie::cli {

struct Configuration {
  std::filesystem::path machine;                      // the console's machine folder
  std::filesystem::path staffKey;                     // default: staff.key in the machine folder
  std::optional<std::filesystem::path> passwordFile;  // absent: asked for at the terminal
  std::optional<Language> language;
  std::chrono::seconds timeout{20};  // for the centre to answer one question or command
};

// Error "config-wrong": names every fault, with file, line and what was expected.
base::Result<Configuration> readConfiguration(const std::filesystem::path& file);

// One line per key, from the same table that reads them.
std::string configurationHelp(const Text& text);

}  // namespace vigie::cli
