#include "common/scoring/FinalResult.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace vigie::scoring {
namespace {

constexpr std::array<std::pair<Framework, std::string_view>, 7> kFrameworks = {{
    {Framework::core, "CORE"},
    {Framework::clea, "CLEA"},
    {Framework::droit, "DROIT"},
    {Framework::proSante, "PRO_SANTE"},
    {Framework::edu1erDegre, "EDU_1ER_DEGRE"},
    {Framework::edu2ndDegre, "EDU_2ND_DEGRE"},
    {Framework::eduCpe, "EDU_CPE"},
}};

constexpr std::array<std::string_view, 3> kStatuses = {"validated", "rejected", "cancelled"};

constexpr std::array<std::string_view, 7> kComments = {"",
                                                       "CANCELLED_BY_JURY",
                                                       "FRAUD",
                                                       "CANCELLED_DUE_TO_LACK_OF_ANSWERS_FOR_TECHNICAL_REASON",
                                                       "REJECTED_DUE_TO_LACK_OF_ANSWERS",
                                                       "REJECTED_EDU_NOT_ELIGIBLE",
                                                       "REJECTED_DUE_TO_ZERO_PIX_SCORE"};

bool hasPixScore(Framework framework) {
  return framework == Framework::core || framework == Framework::clea;
}

bool isEdu(Framework framework) {
  return framework == Framework::edu1erDegre || framework == Framework::edu2ndDegre || framework == Framework::eduCpe;
}

void addFlags(EstimateFlags& flags, const EstimateFlags& more) {
  flags.logDomain = flags.logDomain || more.logDomain;
  flags.uncorrectedError = flags.uncorrectedError || more.uncorrectedError;
}

bool isDowngraded(const FinalTest& test) {
  return test.abortReason == AbortReason::candidate && test.answers.size() >= test.scale.minimumAnswers() &&
         test.answers.size() < test.rules.maximumLength;
}

// The missing questions, each the best one and failed, from the ability reached; returns the last ability.
base::Result<double> downgrade(const FinalTest& test, FinalResult& result) {
  AbilityEstimate estimate(result.rawAbility, test.rules.variationPercent);
  std::vector<ItemIndex> asked;
  asked.reserve(test.rules.maximumLength);
  for (const auto& [item, outcome] : test.answers) {
    estimate.answer(test.bank.parameters(item), outcome);
    asked.push_back(item);
  }
  while (asked.size() < test.rules.maximumLength) {
    const Choice choice = chooseNext(test.bank, test.rules, asked, test.excluded, estimate.ability());
    if (choice.kind != ChoiceKind::candidates) {
      return base::fail("no-item-left", "the downgrade of an interrupted test found no item for question " +
                                            std::to_string(asked.size() + 1) + "; the bank is too small for the rules");
    }
    const auto& [item, information] = choice.best.front();
    estimate.answer(test.bank.parameters(item), Outcome::failed);
    asked.push_back(item);
    result.downgrade.push_back({item, information, estimate.ability(), estimate.errorRate()});
  }
  addFlags(result.flags, estimate.everFlags());
  return estimate.ability();
}

// What status and score rest on, besides the ability.
struct Course {
  const ScoreScale& scale;
  std::size_t answers;
  AbortReason abortReason;
  Framework framework;
  JuryDecision jury;
  std::optional<std::uint32_t> cleaMinimumPix;
};

template <class Test>
Course courseOf(const Test& test) {
  return {test.scale, test.answers.size(), test.abortReason, test.framework, test.jury, test.cleaMinimumPix};
}

// Decisions that need no score; true when one of them holds.
bool decideWithoutScore(const Course& test, FinalResult& result) {
  const bool lacksAnswers = test.answers < test.scale.minimumAnswers();
  if (test.jury == JuryDecision::cancelled) {
    result.status = Status::cancelled;
    result.comment = Comment::cancelledByJury;
  } else if (test.jury == JuryDecision::fraud) {
    result.status = Status::rejected;
    result.comment = Comment::fraud;
  } else if (lacksAnswers && test.abortReason == AbortReason::technical) {
    result.status = Status::cancelled;
    result.comment = Comment::lackOfAnswersForTechnicalReason;
  } else if (lacksAnswers) {
    result.status = Status::rejected;
    result.comment = Comment::lackOfAnswers;
  } else {
    return false;
  }
  return true;
}

void decideByScore(const Course& test, double ability, FinalResult& result) {
  result.ability = ability;
  result.mesh = test.scale.mesh(ability);
  if (hasPixScore(test.framework)) {
    result.pixScore = test.scale.pixScore(ability);
    if (result.mesh) result.meshLabel = kMeshes[*result.mesh].label;
  }
  const bool scoreIsZero = result.pixScore == std::optional<std::uint32_t>(0);
  if (result.mesh && !scoreIsZero) {
    result.status = Status::validated;
    result.levels = test.scale.levels(ability);
    return;
  }
  result.status = Status::rejected;
  if (scoreIsZero) {
    result.comment = Comment::zeroPixScore;
  } else if (isEdu(test.framework)) {
    result.comment = Comment::eduNotEligible;
  }
}

// Double certification: on top of a validated CORE result.
void decideClea(const Course& test, FinalResult& result) {
  if (test.framework != Framework::clea) return;
  result.cleaAcquired = result.status == Status::validated && test.cleaMinimumPix && result.pixScore &&
                        *result.pixScore >= *test.cleaMinimumPix;
}

void decide(const Course& test, double ability, FinalResult& result) {
  if (!decideWithoutScore(test, result)) decideByScore(test, ability, result);
  decideClea(test, result);
}

}  // namespace

std::string_view name(Framework framework) {
  return kFrameworks[static_cast<std::size_t>(framework)].second;
}
std::string_view name(Status status) {
  return kStatuses[static_cast<std::size_t>(status)];
}
std::string_view name(Comment comment) {
  return kComments[static_cast<std::size_t>(comment)];
}

std::optional<Framework> frameworkOf(std::string_view name) {
  for (const auto& [framework, text] : kFrameworks) {
    if (text == name) return framework;
  }
  return std::nullopt;
}

base::Result<FinalResult> finalResult(const FinalTest& test) {
  if (test.answers.size() > test.rules.maximumLength) {
    return base::fail("too-many-answers", "the test has " + std::to_string(test.answers.size()) +
                                              " answers, its rules allow " + std::to_string(test.rules.maximumLength));
  }
  const AbilityEstimate raw = estimateAbility(test.bank, test.rules, test.answers);
  FinalResult result;
  result.rawAbility = raw.ability();
  result.rawErrorRate = raw.errorRate();
  result.flags = raw.everFlags();

  double ability = raw.ability();
  if (isDowngraded(test)) {
    auto lowered = downgrade(test, result);
    if (!lowered) return base::fail(lowered.error());
    ability = *lowered;
  }
  decide(courseOf(test), ability, result);
  return result;
}

base::Result<FinalResult> planResult(const PlannedResult& test) {
  const std::uint32_t most = test.plan.stopping.maximumLength;
  if (test.answers.size() > most) {
    return base::fail("too-many-answers", "the test has " + std::to_string(test.answers.size()) +
                                              " answers, its plan allows " + std::to_string(most));
  }
  Estimator estimator(test.plan.estimator);
  std::vector<ItemIndex> asked;
  for (const auto& [item, category] : test.answers) {
    estimator.answer(test.bank.item(item), category);
    asked.push_back(item);
  }
  FinalResult result;
  result.rawAbility = estimator.report().ability;
  result.rawErrorRate = estimator.report().standardError;
  result.flags = estimator.pixFlags();

  const bool gaveUp = test.abortReason == AbortReason::candidate && asked.size() >= test.scale.minimumAnswers();
  while (gaveUp && stopReason(test.plan, estimator) == StopReason::none) {
    const NextItem next =
        chooseByPlan({test.bank, test.plan, estimator, asked, test.excluded, test.eligibilityDraw, test.solver}, 0);
    if (next.kind != ChoiceKind::candidates) {
      return base::fail("no-item-left", "the downgrade of an interrupted test found no item for question " +
                                            std::to_string(asked.size() + 1) + "; the bank is too small for the plan");
    }
    estimator.answer(test.bank.item(next.item), 0);
    asked.push_back(next.item);
    result.downgrade.push_back(
        {next.item, next.choice.best[0].information, estimator.report().ability, estimator.report().standardError});
  }
  decide(courseOf(test), estimator.report().ability, result);
  return result;
}

}  // namespace vigie::scoring
