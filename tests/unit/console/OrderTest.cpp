#include "proctor-console/model/Order.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/Scene.hpp"

namespace vigie::console::test {
namespace {

using exam::record::StaffBody;

const auto kSession = idOf<base::SessionId>(7);
const auto kCandidate = idOf<base::CandidateRef>(8);
const auto kWorkstation = idOf<base::WorkstationId>(9);

struct Case {
  std::string name;
  Order order;
  StaffBody::VerbCase verb;
  bool ofSession;
  bool ofCandidate;
  bool isPrivate;
};

std::vector<Case> cases() {
  return {
      {"create", createSession(kSession, "T-1"), StaffBody::kCreateSession, true, false, false},
      {"open", openSession(kSession), StaffBody::kOpenSession, true, false, false},
      {"pause", pauseSession(kSession), StaffBody::kPause, true, false, false},
      {"resume", resumeSession(kSession), StaffBody::kResume, true, false, false},
      {"end", endSession(kSession), StaffBody::kEndSession, true, false, false},
      {"finalise", finaliseSession(kSession), StaffBody::kFinalise, true, false, false},
      {"issue", issueCertificates(kSession), StaffBody::kIssue, true, false, false},
      {"add", addCandidate(kSession, {"Noël", "Ada", "2001-12-31"}).order, StaffBody::kAddCandidate, true, true, true},
      {"confirm", confirmPresence(kSession, kCandidate), StaffBody::kConfirmPresence, true, true, false},
      {"everybody", messageEverybody(kSession, "Bonjour"), StaffBody::kSendMessage, true, false, true},
      {"message", messageCandidate(kSession, kCandidate, "Bonjour"), StaffBody::kSendMessage, true, true, true},
      {"pause one", pauseCandidate(kSession, kCandidate), StaffBody::kPause, true, true, false},
      {"resume one", resumeCandidate(kSession, kCandidate), StaffBody::kResume, true, true, false},
      {"credit", creditTime(kSession, kCandidate, 90'000), StaffBody::kCredit, true, true, false},
      {"move", moveCandidate(kSession, kCandidate, kWorkstation), StaffBody::kMove, true, true, false},
      {"end test", endTest(kSession, kCandidate, TestEnd::technical), StaffBody::kEndTest, true, true, false},
      {"resolve", resolveAlert(kSession, 3, Resolution::replace, ""), StaffBody::kResolveAlert, true, false, false},
      {"comment", resolveAlert(kSession, 3, Resolution::keep, "vu"), StaffBody::kResolveAlert, true, false, true},
      {"seat code", issueSeatCode("Poste 4", "BCDFGHJK"), StaffBody::kIssueCode, false, false, true},
      {"console code", issueConsoleCode("Accueil", "BCDFGHJK", StaffRole::invigilator), StaffBody::kIssueCode, false,
       false, true},
      {"revoke", revokeMachine(kWorkstation), StaffBody::kRevoke, false, false, false},
      {"ticket", loadTicket("a.b.c"), StaffBody::kLoadTicket, false, false, false},
  };
}

TEST(Order, NamesItsVerbAndWhomItConcerns) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(one.order.body.verb_case(), one.verb);
    EXPECT_EQ(one.order.body.session(), one.ofSession ? kSession.bytes() : "");
    EXPECT_EQ(!one.order.body.candidate().empty(), one.ofCandidate);
    EXPECT_EQ(!one.order.privatePart.salt().empty(), one.isPrivate);
    EXPECT_FALSE(one.order.id().isNull());
  }
}

TEST(Order, SignsBodyAndDigestOfPrivatePart) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto epoch = idOf<base::EpochId>(3);
  const Standing known = standingAt(17, 0, 7);
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.name);
    const message::StaffCommand command = signOrder(one.order, key, {epoch, 42, &known});
    const auto signedMessage = exam::fromRecord(command.signed_());
    ASSERT_TRUE(signedMessage);
    EXPECT_TRUE(crypto::verifyMessage(*signedMessage, "staff", key.publicKey()));
    StaffBody body;
    ASSERT_TRUE(body.ParseFromString(command.signed_().body()));
    EXPECT_EQ(body.command(), one.order.id().bytes());
    EXPECT_EQ(body.centre_epoch(), epoch.bytes());
    EXPECT_EQ(body.wall_ms(), 42);
    EXPECT_EQ(body.position(), known.position);
    EXPECT_EQ(body.head(), base::toString(known.head));
    const std::string digest = base::toString(crypto::sha256(base::bytesOf(command.private_part())));
    EXPECT_EQ(body.private_digest(), one.isPrivate ? digest : "");
    EXPECT_EQ(command.private_part().empty(), !one.isPrivate);
  }
}

TEST(Order, KeepsPersonalDataOutOfTheSignedBody) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const CandidateOrder added = addCandidate(kSession, {"Marquebidon", "Zozime", "1999-01-02", "en", 60'000, true});
  const message::StaffCommand command = signOrder(added.order, key, {idOf<base::EpochId>(3), 42});
  for (const std::string& secret :
       {std::string("Marquebidon"), std::string("Zozime"), std::string("1999-01-02"), added.code}) {
    EXPECT_EQ(command.signed_().body().find(secret), std::string::npos);
    EXPECT_NE(command.private_part().find(secret), std::string::npos);
  }
  EXPECT_EQ(added.order.body.add_candidate().language(), "en");
  EXPECT_EQ(added.order.body.add_candidate().extra_time_ms(), 60'000);
  EXPECT_TRUE(added.order.body.add_candidate().accessible_items_only());
}

TEST(Order, DrawsAnotherReferenceCodeSaltAndIdEachTime) {
  const NewCandidate person{"Noël", "Ada", "2001-12-31"};
  const CandidateOrder one = addCandidate(kSession, person);
  const CandidateOrder other = addCandidate(kSession, person);
  EXPECT_NE(one.candidate, other.candidate);
  EXPECT_NE(one.code, other.code);
  EXPECT_NE(one.order.id(), other.order.id());
  EXPECT_NE(one.order.privatePart.salt(), other.order.privatePart.salt());
  EXPECT_EQ(one.code.size(), kSlipCodeCharacters);
  EXPECT_EQ(one.order.body.candidate(), one.candidate.bytes());
}

}  // namespace
}  // namespace vigie::console::test
