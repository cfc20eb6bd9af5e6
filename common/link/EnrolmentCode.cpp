#include "common/link/EnrolmentCode.hpp"

#include <array>
#include <optional>

#include "common/crypto/Random.hpp"

namespace vigie::link {
namespace {

constexpr std::size_t kGroup = 4;

// Upper case, without what people put between groups; nullopt when a character belongs to no code.
std::optional<std::string> normalise(std::string_view typed) {
  std::string characters;
  for (char character : typed) {
    if (character == ' ' || character == '-' || character == '\t') continue;
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    if (crypto::kCodeAlphabet.find(character) == std::string_view::npos) return std::nullopt;
    characters += character;
  }
  return characters;
}

std::unexpected<base::Error> notACode(std::size_t expected) {
  return base::fail("enrolment-code", "expected " + std::to_string(expected) + " characters among " +
                                          std::string(crypto::kCodeAlphabet) +
                                          ", as the console shows them. Compare each group with the screen");
}

}  // namespace

std::string fingerprintCharacters(const crypto::PublicKey& authority) {
  const crypto::Digest digest = authority.id();
  std::array<std::uint8_t, 16> number{};  // big-endian
  std::copy_n(digest.begin(), number.size(), number.begin());
  const unsigned base = static_cast<unsigned>(crypto::kCodeAlphabet.size());
  std::string characters(kFingerprintCharacters, '?');
  for (auto place = characters.rbegin(); place != characters.rend(); ++place) {
    unsigned remainder = 0;
    for (std::uint8_t& byte : number) {
      const unsigned value = remainder * 256U + byte;
      byte = static_cast<std::uint8_t>(value / base);
      remainder = value % base;
    }
    *place = crypto::kCodeAlphabet[remainder];
  }
  return characters;
}

std::string formatEnrolmentCode(const EnrolmentCode& code) {
  const std::string characters = code.secret + code.fingerprint;
  std::string out;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (i != 0 && i % kGroup == 0) out += '-';
    out += characters[i];
  }
  return out;
}

base::Result<EnrolmentCode> parseEnrolmentCode(std::string_view typed) {
  const auto characters = normalise(typed);
  if (!characters || characters->size() != kSecretCharacters + kFingerprintCharacters) {
    return notACode(kSecretCharacters + kFingerprintCharacters);
  }
  return EnrolmentCode{characters->substr(0, kSecretCharacters), characters->substr(kSecretCharacters)};
}

base::Result<std::string> parseSecret(std::string_view typed) {
  const auto characters = normalise(typed);
  if (!characters || characters->size() != kSecretCharacters) return notACode(kSecretCharacters);
  return *characters;
}

}  // namespace vigie::link
