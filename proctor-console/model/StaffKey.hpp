// The person's own key, encrypted under their password, and how a console comes to its centre with it.
// The server never sees the key. Thread: any; enrolConsole blocks until the centre has answered.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/Secret.hpp"
#include "common/link/Enrolment.hpp"

namespace vigie::console {

inline constexpr std::size_t kShortestPassword = 8;  // characters

// Errors: "wrong-passphrase", "not-a-key", "file-missing".
base::Result<crypto::PrivateKey> openStaffKey(const std::filesystem::path& file, const base::SecretBytes& password);

struct ConsoleEnrolment {
  std::filesystem::path folder;    // of the machine, made when it is not there
  std::filesystem::path staffKey;  // where the person's key is kept
  std::string code;                // 20 characters, or 8 with `trust`
  std::filesystem::path trust;     // the centre's authority, PEM, received apart; empty: the code names it
  std::string host;
  std::uint16_t port = link::kCentrePort;
  std::uint16_t enrolmentPort = 0;  // 0: the one behind the main port
};

using NewPassword = std::function<base::Result<base::SecretBytes>()>;  // asked only when the code could be one

// Makes the person's key and the machine's, has the centre sign, and saves the machine. The key is on the disk before
// anything is sent: one that cannot be kept must not be registered.
// Errors: "machine-exists", "password-wrong", "enrolment-code", "file-unwritable", `password`'s and link::enrol's.
base::Result<link::Machine> enrolConsole(const ConsoleEnrolment& enrolment, const NewPassword& password);

}  // namespace vigie::console
