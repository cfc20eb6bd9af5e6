#include "common/exam/Centre.hpp"

#include <gtest/gtest.h>

#include "tests/unit/exam/SessionFixture.hpp"

namespace vigie::exam {
namespace {

class CentreTest : public ::testing::Test {
 protected:
  CentreDecision run(const CentreDecision& decision) {
    for (const CentreDraft& draft : decision.records) evolve(state_, now_, draft.content);
    return decision;
  }

  CentreCommand command(record::StaffBody body) {
    body.set_command(idOf<base::CommandId>(nextCommand_++).bytes());
    CentreCommand out;
    out.command.message = crypto::signMessage(key_, "staff", bytesOf(body));
    out.command.body = std::move(body);
    return out;
  }

  CentreDecision issueCode(const std::string& code, const std::string& label) {
    record::StaffBody body;
    body.mutable_issue_code()->set_role("seat");
    body.mutable_issue_code()->set_label(label);
    CentreCommand order = command(body);
    order.codeSalt = {1, 2, 3};
    order.codeDigest = crypto::sha256({order.codeSalt, base::bytesOf(code)});
    return run(decideCentre(state_, order, now_));
  }

  CentreDecision enrol(const std::string& code) {
    return run(decideEnrolment(state_, {code, std::string(32, 'a'), {}, {}}, {1, 2, 3}, now_));
  }

  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  CentreState state_;
  Instant now_{1'000'000, 0, {}};
  std::uint8_t nextCommand_ = 1;
};

TEST_F(CentreTest, EnrolsOneMachineWithOneCode) {
  ASSERT_FALSE(issueCode("CODECODE", "Poste 1").refusal);
  ASSERT_FALSE(enrol("CODECODE").refusal);
  EXPECT_EQ(state_.machines.size(), 1U);
  EXPECT_EQ(enrol("CODECODE").refusal->code, "code-unknown") << "a code is for one machine";
}

TEST_F(CentreTest, ClosesACodeAfterFiveWrongTriesAndAfterItsTime) {
  issueCode("CODECODE", "Poste 1");
  for (int i = 0; i < kEnrolmentTries; ++i) EXPECT_EQ(enrol("WRONGWRO").refusal->code, "code-unknown");
  EXPECT_EQ(enrol("CODECODE").refusal->code, "code-unknown");
  issueCode("CODECODF", "Poste 2");
  now_.wallMs += kEnrolmentCodeMs + 1;
  EXPECT_EQ(enrol("CODECODF").refusal->code, "code-unknown");
}

TEST_F(CentreTest, RefusesALabelThatIsTaken) {
  issueCode("CODECODE", "Poste 1");
  enrol("CODECODE");
  EXPECT_EQ(issueCode("CODECODF", "Poste 1").refusal->code, "label-taken");
  record::StaffBody body;
  body.mutable_revoke()->set_machine(std::string(16, '\xaa'));
  ASSERT_FALSE(run(decideCentre(state_, command(body), now_)).refusal);
  EXPECT_FALSE(issueCode("CODECODF", "Poste 1").refusal);
}

TEST_F(CentreTest, UsesATicketOnce) {
  record::StaffBody load;
  load.mutable_load_ticket()->set_jws("jws");
  CentreCommand order = command(load);
  EXPECT_EQ(decideCentre(state_, order, now_).refusal->code, "ticket-wrong");
  order.ticket = TicketFacts{"T-1"};
  ASSERT_FALSE(run(decideCentre(state_, order, now_)).refusal);
  EXPECT_TRUE(decideCentre(state_, order, now_).repeated);
  const auto create = [&](std::uint8_t session) {
    record::StaffBody body;
    body.set_session(idOf<base::SessionId>(session).bytes());
    body.mutable_create_session()->set_ticket("T-1");
    return run(decideCentre(state_, command(body), now_));
  };
  EXPECT_FALSE(create(1).refusal);
  EXPECT_EQ(create(2).refusal->code, "ticket-used");
  EXPECT_EQ(create(1).refusal->code, "session-exists");
}

TEST_F(CentreTest, ClosesASessionOnceWhenItIsOver) {
  const crypto::Digest head = crypto::sha256(base::bytesOf("head"));
  SessionState session;
  session.id = idOf<base::SessionId>(1);
  session.phase = SessionPhase::open;
  EXPECT_EQ(decideClosing(state_, session, 9, head).refusal->code, "session-unknown");
  record::SessionRegistered registered;
  registered.set_session(session.id.bytes());
  evolve(state_, now_, registered);
  EXPECT_EQ(decideClosing(state_, session, 9, head).refusal->code, "session-phase");
  session.phase = SessionPhase::finalised;
  session.candidates[idOf<base::CandidateRef>(2)].result.emplace();
  EXPECT_EQ(decideClosing(state_, session, 9, head).refusal->code, "session-phase");
  session.anchored = true;
  EXPECT_FALSE(run(decideClosing(state_, session, 9, head)).refusal);
  const SessionEntry& entry = state_.sessions.at(session.id);
  EXPECT_TRUE(entry.closed);
  EXPECT_EQ(entry.closedPosition, 9U);
  EXPECT_EQ(entry.closedHead, head);
  EXPECT_TRUE(decideClosing(state_, session, 10, head).repeated);
}

TEST_F(CentreTest, CountsASessionWithoutResultsAsOverOnceItIsFinalised) {
  SessionState session;
  session.phase = SessionPhase::ended;
  EXPECT_FALSE(isOver(session));
  session.phase = SessionPhase::finalised;
  EXPECT_TRUE(isOver(session));
}

TEST_F(CentreTest, LetsOnlyAdministratorsEnrolAndRevoke) {
  record::StaffBody body;
  body.mutable_issue_code();
  EXPECT_EQ(mayCommand({{}, "invigilator", {}}, body).error().code, "not-allowed");
  EXPECT_TRUE(mayCommand({{}, "administrator", {}}, body));
  body.mutable_revoke();
  EXPECT_FALSE(mayCommand({{}, "invigilator", {}}, body));
  body.mutable_open_session();
  EXPECT_TRUE(mayCommand({{}, "invigilator", {}}, body));
}

}  // namespace
}  // namespace vigie::exam
