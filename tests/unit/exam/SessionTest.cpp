#include <set>

#include "tests/unit/exam/SessionFixture.hpp"

namespace vigie::exam {
namespace {

using base::CandidateRef;
using base::WorkstationId;

std::string refusalOf(const Decision& decision) { return decision.refusal ? decision.refusal->code : ""; }

class SessionTest : public SessionFixture {};

TEST_F(SessionTest, TakesACandidateFromTheSlipToTheEnd) {
  open();
  add(1);
  startTest(1, 11);
  std::set<scoring::ItemIndex> asked;
  while (candidate(1).phase == CandidatePhase::running) {
    EXPECT_TRUE(asked.insert(candidate(1).openQuestion()->item).second) << "an item came twice";
    ASSERT_FALSE(run(answerOf(1, 11)).refusal);
  }
  EXPECT_EQ(candidate(1).endReason, "completed");
  EXPECT_EQ(candidate(1).answered.size(), 4U);
  record::StaffBody end;
  end.mutable_end_session();
  ASSERT_FALSE(run(staff(end)).refusal);
  record::StaffBody finalise;
  finalise.mutable_finalise();
  ASSERT_FALSE(run(staff(finalise)).refusal);
  EXPECT_EQ(candidate(1).result->status, "validated");
  EXPECT_EQ(candidate(1).result->answers, 4U);
}

TEST_F(SessionTest, IsWhatItsRecordsSay) {
  open();
  add(1);
  add(2);
  startTest(1, 11);
  startTest(2, 12);
  pass(1'000);
  run(TimePassed{});
  ASSERT_FALSE(run(answerOf(1, 11)).refusal);
  run(SeatUnlinked{idOf<WorkstationId>(12)});
  pass(5'000);
  run(TimePassed{});
  const SessionState again = replayed();
  for (const std::uint8_t number : std::initializer_list<std::uint8_t>{1, 2}) {
    const Candidate& live = candidate(number);
    const Candidate& back = *again.find(live.ref);
    EXPECT_EQ(back.clock, live.clock);
    EXPECT_EQ(back.answered, live.answered);
    EXPECT_EQ(back.estimate->ability(), live.estimate->ability());
    EXPECT_EQ(back.questions.back().item, live.questions.back().item);
    EXPECT_EQ(back.linked, live.linked);
  }
  EXPECT_EQ(again.commands, state_.commands);
}

TEST_F(SessionTest, AcceptsAnAnswerOnceAndItsRepeatSilently) {
  open();
  add(1);
  startTest(1, 11);
  const SubmitAnswer first = answerOf(1, 11);
  EXPECT_EQ(run(first).records.size(), 2U);
  const Decision repeat = run(first);
  EXPECT_TRUE(repeat.repeated);
  EXPECT_TRUE(repeat.records.empty());
  EXPECT_EQ(candidate(1).answered.size(), 1U);
}

TEST_F(SessionTest, KeepsTheFirstAnswerAndRecordsTheAttempt) {
  open();
  add(1);
  startTest(1, 11);
  const SubmitAnswer first = answerOf(1, 11);
  run(first);
  SubmitAnswer second = first;
  second.privateHash.fill(9);
  second.body.set_answer_digest(base::toString(second.privateHash));
  second.message = crypto::signMessage(staffKey_, "answer", bytesOf(second.body));
  const Decision decision = run(second);
  EXPECT_EQ(refusalOf(decision), "answer-conflict");
  EXPECT_EQ(state_.incidents, 1U);
  EXPECT_EQ(candidate(1).answered.size(), 1U);
}

TEST_F(SessionTest, RefusesAnAnswerToAnotherQuestionThanTheOneSent) {
  open();
  add(1);
  startTest(1, 11);
  SubmitAnswer wrong = answerOf(1, 11);
  wrong.body.set_shown(std::string(32, 'x'));
  EXPECT_EQ(refusalOf(run(wrong)), "answer-mismatch");
  wrong = answerOf(1, 11);
  wrong.body.set_item("item-9");
  EXPECT_EQ(refusalOf(run(wrong)), "answer-mismatch");
  wrong = answerOf(1, 11);
  wrong.body.set_previous(std::string(32, 'x'));
  EXPECT_EQ(refusalOf(run(wrong)), "answer-chain");
  wrong = answerOf(1, 11);
  wrong.body.set_number(7);
  EXPECT_EQ(refusalOf(run(wrong)), "question-not-open");
  EXPECT_TRUE(candidate(1).answered.empty());
}

TEST_F(SessionTest, RefusesACodeThatIsInUseElsewhere) {
  open();
  add(1);
  startTest(1, 11);
  EXPECT_EQ(refusalOf(checkIn(1, 12)), "code-in-use");
  EXPECT_EQ(state_.incidents, 1U);
  EXPECT_EQ(candidate(1).lease->workstation, idOf<WorkstationId>(11));
}

TEST_F(SessionTest, RefusesUnknownCodesAndTakenWorkstations) {
  open();
  add(1);
  add(2);
  EXPECT_EQ(refusalOf(checkIn(9, 11)), "code-unknown");
  ASSERT_FALSE(checkIn(1, 11).refusal);
  EXPECT_EQ(refusalOf(checkIn(2, 11)), "workstation-taken");
}

TEST_F(SessionTest, MovesACandidateWithQuestionClockAndWithoutANewCode) {
  open();
  add(1);
  startTest(1, 11);
  run(answerOf(1, 11));
  const Question before = *candidate(1).openQuestion();
  record::StaffBody body = about(1);
  body.mutable_move()->set_workstation(idOf<WorkstationId>(12).bytes());
  ASSERT_FALSE(run(staff(body)).refusal);
  CheckIn back;
  back.workstation = idOf<WorkstationId>(12);
  back.seatKey = {4, 5, 6};
  ASSERT_FALSE(run(back).refusal);
  EXPECT_EQ(candidate(1).lease, (Lease{idOf<WorkstationId>(12), 3}));
  EXPECT_EQ(candidate(1).openQuestion()->number, before.number);
  EXPECT_EQ(candidate(1).openQuestion()->item, before.item);
  EXPECT_EQ(refusalOf(run(answerOf(1, 11))), "no-lease") << "the old seat is out";
  EXPECT_EQ(refusalOf(run(answerOf(1, 12, 1))), "lease-stale");
  EXPECT_FALSE(run(answerOf(1, 12, 3)).refusal);
}

TEST_F(SessionTest, KeepsTheFirstNonceSoThatDrawsCannotBeRepeated) {
  open();
  add(1);
  startTest(1, 11);
  const base::Bytes nonce = candidate(1).nonce;
  CheckIn back;
  back.workstation = idOf<WorkstationId>(11);
  back.seatKey = {4, 5, 6};
  back.nonce.assign(32, 99);
  ASSERT_FALSE(run(back).refusal);
  EXPECT_EQ(candidate(1).nonce, nonce);
  EXPECT_EQ(candidate(1).seatKeys.size(), 2U);
}

TEST_F(SessionTest, ReplacesAQuestionAndExcludesItsSkill) {
  open();
  add(1);
  startTest(1, 11);
  const scoring::ItemIndex broken = candidate(1).openQuestion()->item;
  ASSERT_FALSE(run(RaiseAlert{idOf<WorkstationId>(11), 1, 1, "does-not-display", {}}).refusal);
  EXPECT_TRUE(holdsOf(state_, candidate(1)).alert);
  record::StaffBody body;
  body.mutable_resolve_alert()->set_alert(1);
  body.mutable_resolve_alert()->set_outcome("replace");
  ASSERT_FALSE(run(staff(body)).refusal);
  EXPECT_EQ(candidate(1).openQuestion()->number, 2U);
  EXPECT_NE(candidate(1).openQuestion()->item, broken);
  EXPECT_TRUE(candidate(1).excluded[broken]);
  while (candidate(1).phase == CandidatePhase::running) ASSERT_FALSE(run(answerOf(1, 11)).refusal);
  EXPECT_EQ(candidate(1).answered.size(), 4U) << "a replaced question costs nothing";
  EXPECT_EQ(refusalOf(run(staff(body))), "alert-resolved");
}

TEST_F(SessionTest, GoesOnWithTheSameQuestionWhenAnAlertIsNotUpheld) {
  open();
  add(1);
  startTest(1, 11);
  const Question before = *candidate(1).openQuestion();
  run(RaiseAlert{idOf<WorkstationId>(11), 1, 1, "other", {}});
  pass(30'000);
  record::StaffBody body;
  body.mutable_resolve_alert()->set_alert(1);
  body.mutable_resolve_alert()->set_outcome("keep");
  ASSERT_FALSE(run(staff(body)).refusal);
  EXPECT_EQ(candidate(1).openQuestion()->number, before.number);
  EXPECT_EQ(candidate(1).clock.creditedMs(CreditReason::alert), 30'000);
  EXPECT_EQ(candidate(1).clock.remainingMs(), 60'000);
}

TEST_F(SessionTest, EndsWithNoItemLeftAndKeepsItsAnswers) {
  environment_.rules.maximumLength = 32;
  open();
  add(1, /*accessibleOnly=*/true);
  startTest(1, 11);
  while (candidate(1).phase == CandidatePhase::running) ASSERT_FALSE(run(answerOf(1, 11)).refusal);
  EXPECT_EQ(candidate(1).endReason, "no-item-left");
  EXPECT_EQ(candidate(1).answered.size(), 5U) << "five of the ten items are accessible";
}

TEST_F(SessionTest, EndsATestWhoseTimeIsOver) {
  open();
  add(1);
  startTest(1, 11);
  for (int second = 0; second < 59; ++second) {
    pass(1'000);
    run(TimePassed{});
  }
  EXPECT_EQ(candidate(1).phase, CandidatePhase::running);
  pass(1'000);
  run(TimePassed{});
  EXPECT_EQ(candidate(1).phase, CandidatePhase::ended);
  EXPECT_EQ(candidate(1).endReason, "time-out");
}

TEST_F(SessionTest, StopsTheClockWhilePausedAndAfterARestart) {
  open();
  add(1);
  startTest(1, 11);
  record::StaffBody pause;
  pause.mutable_pause();
  ASSERT_FALSE(run(staff(pause)).refusal);
  pass(40'000);
  run(TimePassed{});
  record::StaffBody resume;
  resume.mutable_resume();
  ASSERT_FALSE(run(staff(resume)).refusal);
  EXPECT_EQ(candidate(1).clock.remainingMs(), 60'000);
  pass(100'000);  // the server is down
  run(CentreStarted{"test"});
  EXPECT_EQ(candidate(1).clock.remainingMs(), 58'000);
  EXPECT_FALSE(candidate(1).linked);
  run(SeatLinked{idOf<WorkstationId>(11)});
  EXPECT_TRUE(candidate(1).linked);
}

TEST_F(SessionTest, DoesNotOpenOnAWrongClockOrAnOldTicket) {
  record::StaffBody body;
  body.mutable_open_session();
  now_.wallMs = 946'684;  // before the ticket, the release and the newest record
  EXPECT_EQ(refusalOf(run(staff(body))), "clock-wrong");
  now_.wallMs = 200'000'000;
  EXPECT_EQ(refusalOf(run(staff(body))), "ticket-expired");
  now_.wallMs = 3'000'000;
  EXPECT_EQ(refusalOf(run(staff(body))), "");
}

TEST_F(SessionTest, CarriesOutACommandOnceAndRefusesItsIdWithOtherContent) {
  open();
  add(1);
  record::StaffBody body = about(2);
  body.mutable_add_candidate()->set_language("fr");
  StaffCommand command = staff(body);
  command.codeDigest.fill(2);
  EXPECT_EQ(run(command).records.size(), 1U);
  EXPECT_TRUE(run(command).repeated);
  StaffCommand other = command;
  other.body.mutable_add_candidate()->set_language("en");
  other.message = crypto::signMessage(staffKey_, "staff", bytesOf(other.body));
  EXPECT_EQ(refusalOf(run(other)), "command-reused");
  EXPECT_EQ(state_.incidents, 1U);
}

TEST_F(SessionTest, AdmitsSimulatedSeatsOnlyUnderADemonstrationTicket) {
  environment_.kind = SessionKind::real;
  open();
  add(1);
  CheckIn command;
  command.workstation = idOf<WorkstationId>(11);
  command.codeDigest.emplace().fill(1);
  command.nonce.assign(32, 1);
  command.simulated = true;
  EXPECT_EQ(refusalOf(run(command)), "simulated-seat");
}

TEST_F(SessionTest, GivesTheSameQuestionsToTheSameSeedsAndNonces) {
  const auto questionsOf = [this] {
    std::vector<scoring::ItemIndex> items;
    for (const Question& question : candidate(1).questions) items.push_back(question.item);
    return items;
  };
  open();
  add(1);
  startTest(1, 11);
  while (candidate(1).phase == CandidatePhase::running) run(answerOf(1, 11));
  const auto first = questionsOf();
  state_ = SessionState();
  for (const Draft& draft : createSession(state_, [] { record::SessionCreated one; one.set_session(idOf<base::SessionId>(1).bytes()); return one; }()).records) apply(draft);
  open();
  add(1);
  startTest(1, 13);
  while (candidate(1).phase == CandidatePhase::running) run(answerOf(1, 13));
  EXPECT_EQ(questionsOf(), first);
}

TEST_F(SessionTest, RefusesEveryVerbOutOfItsTime) {
  const auto refused = [&](record::StaffBody body, const char* code) { EXPECT_EQ(refusalOf(run(staff(std::move(body)))), code); };
  add(1);
  record::StaffBody body = about(1);
  body.mutable_confirm_presence();
  refused(body, "session-not-open");
  EXPECT_EQ(refusalOf(checkIn(1, 11)), "session-not-open");
  body = {};
  body.mutable_finalise();
  refused(body, "session-phase");
  open();
  refused(body, "session-phase");
  body = about(1);
  body.mutable_confirm_presence();
  refused(body, "not-seated");
  checkIn(1, 11);
  refused(body, "identity-not-confirmed");
  EXPECT_EQ(refusalOf(run(BeginTest{idOf<WorkstationId>(11), 1})), "presence-not-confirmed");
  body = about(7);
  body.mutable_confirm_presence();
  refused(body, "candidate-unknown");
  body = about(1);
  body.mutable_credit()->set_ms(-5);
  refused(body, "credit-range");
  body.mutable_credit()->set_ms(61'000);
  refused(body, "credit-range");
  body = {};
  body.mutable_resume();
  refused(body, "not-paused");
}

}  // namespace
}  // namespace vigie::exam
