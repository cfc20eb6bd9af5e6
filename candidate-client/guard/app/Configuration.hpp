// What a workstation's administrator tells the guard: a TOML file, every key in one table (configurationHelp prints
// it). Thread: value. Errors: "config-wrong" (all faults, with their lines).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "candidate-client/guard/attestation/Tpm.hpp"
#include "common/base/Result.hpp"

namespace vigie::station {

struct Configuration {
  std::filesystem::path folder = "/var/lib/vigie-guard";  // undo journal, record, memory; of root, 0700
  std::filesystem::path socket = "/run/vigie-guard/socket";
  std::string seat;                                             // 32 hex digits
  std::filesystem::path orderKey = "/etc/vigie/order-key.pem";  // the centre's public key
  std::filesystem::path settingsRoot = "/";                     // what /proc/sys and /sys are below
  std::vector<std::int64_t> clientUsers;                        // may ask for the status, besides root
  std::vector<std::int64_t> codeUsers;                          // may type the unlock code, besides root
  std::vector<std::string> watched;                             // ProcessScope
  std::vector<std::string> writable;
  std::string cgroup;
  std::string display;             // the candidate's X screen; empty: none
  std::string authority;           // its file of cookies
  std::filesystem::path wayland;   // the socket of the candidate's Wayland screen, instead of an X screen
  std::int64_t waylandGroup = -1;  // the group that its client is started in; -1: none
  std::string systemBus;           // D-Bus address where logind is; empty: the machine's own
  attestation::TpmPlace tpm;
};

base::Result<Configuration> readConfiguration(const std::filesystem::path& file);
std::string configurationHelp();

}  // namespace vigie::station
