#include "certs/credential/VerificationCode.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "common/base/Text.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::credential {
namespace {

constexpr std::string_view kPrefix = "P-";
constexpr std::size_t kRandomCharacters = 8;
constexpr unsigned kOrder = 24;

// Multiplication by x in GF(8) = GF(2)[x] / (x^3 + x + 1).
constexpr unsigned timesX(unsigned value) {
  return ((value << 1) ^ ((value & 4) != 0 ? 0b1011U : 0U)) & 7U;
}

// On Z3 x GF(8), i∘j = a(i - j) with a = (2, x): both a and a - 1 are invertible, so i∘j is a Latin square, i∘i = 0
// and (c∘i)∘j = (c∘j)∘i only when i = j.
constexpr std::array<std::array<std::uint8_t, kOrder>, kOrder> makeTable() {
  std::array<std::array<std::uint8_t, kOrder>, kOrder> table{};
  for (unsigned i = 0; i < kOrder; ++i) {
    for (unsigned j = 0; j < kOrder; ++j) {
      const unsigned third = 2 * (i / 8 + 3 - j / 8) % 3;
      const unsigned eighth = timesX((i ^ j) & 7U);
      table[i][j] = static_cast<std::uint8_t>(third * 8 + eighth);
    }
  }
  return table;
}
constexpr auto kTable = makeTable();

}  // namespace

char checkCharacter(std::string_view eight) {
  std::size_t state = 0;
  for (const char c : eight) state = kTable[state][crypto::kCodeAlphabet.find(c)];
  return crypto::kCodeAlphabet[state];  // state∘state = 0 closes the code
}

std::string newVerificationCode() {
  const std::string random = crypto::randomCode(kRandomCharacters);
  return std::string(kPrefix) + random + checkCharacter(random);
}

bool isVerificationCode(std::string_view text) {
  if (text.size() != kPrefix.size() + kRandomCharacters + 1 || !text.starts_with(kPrefix)) return false;
  const std::string_view characters = text.substr(kPrefix.size());
  if (characters.find_first_not_of(crypto::kCodeAlphabet) != std::string_view::npos) return false;
  return checkCharacter(characters.substr(0, kRandomCharacters)) == characters.back();
}

base::Result<std::string> readVerificationCode(std::string_view typed) {
  std::string code(base::trim(typed));
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (!code.starts_with(kPrefix)) code.insert(0, kPrefix);
  if (!isVerificationCode(code)) {
    return base::fail(
        "code-mistyped",
        "a verification code is P- and nine characters of 2346789BCDFGHJKMPQRTVWXY; one of them is wrong. "
        "Read it again from the certificate");
  }
  return code;
}

}  // namespace vigie::credential
