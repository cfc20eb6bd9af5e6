// Why each question was asked, from the bundle alone.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "Sessions.hpp"
#include "certs/verify/SessionExplanation.hpp"

namespace vigie::verify {
namespace {

using support::anchorsOf;
using support::Insider;
using testing::HasSubstr;

SessionFiles filesOf(support::SyntheticSession& session) {
  auto read = readBundle(Insider(session).signedBundle());
  SessionFiles files;
  files.bundle = std::move(read->bundle);
  files.signature = std::move(read->signature);
  return files;
}

TEST(Explanation, RepeatsEveryDecisionOfASessionFromItsRecords) {
  for (auto* session : {&quietSession(), &eventfulSession()}) {
    const auto explained = explainSession(filesOf(*session), anchorsOf(*session), nullptr, "");
    ASSERT_TRUE(explained) << explained.error().detail;
    EXPECT_EQ(explained->candidates.size(), session->live().state().candidates.size());
    for (const CandidateExplanation& candidate : explained->candidates) {
      const exam::Candidate& lived = *session->live().state().find(candidate.candidate);
      ASSERT_EQ(candidate.choice.questions.size(), lived.questions.size());
      EXPECT_TRUE(candidate.choice.agrees());
      EXPECT_THAT(candidate.differing, testing::IsEmpty());
      const scoring::QuestionExplanation& last = candidate.choice.questions.back();
      EXPECT_EQ(last.abilityAfter, lived.estimate->ability());
    }
  }
}

TEST(Explanation, SaysInWordsStateRulesInformationAndDraw) {
  auto& session = eventfulSession();
  const std::string ref = session.live().state().candidates.begin()->first.hex();
  const auto explained = explainSession(filesOf(session), anchorsOf(session), nullptr, ref);
  ASSERT_TRUE(explained);
  ASSERT_EQ(explained->candidates.size(), 1U);
  const std::string english = textOf(*explained, Language::english);
  for (const char* part : {"Question 1: ability -3.000", "draw key", "information", "Every question is the engine's",
                           "It is advice, never proof."}) {
    EXPECT_THAT(english, HasSubstr(part));
  }
  EXPECT_THAT(textOf(*explained, Language::french), HasSubstr("Chaque question posée est celle du moteur"));
  const auto json = nlohmann::json::parse(jsonOf(*explained));
  EXPECT_EQ(json["candidates"][0]["candidate"], ref);
  EXPECT_EQ(json["candidates"][0]["explanation"]["questions"].size(), explained->candidates[0].choice.questions.size());
}

TEST(Explanation, GivesAdviceWithItsMeasureAndShowsOnlyAreasThatAreMeasured) {
  auto& session = quietSession();
  const auto explained = explainSession(filesOf(session), anchorsOf(session), nullptr, "");
  ASSERT_TRUE(explained);
  for (const CandidateExplanation& candidate : explained->candidates) {
    const auto has = [&](scoring::Advice advice) {
      return std::any_of(candidate.advice.begin(), candidate.advice.end(),
                         [&](const scoring::Measure& measure) { return measure.advice == advice; });
    };
    EXPECT_TRUE(has(scoring::Advice::misfit));
    EXPECT_TRUE(has(scoring::Advice::rapidAnswers));
    for (const ShownArea& area : candidate.areas) {
      EXPECT_LE(area.estimate.standardError, scoring::AreaModel{}.largestStandardError);
    }
    EXPECT_GT(candidate.areasWithheld + candidate.areas.size(), 0U);
  }
}

TEST(Explanation, KnowsFromTheBankThatNobodyCouldHaveReadTheQuestions) {
  support::SyntheticSession session({.candidates = 1, .secondsPerAnswer = 0});
  session.run();
  const auto rapid = [&](const content::Bank* bank) {
    const auto explained = explainSession(filesOf(session), anchorsOf(session), bank, "").value();
    const auto& advice = explained.candidates[0].advice;
    return *std::find_if(advice.begin(), advice.end(), [](const scoring::Measure& measure) {
      return measure.advice == scoring::Advice::rapidAnswers;
    });
  };
  EXPECT_FALSE(rapid(nullptr).isFlagged);
  EXPECT_TRUE(rapid(support::syntheticBank().bank.get()).isFlagged);
  EXPECT_EQ(rapid(support::syntheticBank().bank.get()).value, 1);
}

TEST(Explanation, NamesAQuestionWhoseRecordedNumbersWereChanged) {
  auto& session = quietSession();
  SessionFiles files = filesOf(session);
  bool changed = false;
  for (auto& bytes : files.bundle.sessionRecords) {
    auto record = journal::decode(bytes);
    if (!record || changed) continue;
    const auto content = exam::readSessionRecord({record->type, record->typeVersion}, record->payload);
    if (!content || !std::holds_alternative<exam::record::QuestionAsked>(*content)) continue;
    auto asked = std::get<exam::record::QuestionAsked>(*content);
    asked.set_draw(asked.draw() / 2 + 0.25);
    record->payload = exam::bytesOf(asked);
    bytes = journal::encode(*record);
    changed = true;
  }
  ASSERT_TRUE(changed);
  const auto explained = explainSession(files, anchorsOf(session), nullptr, "");
  ASSERT_TRUE(explained) << explained.error().detail;
  std::size_t differing = 0;
  for (const CandidateExplanation& candidate : explained->candidates) differing += candidate.differing.size();
  EXPECT_EQ(differing, 1U);
  EXPECT_THAT(textOf(*explained, Language::english), HasSubstr("NOT the engine's"));
}

TEST(Explanation, RefusesAStrangerAndRecordsThatCannotBeRead) {
  auto& session = quietSession();
  const auto stranger = explainSession(filesOf(session), anchorsOf(session), nullptr, std::string(32, '0'));
  EXPECT_EQ(stranger.error().code, "explanation-candidate");
  SessionFiles files = filesOf(session);
  files.bundle.bankCalibration.clear();
  EXPECT_EQ(explainSession(files, anchorsOf(session), nullptr, "").error().code, "explanation-records");
}

}  // namespace
}  // namespace vigie::verify
