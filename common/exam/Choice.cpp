#include "common/exam/Choice.hpp"

#include "common/content/Presentation.hpp"
#include "common/scoring/Draw.hpp"
#include "common/scoring/PlanChoice.hpp"

namespace vigie::exam {
namespace {

base::Bytes seatSeed(const Environment& environment, const Candidate& candidate) {
  base::Bytes seed = environment.ticketSeed;
  base::append(seed, candidate.nonce);
  return seed;
}

scoring::PlannedTest plannedTest(const Environment& environment, const Candidate& candidate, const Progress& progress) {
  const PlannedExam& planned = *environment.planned;
  return {.bank = planned.bank,
          .plan = planned.plan,
          .estimator = progress.measured.estimator(),
          .answered = progress.answered,
          .excluded = progress.excluded,
          .eligibilityDraw = eligibilityDraw(environment, candidate),
          .solver = planned.solver};
}

}  // namespace

double eligibilityDraw(const Environment& environment, const Candidate& candidate) {
  return scoring::draw(seatSeed(environment, candidate), 0);
}

NextQuestion nextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress) {
  NextQuestion next;
  next.number = static_cast<std::uint32_t>(candidate.questions.size()) + 1;
  next.draw = scoring::draw(seatSeed(environment, candidate), next.number);
  if (environment.planned) {
    const scoring::NextItem chosen = scoring::chooseByPlan(plannedTest(environment, candidate, progress), next.draw);
    next.kind = chosen.kind;
    next.available = chosen.choice.available;
    next.item = chosen.item;
    return next;
  }
  const scoring::Choice choice = scoring::chooseNext(environment.bank, environment.rules, progress.answered,
                                                     progress.excluded, progress.measured.ability());
  next.kind = choice.kind;
  next.available = choice.available;
  if (choice.kind != scoring::ChoiceKind::candidates) return next;
  next.item = scoring::pick(choice.candidates(), environment.rules.pickPercent, next.draw).item;
  return next;
}

record::QuestionAsked askQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress,
                                  const NextQuestion& next) {
  const ExamItem& item = environment.items[next.item];
  std::vector<std::string> order = item.choiceIds;
  if (item.shuffle) {
    base::Bytes label = base::toBytes("order");
    base::appendBigEndian32(label, next.number);
    order = content::shuffleOrder(order, crypto::hmacSha256(seatSeed(environment, candidate), label));
  }
  record::QuestionAsked asked;
  asked.set_candidate(candidate.ref.bytes());
  asked.set_number(next.number);
  asked.set_item(item.id);
  asked.set_item_version(item.version);
  asked.set_content(base::toString(item.content));
  asked.set_shown(base::toString(content::shownDigest(item.content, candidate.language, order)));
  asked.set_language(candidate.language);
  for (const std::string& choice : order) asked.add_order(choice);
  asked.set_ability(progress.measured.ability());
  asked.set_available(next.available);
  asked.set_draw(next.draw);
  return asked;
}

std::vector<scoring::ItemIndex> refusedItems(const Environment& environment, const Candidate& candidate,
                                             const Progress& progress, double draw) {
  const bool refuses =
      environment.planned && environment.planned->plan.exposure.kind == scoring::Exposure::sympsonHetter;
  if (!refuses) return {};
  return scoring::chooseByPlan(plannedTest(environment, candidate, progress), draw).refused;
}

}  // namespace vigie::exam
