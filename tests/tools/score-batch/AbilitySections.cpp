// sequences, edge, legacy: ability and error rate after each answer.
#include "common/scoring/Ability.hpp"
#include "common/scoring/Legacy.hpp"
#include "tests/tools/score-batch/Sections.hpp"

namespace vigie::tools {
namespace {

// Collects the columns of a row. Answers where a rule keeps the estimate finite, where Pix yields NaN, are listed by
// index; rows without them get no such key. Pix's ability never comes back from NaN: every answer after counts too.
class History {
 public:
  void add(double ability, double errorRate, scoring::EstimateFlags flags) {
    if (flags.logDomain || !logDomain_.empty()) logDomain_.push_back(capacity_.size());
    if (flags.uncorrectedError) uncorrected_.push_back(capacity_.size());
    capacity_.push_back(ability);
    errorRate_.push_back(errorRate);
  }

  void writeTo(Json& row) const {
    row["capacity"] = capacity_;
    row["errorRate"] = errorRate_;
    if (!logDomain_.empty()) row["logDomain"] = logDomain_;
    if (!uncorrected_.empty()) row["uncorrectedErrorRate"] = uncorrected_;
  }

 private:
  std::vector<double> capacity_;
  std::vector<double> errorRate_;
  std::vector<std::size_t> logDomain_;
  std::vector<std::size_t> uncorrected_;
};

void replay(scoring::AbilityEstimate estimate, const scoring::Bank& bank, const std::vector<scoring::Answer>& answers,
            Json& row) {
  History history;
  for (const auto& [item, outcome] : answers) {
    estimate.answer(bank.parameters(item), outcome);
    history.add(estimate.ability(), estimate.errorRate(), estimate.lastFlags());
  }
  history.writeTo(row);
}

}  // namespace

void computeSequence(const Vectors& vectors, Json& row) {
  const scoring::TestRules& rules = vectors.rules.at(row.at("config"));
  const double start = valueOr(row, "initialCapacity", rules.startAbility);
  const scoring::Bank& bank = vectors.theBank();
  replay(scoring::AbilityEstimate(start, rules.variationPercent), bank, readAnswers(row, bank), row);
}

void computeEdge(const Vectors& /*vectors*/, Json& row) {
  const scoring::Bank bank = readInlineItems(row.at("items"));
  std::vector<scoring::Answer> answers;
  for (const auto outcome : readOutcomes(row, bank.size())) {
    answers.push_back({static_cast<scoring::ItemIndex>(answers.size()), outcome});
  }
  const double variation = valueOr(row, "variationPercent", 0.0);
  replay(scoring::AbilityEstimate(row.at("initialCapacity").get<double>(), variation), bank, answers, row);
}

void computeLegacy(const Vectors& vectors, Json& row) {
  const scoring::Bank& bank = vectors.theBank();
  const auto answers = readAnswers(row, bank);
  const bool hasLimit = !row.value("variationPercentUntil", Json()).is_null();
  const scoring::LegacyRules rules{.startAbility = row.at("initialCapacity"),
                                   .doubleMeasuresUntil = valueOr(row, "doubleMeasuresUntil", 0U),
                                   .variationPercent = hasLimit ? valueOr(row, "variationPercent", 0.0) : 0,
                                   .variationPercentUntil = valueOr(row, "variationPercentUntil", 0U)};
  History history;
  std::vector<std::uint32_t> answered;
  double ability = rules.startAbility;
  for (const auto& measure : scoring::legacyEstimate(bank, rules, answers)) {
    history.add(measure.ability, measure.errorRate, measure.flags);
    answered.push_back(measure.answered);
    ability = measure.ability;
  }
  row["answered"] = answered;
  history.writeTo(row);

  // A choice of the caller and not a result; a row without it asks for no success rate.
  const double minimalSuccessRate = valueOr(row, "minimalSuccessRate", 0.0);
  if (!row.contains("minimalSuccessRate")) row["minimalSuccessRate"] = minimalSuccessRate;
  Json possible = Json::array();
  for (const auto& candidate : scoring::legacyCandidates(bank, answers, ability, minimalSuccessRate)) {
    possible.push_back(candidate.item);
  }
  row["possible"] = possible;
}

}  // namespace vigie::tools
