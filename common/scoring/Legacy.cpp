#include "common/scoring/Legacy.hpp"

#include <algorithm>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

struct Ranked {
  Candidate candidate;
  bool reachesSuccessRate = false;
};

bool isBetter(const Ranked& left, const Ranked& right) {
  if (left.reachesSuccessRate != right.reachesSuccessRate) return left.reachesSuccessRate;
  if (left.candidate.information != right.candidate.information) {
    return left.candidate.information > right.candidate.information;
  }
  return left.candidate.item < right.candidate.item;
}

}  // namespace

std::vector<LegacyMeasure> legacyEstimate(const Bank& bank, const LegacyRules& rules, std::span<const Answer> answers) {
  AbilityEstimate estimate(rules.startAbility, 0);
  std::vector<LegacyMeasure> measures;
  for (std::size_t index = 0; index < answers.size();) {
    estimate.limitSteps(index <= rules.variationPercentUntil ? rules.variationPercent : 0);
    const Answer& first = answers[index];
    if (index < rules.doubleMeasuresUntil && index + 1 < answers.size()) {
      const Answer& second = answers[index + 1];
      estimate.answerPair(bank.parameters(first.item), first.outcome, bank.parameters(second.item), second.outcome);
    } else {
      estimate.answer(bank.parameters(first.item), first.outcome);
    }
    index = estimate.answers();
    measures.push_back({estimate.answers(), estimate.ability(), estimate.errorRate(), estimate.lastFlags()});
  }
  return measures;
}

std::vector<Candidate> legacyCandidates(const Bank& bank, std::span<const Answer> answers, double ability,
                                        double minimalSuccessRate) {
  std::vector<Ranked> ranked;
  for (ItemIndex item = 0; item < bank.size(); ++item) {
    const bool isAsked =
        std::any_of(answers.begin(), answers.end(), [item](const Answer& answer) { return answer.item == item; });
    if (isAsked) continue;
    const auto [discrimination, difficulty] = bank.parameters(item);
    ranked.push_back({{item, fisherInformation(discrimination, difficulty, ability)},
                      successProbability(discrimination, difficulty, ability) >= minimalSuccessRate});
  }
  const std::size_t count = std::min(ranked.size(), kMostCandidates);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(count), ranked.end(), isBetter);
  std::vector<Candidate> best;
  for (std::size_t i = 0; i < count; ++i) best.push_back(ranked[i].candidate);
  return best;
}

}  // namespace vigie::scoring
