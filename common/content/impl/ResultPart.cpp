#include "common/content/impl/ResultPart.hpp"

#include <algorithm>
#include <utility>

namespace vigie::content::impl {
namespace {

constexpr double kLargestBound = 9007199254740991;  // 2^53 - 1: how Pix writes an open end

scoring::Bounds readBounds(const Node& node) {
  return {node["min"].number(-kLargestBound, kLargestBound), node["max"].number(-kLargestBound, kLargestBound)};
}

struct CompetenceLevels {
  std::vector<std::string> names;
  std::vector<std::vector<scoring::CompetenceLevel>> levels;
};

CompetenceLevels readCompetences(const Node& node) {
  CompetenceLevels found;
  for (const Node& competence : node.elements()) {
    if (!competence.object({"competence", "levels"}, {})) continue;
    const std::string name = competence["competence"].text(1);
    if (std::find(found.names.begin(), found.names.end(), name) != found.names.end()) {
      competence["competence"].wrong("this competence is there twice");
    }
    found.names.push_back(name);
    std::vector<scoring::CompetenceLevel>& levels = found.levels.emplace_back();
    for (const Node& level : competence["levels"].elements(1)) {
      if (!level.object({"level", "min", "max"}, {})) continue;
      levels.push_back({static_cast<std::uint32_t>(level["level"].integer(0, 100)), readBounds(level)});
    }
  }
  return found;
}

}  // namespace

ResultPart readMembers(const Node& node, std::uint32_t maximumLength) {
  ResultPart part;
  part.configuration.minimumAnswers = static_cast<std::uint32_t>(node["minimumAnswers"].integer(0, maximumLength));
  for (const Node& mesh : node["meshes"].elements(1)) {
    if (mesh.object({"min", "max"}, {})) part.configuration.meshes.push_back(readBounds(mesh));
  }
  CompetenceLevels competences = readCompetences(node["competences"]);
  part.configuration.competences = std::move(competences.levels);
  part.competences = std::move(competences.names);
  return part;
}

ResultPart readResult(const Node& node, std::uint32_t maximumLength) {
  if (!node.object({"minimumAnswers", "meshes", "competences"}, {})) return {};
  return readMembers(node, maximumLength);
}

}  // namespace vigie::content::impl
