// What both versions of a test definition say of a result: minimumAnswers, meshes, competences.
#pragma once

#include <string>
#include <vector>

#include "common/content/impl/Node.hpp"
#include "common/scoring/Score.hpp"

namespace vigie::content::impl {

struct ResultPart {
  scoring::ScoringConfiguration configuration;
  std::vector<std::string> competences;  // by the configuration's competence index
};

ResultPart readMembers(const Node& node, std::uint32_t maximumLength);  // of a node that has other members too
ResultPart readResult(const Node& node, std::uint32_t maximumLength);   // of a node of its own

}  // namespace vigie::content::impl
