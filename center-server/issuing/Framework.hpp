// The names that a certificate uses: the certification itself and the 16 competences of the CRCN (the French digital
// competence framework; DigComp 2.2 is its European relative).
#pragma once

#include <string>
#include <string_view>

#include "certs/credential/Credential.hpp"

namespace vigie::centre {

std::string_view competenceName(std::string_view code);  // "1.1" -> "Mener une recherche et une veille d’information"

credential::Achievement certificationAchievement(const std::string& issuer, const std::string& testName);

}  // namespace vigie::centre
