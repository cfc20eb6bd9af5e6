// The code of a certificate, "P-" and nine characters of crypto::kCodeAlphabet: eight random ones (36.7 bits) and a
// check character. The check character comes from a quasigroup of order 24 (H. M. Damm, "Total anti-symmetrische
// Quasigruppen", 2004): every single wrong character and every swap of two neighbours is caught, which no weighted sum
// modulo 24 can do. Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "common/base/Result.hpp"

namespace vigie::credential {

std::string newVerificationCode();

// The check character of eight characters of the alphabet (precondition).
char checkCharacter(std::string_view eight);

bool isVerificationCode(std::string_view text);

// What a person typed: any case, blanks around it, the "P-" left out or not. Error "code-mistyped".
base::Result<std::string> readVerificationCode(std::string_view typed);

}  // namespace vigie::credential
