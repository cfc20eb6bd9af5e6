// scoring, inverse, finals: from ability to score and back, and whole results.
#include "common/scoring/FinalResult.hpp"
#include "common/scoring/Score.hpp"
#include "tests/tools/score-batch/Pool.hpp"
#include "tests/tools/score-batch/Sections.hpp"

namespace vigie::tools {
namespace {

template <class T>
Json orNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json textOrNull(std::string_view text) {
  return text.empty() ? Json() : Json(text);
}

Json list(const std::vector<std::optional<std::uint32_t>>& levels) {
  Json out = Json::array();
  for (const auto& level : levels) out.push_back(orNull(level));
  return out;
}

scoring::AbortReason readAbortReason(const Json& value) {
  if (value.is_null()) return scoring::AbortReason::none;
  if (value == "candidate") return scoring::AbortReason::candidate;
  if (value == "technical") return scoring::AbortReason::technical;
  throw InputError("\"abortReason\" must be null, \"candidate\" or \"technical\"");
}

scoring::JuryDecision readJury(const Json& row) {
  if (valueOr(row, "cancelled", false)) return scoring::JuryDecision::cancelled;
  return valueOr(row, "fraud", false) ? scoring::JuryDecision::fraud : scoring::JuryDecision::none;
}

scoring::Framework readFramework(const Json& row) {
  const auto framework = scoring::frameworkOf(row.at("framework").get<std::string>());
  if (!framework) throw InputError("unknown \"framework\" " + row["framework"].dump());
  return *framework;
}

Json describe(const std::vector<scoring::SimulatedAnswer>& downgrade, const Pool& pool) {
  Json columns = {
      {"items", Json::array()}, {"capacity", Json::array()}, {"errorRate", Json::array()}, {"reward", Json::array()}};
  for (const auto& [item, information, ability, errorRate] : downgrade) {
    columns["items"].push_back(pool.original(item));
    columns["capacity"].push_back(ability);
    columns["errorRate"].push_back(errorRate);
    columns["reward"].push_back(information);
  }
  return columns;
}

Json describe(const scoring::FinalResult& result) {
  return {{"downgraded", !result.downgrade.empty()},
          {"status", scoring::name(result.status)},
          {"comment", textOrNull(scoring::name(result.comment))},
          {"capacity", orNull(result.ability)},
          {"pixScore", orNull(result.pixScore)},
          {"mesh", orNull(result.mesh)},
          {"meshLabel", textOrNull(result.meshLabel)},
          {"levels", list(result.levels)},
          {"cleaAcquired", orNull(result.cleaAcquired)}};
}

const char* pixError(const base::Error& error) {
  return error.code == "no-item-left" ? "lackOfChallenges" : "tooManyAnswers";
}

}  // namespace

void computeScoring(const Vectors& vectors, Json& row) {
  const scoring::ScoreScale& scale = vectors.scales.at(row.at("config"));
  const double ability = row.at("capacity");
  // Only frameworks of the CORE scope have competence marks, and only they have a Pix score.
  const bool isCore = !scale.configuration().competences.empty();
  row["pixScore"] = isCore ? Json(scale.pixScore(ability)) : Json();
  row["mesh"] = orNull(scale.mesh(ability));
  row["levels"] = list(scale.levels(ability));
}

void computeInverse(const Vectors& vectors, Json& row) {
  const auto [mesh, ability] = required(vectors.scales.at(row.at("config")).abilityOf(row.at("score")));
  row["mesh"] = mesh;
  row["capacity"] = ability;
}

void computeFinal(const Vectors& vectors, Json& row) {
  const scoring::TestRules& rules = vectors.rules.at(row.at("config"));
  const Pool pool(vectors.theBank(), row, readAnswers(row, vectors.theBank()));
  const auto answers = pool.answers();
  scoring::FinalTest test{.bank = pool.bank(),
                          .rules = rules,
                          .scale = vectors.scales.at(row.at("scoring")),
                          .answers = answers,
                          .excluded = pool.excluded(),
                          .abortReason = readAbortReason(row.value("abortReason", Json())),
                          .framework = readFramework(row),
                          .jury = readJury(row),
                          .cleaMinimumPix = {}};
  if (!row.value("cleaMinimumEarnedPix", Json()).is_null()) {
    test.cleaMinimumPix = row["cleaMinimumEarnedPix"].get<std::uint32_t>();
  }

  const auto raw = scoring::estimateAbility(pool.bank(), rules, answers);
  row["rawCapacity"] = raw.ability();
  row["rawErrorRate"] = raw.errorRate();
  const auto result = scoring::finalResult(test);
  if (!result) {
    row["expected"] = {{"error", pixError(result.error())}};
    return;
  }
  if (!result->downgrade.empty()) row["downgrade"] = describe(result->downgrade, pool);
  row["expected"] = describe(*result);
}

}  // namespace vigie::tools
