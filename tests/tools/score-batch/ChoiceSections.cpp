// next, ties: the best items for an ability.
#include "common/scoring/Selection.hpp"
#include "tests/tools/score-batch/Pool.hpp"
#include "tests/tools/score-batch/Sections.hpp"

namespace vigie::tools {
namespace {

Json describe(const scoring::Choice& choice, double ability, const Pool& pool) {
  if (choice.kind == scoring::ChoiceKind::noItemLeft) return {{"error", "lackOfChallenges"}};
  if (choice.kind == scoring::ChoiceKind::tooManyAnswers) return {{"error", "tooManyAnswers"}};
  Json possible = Json::array();
  Json reward = Json::array();
  for (const auto& candidate : choice.candidates()) {
    possible.push_back(pool.original(candidate.item));
    reward.push_back(candidate.information);
  }
  return {{"ended", choice.kind == scoring::ChoiceKind::ended},
          {"capacity", ability},
          {"available", choice.available},
          {"possible", possible},
          {"reward", reward}};
}

}  // namespace

void computeNext(const Vectors& vectors, Json& row) {
  scoring::TestRules rules = vectors.rules.at(row.at("config"));
  rules.startAbility = valueOr(row, "initialCapacity", rules.startAbility);
  const Pool pool(vectors.theBank(), row, readAnswers(row, vectors.theBank()));
  const auto answers = pool.answers();
  std::vector<scoring::ItemIndex> asked;
  for (const auto& answer : answers) asked.push_back(answer.item);

  const double ability = scoring::estimateAbility(pool.bank(), rules, answers).ability();
  row["expected"] = describe(scoring::chooseNext(pool.bank(), rules, asked, pool.excluded(), ability), ability, pool);
}

void computeTies(const Vectors& /*vectors*/, Json& row) {
  const scoring::Bank bank = readInlineItems(row.at("items"));
  Json possible = Json::array();
  const scoring::Choice choice = scoring::chooseNext(bank, scoring::TestRules{}, {}, {}, row.at("capacity"));
  for (const auto& candidate : choice.candidates()) possible.push_back(candidate.item);
  row["possible"] = possible;
}

}  // namespace vigie::tools
