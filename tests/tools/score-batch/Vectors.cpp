#include "tests/tools/score-batch/Vectors.hpp"

#include <utility>

namespace vigie::tools {
namespace {

scoring::TestRules readRules(const Json& row) {
  return {.maximumLength = row.at("maximumAssessmentLength"),
          .betweenSameCompetence = row.at("challengesBetweenSameCompetence"),
          .oneQuestionPerTube = row.at("limitToOneQuestionPerTube"),
          .passageByAllCompetences = row.at("enablePassageByAllCompetences"),
          .variationPercent = valueOr(row, "variationPercent", 0.0),
          .startAbility = row.at("defaultCandidateCapacity"),
          .pickPercent = row.at("defaultProbabilityToPickChallenge")};
}

scoring::Bounds readBounds(const Json& row) {
  return {row.at("bounds").at("min"), row.at("bounds").at("max")};
}

scoring::ScoreScale readScale(const Json& row) {
  scoring::ScoringConfiguration configuration;
  configuration.minimumAnswers = row.at("minimumAnswers");
  for (const Json& mesh : row.at("global")) {
    if (mesh.at("meshLevel") != configuration.meshes.size()) {
      throw InputError("scoringConfigs: \"global\" must list meshLevel 0, 1, 2… in order");
    }
    configuration.meshes.push_back(readBounds(mesh));
  }
  for (const Json& competence : row.at("competences")) {
    std::vector<scoring::CompetenceLevel> levels;
    for (const Json& value : competence.at("values"))
      levels.push_back({value.at("competenceLevel"), readBounds(value)});
    configuration.competences.push_back(std::move(levels));
  }
  return required(scoring::ScoreScale::make(std::move(configuration)));
}

scoring::Bank readBank(const Json& list) {
  std::vector<scoring::Item> items;
  for (const Json& row : list) items.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4)});
  return required(scoring::Bank::makeForFormulas(items));
}

}  // namespace

const scoring::Bank& Vectors::theBank() const {
  if (!bank) throw InputError("the row names items, but the file has no \"bank\"");
  return *bank;
}

Vectors readVectors(const Json& file) {
  Vectors vectors;
  if (file.contains("bank") && !file["bank"].empty()) vectors.bank = readBank(file["bank"]);
  if (file.contains("configs")) {
    for (const Json& row : file["configs"]) vectors.rules.add(readRules(row));
  }
  if (file.contains("scoringConfigs")) {
    for (const Json& row : file["scoringConfigs"]) vectors.scales.add(readScale(row));
  }
  return vectors;
}

std::vector<scoring::ItemIndex> readIndices(const Json& list, const scoring::Bank& bank) {
  std::vector<scoring::ItemIndex> indices;
  for (const Json& value : list) {
    const auto index = value.get<std::size_t>();
    if (index >= bank.size()) {
      throw InputError("item " + std::to_string(index) + " is not in the bank, which has " +
                       std::to_string(bank.size()) + " items");
    }
    indices.push_back(static_cast<scoring::ItemIndex>(index));
  }
  return indices;
}

std::vector<scoring::Outcome> readOutcomes(const Json& row, std::size_t count) {
  const auto text = row.at("ok").get<std::string>();
  if (text.size() != count || text.find_first_not_of("01") != std::string::npos) {
    throw InputError("\"ok\" must be one 0 or 1 per item");
  }
  std::vector<scoring::Outcome> outcomes;
  for (const char digit : text) {
    outcomes.push_back(digit == '1' ? scoring::Outcome::succeeded : scoring::Outcome::failed);
  }
  return outcomes;
}

std::vector<scoring::Answer> readAnswers(const Json& row, const scoring::Bank& bank) {
  const auto items = readIndices(row.at("items"), bank);
  const auto outcomes = readOutcomes(row, items.size());
  std::vector<scoring::Answer> answers;
  for (std::size_t i = 0; i < items.size(); ++i) answers.push_back({items[i], outcomes[i]});
  return answers;
}

scoring::Bank readInlineItems(const Json& list) {
  std::vector<scoring::Item> items;
  for (const Json& row : list) items.push_back({.discrimination = row.at(0), .difficulty = row.at(1)});
  return required(scoring::Bank::makeForFormulas(items));
}

}  // namespace vigie::tools
