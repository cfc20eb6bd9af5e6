#include "common/exam/Result.hpp"

#include "common/exam/Choice.hpp"
#include "common/scoring/FinalResult.hpp"

namespace vigie::exam {
namespace {

scoring::AbortReason abortReasonOf(const Candidate& candidate) {
  if (candidate.endReason == "candidate") return scoring::AbortReason::candidate;
  const bool completed = candidate.endReason == "completed" || candidate.endReason == "time-out";
  return completed ? scoring::AbortReason::none : scoring::AbortReason::technical;
}

std::vector<scoring::ModelAnswer> categoriesOf(std::span<const scoring::Answer> answers) {
  std::vector<scoring::ModelAnswer> out;
  for (const auto& [item, outcome] : answers) {
    out.push_back({item, static_cast<std::uint8_t>(outcome == scoring::Outcome::succeeded ? 1 : 0)});
  }
  return out;
}

base::Result<scoring::FinalResult> resultOf(const Environment& environment, const Candidate& candidate,
                                            std::span<const scoring::Answer> answers) {
  if (environment.planned) {
    const std::vector<scoring::ModelAnswer> categories = categoriesOf(answers);
    return scoring::planResult({.bank = environment.planned->bank,
                                .plan = environment.planned->plan,
                                .scale = environment.scale,
                                .answers = categories,
                                .excluded = candidate.excluded,
                                .eligibilityDraw = eligibilityDraw(environment, candidate),
                                .abortReason = abortReasonOf(candidate),
                                .solver = environment.planned->solver,
                                .cleaMinimumPix = {}});
  }
  return scoring::finalResult({.bank = environment.bank,
                               .rules = environment.rules,
                               .scale = environment.scale,
                               .answers = answers,
                               .excluded = candidate.excluded,
                               .abortReason = abortReasonOf(candidate),
                               .framework = scoring::Framework::core,
                               .jury = scoring::JuryDecision::none,
                               .cleaMinimumPix = {}});
}

}  // namespace

record::ResultDecided decideResult(const Environment& environment, const Candidate& candidate) {
  std::vector<scoring::Answer> answers;
  for (const Question& question : candidate.questions) {
    if (!question.answer || question.replaced) continue;
    answers.push_back(
        {question.item, question.answer->correct ? scoring::Outcome::succeeded : scoring::Outcome::failed});
  }
  record::ResultDecided out;
  out.set_candidate(candidate.ref.bytes());
  out.set_answers(static_cast<std::uint32_t>(answers.size()));
  const auto result = resultOf(environment, candidate, answers);
  if (!result) {
    // The downgrade found no item left: the test counts as interrupted by the centre, its answers stay.
    out.set_ability(candidate.estimate ? candidate.estimate->ability() : environment.rules.startAbility);
    out.set_error_rate(candidate.estimate ? candidate.estimate->errorRate() : scoring::kErrorRateBeforeAnswers);
    out.set_status(std::string(scoring::name(scoring::Status::cancelled)));
    out.set_comment(result.error().code);
    return out;
  }
  out.set_ability(result->ability.value_or(result->rawAbility));
  out.set_error_rate(result->rawErrorRate);
  out.set_status(std::string(scoring::name(result->status)));
  out.set_comment(std::string(scoring::name(result->comment)));
  out.set_downgraded(!result->downgrade.empty());
  if (result->pixScore && result->mesh) {
    out.set_has_score(true);
    out.set_score(*result->pixScore);
    out.set_mesh(*result->mesh);
  }
  for (const auto& level : result->levels) out.add_levels(level ? static_cast<std::int32_t>(*level) : -1);
  return out;
}

}  // namespace vigie::exam
