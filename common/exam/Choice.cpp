#include "common/exam/Choice.hpp"

#include "common/content/Presentation.hpp"
#include "common/scoring/Draw.hpp"

namespace vigie::exam {
namespace {

base::Bytes seatSeed(const Environment& environment, const Candidate& candidate) {
  base::Bytes seed = environment.ticketSeed;
  base::append(seed, candidate.nonce);
  return seed;
}

}  // namespace

NextQuestion nextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress) {
  NextQuestion next;
  next.number = static_cast<std::uint32_t>(candidate.questions.size()) + 1;
  next.choice =
      scoring::chooseNext(environment.bank, environment.rules, progress.answered, progress.excluded, progress.ability);
  if (next.choice.kind != scoring::ChoiceKind::candidates) return next;
  next.draw = scoring::draw(seatSeed(environment, candidate), next.number);
  next.item = scoring::pick(next.choice.candidates(), environment.rules.pickPercent, next.draw).item;
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
  asked.set_ability(progress.ability);
  asked.set_available(next.choice.available);
  asked.set_draw(next.draw);
  return asked;
}

}  // namespace vigie::exam
