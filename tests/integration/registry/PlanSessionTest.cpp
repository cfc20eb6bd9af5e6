// A whole sitting under a test definition of version 2 (MAP, posterior-weighted information, one of the best three,
// equal shares of the competences, until the standard error is small enough): the centre chooses and scores by it, the
// registry replays it before it logs anything, verify-session decides it again; a choice that somebody exchanged is
// refused by both.
#include <gmock/gmock.h>

#include "AdoptedNation.hpp"
#include "certs/registry/VerifyingJudge.hpp"
#include "tests/support/AuditorDesk.hpp"
#include "tests/support/ShellRun.hpp"

namespace vigie::registry {
namespace {

namespace record = exam::record;
using support::Insider;
using support::must;
using support::SyntheticSession;
using testing::HasSubstr;

SyntheticSession& plannedSession() {
  static SyntheticSession* session = [] {
    support::CentreOptions options;
    options.testDefinition = must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification-plan.json"));
    auto* made = new SyntheticSession({.candidates = 2, .course = support::Course::eventful}, options);
    made->run();
    return made;
  }();
  return *session;
}

class PlannedSession : public testing::Test {
 protected:
  PlannedSession() : room_(session_.centre().clock().now().wallMs + 60'000), desk_(session_) {
    adoptNation(room_, session_.centre().nation());
    judge_ = std::make_unique<VerifyingJudge>(must(VerifyingJudge::load(room_.layout)));
    room_.judge = judge_.get();
    room_.open();
    kit_ = std::make_unique<support::CentreKit>(adoptCentre(room_, session_));
    adoptTicket(room_, session_);
  }

  base::Result<Receipt> handIn(const base::Bytes& bundle) {
    return room_.intake->receive(kit_->centre, session_.id(), bundle);
  }

  support::Ran verify(const base::Bytes& bundle) {
    support::AuditorDesk::put(desk_.path("session.bundle"), bundle);
    return support::shellRun(VIGIE_VERIFY_SESSION,
                             "'" + desk_.path("session.bundle").string() + "'" + desk_.trusting() + " --explain");
  }

  // The fourth question of the first candidate: the best item that it was not.
  static void exchangeChoice(Insider& insider) {
    std::string who;
    for (auto& one : insider.records) {
      auto* asked = one.as<record::QuestionAsked>();
      if (asked == nullptr) continue;
      if (who.empty()) who = asked->candidate();
      if (asked->candidate() != who || asked->number() != 4) continue;
      asked->set_item(asked->item() == "smp-1.1-02" ? "smp-1.1-03" : "smp-1.1-02");
      return;
    }
    FAIL() << "the session has no fourth question";
  }

  SyntheticSession& session_ = plannedSession();
  support::RegistryRoom room_;
  support::AuditorDesk desk_;
  std::unique_ptr<VerifyingJudge> judge_;
  std::unique_ptr<support::CentreKit> kit_;
};

TEST_F(PlannedSession, IsReplayedAndLogged) {
  const Insider insider(session_);
  const auto receipt = handIn(insider.signedBundle());
  ASSERT_TRUE(receipt) << receipt.error().code << ": " << receipt.error().detail;
  EXPECT_EQ(receipt->certificates.size(), 2U);
  EXPECT_EQ(session_.live().state().created.arithmetic(), "vigie-plans/1");
}

TEST_F(PlannedSession, IsDecidedAgainAndToldByVerifySession) {
  const support::Ran ran = verify(Insider(session_).signedBundle());
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("everything holds"));
  EXPECT_THAT(ran.out, HasSubstr("weighted information"));
  EXPECT_THAT(ran.out, HasSubstr("The test stops: the standard error is small enough."));
}

TEST_F(PlannedSession, IsRefusedByBothWhenAChoiceWasExchanged) {
  Insider insider(session_);
  exchangeChoice(insider);
  insider.makeResultsAgain();
  insider.coverTracks();
  const base::Bytes bundle = insider.signedBundle();
  const auto entries = room_.publishedEntries();
  const auto refused = handIn(bundle);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().code + " " + refused.error().detail, HasSubstr("question-choice"));
  EXPECT_EQ(room_.publishedEntries(), entries);
  const support::Ran ran = verify(bundle);
  EXPECT_EQ(ran.status, 3) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("DISAGREES"));
}

}  // namespace
}  // namespace vigie::registry
