#include "tests/support/InsiderDeeds.hpp"

#include <algorithm>
#include <set>

#include "common/content/Presentation.hpp"

namespace vigie::support {
namespace {

namespace record = exam::record;

}  // namespace

void turnLastAnswer(Insider& insider) {
  auto* answer = insider.records[insider.findLast<record::AnswerAccepted>()].as<record::AnswerAccepted>();
  answer->set_correct(!answer->correct());
  insider.makeResultsAgain();
}

void rewriteLastWrongAnswer(Insider& insider) {
  const record::QuestionAsked* asked = nullptr;
  KeptRecord* newest = nullptr;
  base::Bytes rewritten;
  for (KeptRecord& one : insider.records) {
    if (const auto* question = one.as<record::QuestionAsked>()) asked = question;
    const auto* accepted = one.as<record::AnswerAccepted>();
    if (accepted == nullptr || accepted->correct()) continue;
    record::AnswerPrivate secret;
    secret.ParseFromArray(one.privatePlain.data(), static_cast<int>(one.privatePlain.size()));
    secret.set_answer(answerTo(asked->item(), asked->language(), Aim::right).SerializeAsString());
    rewritten = exam::bytesOf(secret);
    newest = &one;
  }
  newest->privatePlain = rewritten;
  newest->record.privateHash = crypto::sha256(rewritten);
  newest->as<record::AnswerAccepted>()->set_answer_digest(base::toString(newest->record.privateHash));
  newest->as<record::AnswerAccepted>()->set_correct(true);
  insider.makeResultsAgain();
}

void dropLastFiveMinutes(Insider& insider) {
  const std::size_t last = insider.findLast<record::AnswerAccepted>();
  const std::int64_t from = insider.records[last].record.runMs - 300'000;
  const std::size_t ended = insider.find<record::SessionEnded>();
  std::vector<KeptRecord> kept;
  std::set<std::string> running;
  for (std::size_t i = 0; i < insider.records.size(); ++i) {
    KeptRecord& one = insider.records[i];
    if (i < ended && one.record.runMs > from) continue;
    if (const auto* begun = one.as<record::TestStarted>()) running.insert(begun->candidate());
    if (const auto* over = one.as<record::TestEnded>()) running.erase(over->candidate());
    if (i == ended) {
      for (const std::string& candidate : running) {
        record::TestEnded over;
        over.set_candidate(candidate);
        over.set_reason("session-ended");
        KeptRecord made = one;
        made.content = over;
        made.record.privateHash = {};
        made.privatePlain.clear();
        kept.push_back(made);
      }
    }
    kept.push_back(std::move(one));
  }
  insider.records = std::move(kept);
  insider.makeResultsAgain();
}

record::QuestionAsked& someQuestion(Insider& insider) {
  return *insider.records[insider.find<record::QuestionAsked>(insider.find<record::AnswerAccepted>())]
              .as<record::QuestionAsked>();
}

void swapQuestionText(Insider& insider) {
  record::QuestionAsked& asked = someQuestion(insider);
  const crypto::Digest other = crypto::sha256(base::bytesOf("another text"));
  asked.set_content(base::toString(other));
  asked.set_shown(
      base::toString(content::shownDigest(other, asked.language(), {asked.order().begin(), asked.order().end()})));
}

void moveClock(Insider& insider) {
  const std::size_t from = insider.find<record::AnswerAccepted>();
  for (std::size_t i = from; i < insider.records.size(); ++i) insider.records[i].record.wallMs += 3'600'000;
}

void forgetPicture(Insider& insider, std::uint32_t number) {
  std::erase_if(insider.records, [number](KeptRecord& one) {
    const auto* announced = one.as<record::PictureAnnounced>();
    if (announced != nullptr) return announced->number() == number;
    auto* group = one.as<record::PicturesStored>();
    if (group == nullptr) return false;
    auto* pictures = group->mutable_pictures();
    pictures->erase(std::remove_if(pictures->begin(), pictures->end(),
                                   [&](const auto& stored) { return stored.number() == number; }),
                    pictures->end());
    return pictures->empty();
  });
}

}  // namespace vigie::support
