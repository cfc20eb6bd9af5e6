// The 20 characters with which a machine comes to its centre: 8 of the secret code, then 12 that name the centre's CA
// key, so that the machine knows to whom it gives the secret (design.md 3). Alphabet: crypto::kCodeAlphabet.
// Thread: any (values).
#pragma once

#include <string>
#include <string_view>

#include "common/base/Result.hpp"
#include "common/crypto/Keys.hpp"

namespace vigie::link {

inline constexpr std::size_t kSecretCharacters = 8;
inline constexpr std::size_t kFingerprintCharacters = 12;

struct EnrolmentCode {
  std::string secret;       // 8 characters, upper case
  std::string fingerprint;  // 12 characters, upper case

  friend bool operator==(const EnrolmentCode&, const EnrolmentCode&) = default;
};

// What the last 12 characters must be for this CA key: 24^12 possibilities, 55 bits of its SHA-256.
std::string fingerprintCharacters(const crypto::PublicKey& authority);

std::string formatEnrolmentCode(const EnrolmentCode& code);  // "XXXX-XXXX-XXXX-XXXX-XXXX"

// Accepts lower case, blanks and dashes anywhere. Error "enrolment-code": a character that no code has, or not 20.
base::Result<EnrolmentCode> parseEnrolmentCode(std::string_view typed);

// The 8 characters alone, for a machine that was given `centre.trust`. Same error.
base::Result<std::string> parseSecret(std::string_view typed);

}  // namespace vigie::link
