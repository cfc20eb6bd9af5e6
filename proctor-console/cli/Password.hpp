// The password that opens a person's key: from a file, or typed without echo. Never printed, never kept.
#pragma once

#include <functional>

#include "common/base/Secret.hpp"
#include "common/crypto/Keys.hpp"
#include "proctor-console/cli/Configuration.hpp"

namespace vigie::cli {

// Asks a person; the argument is the prompt. Error "password-needed": there is no terminal to ask at.
using PasswordPrompt = std::function<base::Result<base::SecretBytes>(const std::string& prompt)>;

base::Result<base::SecretBytes> askAtTerminal(const std::string& prompt);

enum class Asking { once, twice };  // twice: a new password, which must be typed the same again

// Errors: "password-wrong" (an empty first line, or two that differ), "password-needed", and the file's.
base::Result<base::SecretBytes> passwordOf(const Configuration& configuration, const PasswordPrompt& prompt,
                                           const Text& text, Asking asking);

// Errors: "wrong-passphrase", "not-a-key", "file-missing", and passwordOf's.
base::Result<crypto::PrivateKey> loadStaffKey(const Configuration& configuration, const PasswordPrompt& prompt,
                                              const Text& text);

}  // namespace vigie::cli
