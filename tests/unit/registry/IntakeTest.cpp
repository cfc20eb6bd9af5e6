#include "certs/registry/Intake.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/credential/VerificationCode.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/log/LogProof.hpp"
#include "certs/registry/Ticketing.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::CentreKit;
using support::must;
using support::RegistryRoom;
using support::SessionKit;

class IntakeTest : public testing::Test {
 protected:
  base::Result<Receipt> handIn(const SessionKit& session) { return handIn(session, kit_); }
  base::Result<Receipt> handIn(const SessionKit& session, const CentreKit& kit) {
    return room_.intake->receive(kit.centre, session.handedIn.session, base::bytesOf(session.bundle()));
  }
  std::string refusalOf(const SessionKit& session) {
    const auto receipt = handIn(session);
    return receipt ? "accepted" : receipt.error().code;
  }

  RegistryRoom room_;
  CentreKit kit_ = room_.accredit();
};

TEST_F(IntakeTest, LogsEachCertificateAndTheAnchor) {
  const SessionKit session = room_.session(kit_, 3);
  const std::size_t before = room_.publishedEntries().size();
  const auto receipt = handIn(session);
  ASSERT_TRUE(receipt) << receipt.error().detail;
  const auto entries = room_.publishedEntries();
  ASSERT_EQ(entries.size(), before + 4);
  for (std::size_t i = 0; i < 3; ++i) {
    const CertificateReceipt& one = receipt->certificates.at(i);
    EXPECT_EQ(one.index, before + i);
    const auto leaf = must(tlog::readIssueLeaf(entries.at(one.index)));
    EXPECT_EQ(leaf.number, one.index);
    EXPECT_EQ(leaf.issuerKey, kit_.centre.did + "#k-jwk");
    EXPECT_EQ(leaf.credential, crypto::sha256(base::bytesOf(session.handedIn.certificates[i])));
    EXPECT_EQ(leaf.code, tlog::codeCommitment(session.ticket.codes[i], one.nonce));
    EXPECT_EQ(leaf.status, kit_.centre.statusList + "#" + std::to_string(session.ticket.statusIndexes[i]));
    EXPECT_EQ(leaf.sessionLeaf, session.ticket.sessionLeaf);
  }
  const auto anchor = nlohmann::json::parse(entries.back());
  EXPECT_EQ(anchor["t"], "anchor");
  EXPECT_EQ(anchor["n"], receipt->anchor);
  EXPECT_EQ(anchor["session"], session.handedIn.session.hex());
  EXPECT_EQ(anchor["bundle"], base::toHex(crypto::sha256(base::bytesOf(session.bundle()))));
  EXPECT_EQ(anchor["certificates"], 3);
}

TEST_F(IntakeTest, GivesProofsThatHoldOffline) {
  const SessionKit session = room_.session(kit_, 5);
  const auto receipt = must(handIn(session));
  for (const CertificateReceipt& one : receipt.certificates) {
    const auto proof = must(tlog::parseLogProof(one.proof));
    const auto checkpoint = must(tlog::openCheckpoint(proof.checkpoint, room_.logKey));
    EXPECT_TRUE(tlog::verifyInclusion(tlog::leafHash(proof.extra), proof.index, checkpoint.size, proof.hashes,
                                      checkpoint.root));
    EXPECT_EQ(proof.index, one.index);
  }
}

TEST_F(IntakeTest, AnswersTheSameBytesWithTheSameReceipt) {
  const SessionKit session = room_.session(kit_, 3);
  const std::string first = must(handIn(session)).json();
  must(handIn(room_.session(kit_, 2)));  // the log goes on meanwhile
  const auto entries = room_.publishedEntries();
  EXPECT_EQ(must(handIn(session)).json(), first);
  room_.close();
  room_.open();
  EXPECT_EQ(must(handIn(session)).json(), first);
  EXPECT_EQ(room_.publishedEntries(), entries);
}

TEST_F(IntakeTest, AnchorsASessionThatNobodyPassed) {
  const auto receipt = must(handIn(room_.session(kit_, 0)));
  EXPECT_TRUE(receipt.certificates.empty());
  EXPECT_EQ(receipt.anchor, room_.publishedEntries().size() - 1);
}

TEST_F(IntakeTest, TicketsAreUsedUpByTheirSession) {
  const SessionKit session = room_.session(kit_, 1);
  must(handIn(session));
  const auto open = room_.archive->read([&](Store& store) { return store.openTickets("0042", RegistryRoom::kNowMs); });
  EXPECT_TRUE(must(open).empty());
}

TEST_F(IntakeTest, KeepsTheBundleItAnswered) {
  const SessionKit session = room_.session(kit_, 1);
  must(handIn(session));
  const auto digest = crypto::sha256(base::bytesOf(session.bundle()));
  EXPECT_EQ(must(base::readTextFile(room_.layout.bundles() / (base::toHex(digest) + ".bundle"))), session.bundle());
}

TEST_F(IntakeTest, RefusesOtherBytesForTheSameSession) {
  SessionKit session = room_.session(kit_, 1);
  must(handIn(session));
  session.handedIn.position += 1;
  EXPECT_EQ(refusalOf(session), "bundle-differs");
}

TEST_F(IntakeTest, RefusesAnotherCentresSession) {
  const SessionKit session = room_.session(kit_, 1);
  const CentreKit other = room_.accredit("0043");
  const auto early = handIn(session, other);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, "ticket-foreign");
  must(handIn(session));
  const auto late = handIn(session, other);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "session-foreign");
}

TEST_F(IntakeTest, SaysWhenTheSessionWasNotDeclaredInTime) {
  SessionKit session = room_.session(kit_, 1);
  session.handedIn.openedMs = session.ticket.issuedAtMs - kClockSlackMs - 1;
  const auto receipt = must(handIn(session));
  const auto leaf = must(tlog::readIssueLeaf(room_.publishedEntries().at(receipt.certificates.front().index)));
  EXPECT_FALSE(leaf.sessionLeaf);
}

TEST_F(IntakeTest, TakesCertificatesOfAKeyThatWasReplacedMeanwhile) {
  const SessionKit session = room_.session(kit_, 1);
  room_.accredit();  // a new key for the same centre
  EXPECT_EQ(refusalOf(session), "accepted");
}

struct Wrong {
  const char* name;
  const char* code;
  std::function<void(RegistryRoom&, const CentreKit&, SessionKit&)> spoil;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.name;
}

class IntakeRefusal : public IntakeTest, public testing::WithParamInterface<Wrong> {};

void replaceFirst(RegistryRoom& room, const CentreKit& kit, SessionKit& session,
                  const std::function<void(credential::CredentialContent&)>& change) {
  session.handedIn.certificates[0] = room.certificate(kit, session.ticket, 0, kit.issuingKey, change);
}

const Wrong kWrongs[] = {
    {"session of another address", "session-mismatch",
     [](auto&, auto&, SessionKit& s) { s.handedIn.session = crypto::randomId<base::SessionId>(); }},
    {"ticket the registry never gave", "ticket-unknown",
     [](RegistryRoom& room, auto&, SessionKit& s) {
       credential::Ticket own = s.ticket;
       own.number = "T-2026-999999";
       s.handedIn.ticket = credential::signTicket(own, room.ticketKey);
     }},
    {"known number, other content", "ticket-unknown",
     [](RegistryRoom& room, auto&, SessionKit& s) {
       credential::Ticket own = s.ticket;
       own.drawSeed[0] ^= 1;
       s.handedIn.ticket = credential::signTicket(own, room.ticketKey);
     }},
    {"ticket signed by another key", "ticket-key",
     [](auto&, const CentreKit& kit, SessionKit& s) {
       s.handedIn.ticket = credential::signTicket(s.ticket, kit.issuingKey);
     }},
    {"ticket already anchored", "ticket-used",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       must(room.intake->receive(kit.centre, s.handedIn.session, base::bytesOf(s.bundle())));
       s.handedIn.session = crypto::randomId<base::SessionId>();
     }},
    {"certificate of a key that is not accredited", "certificate-signature",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       s.handedIn.certificates[0] = room.certificate(kit, s.ticket, 0, kit.clientKey);
     }},
    {"altered byte in a certificate", "certificate-signature",
     [](auto&, auto&, SessionKit& s) {
       std::string& jwt = s.handedIn.certificates[0];
       char& last = jwt[jwt.rfind('.') + 10];
       last = last == 'A' ? 'B' : 'A';
     }},
    {"certificate that is no JWS", "jws-malformed",
     [](auto&, auto&, SessionKit& s) { s.handedIn.certificates[0] = "not a certificate"; }},
    {"certificate in another centre's name", "certificate-issuer",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s,
                    [](auto& content) { content.issuer.id = "did:web:centre-0043.demonstration.example"; });
     }},
    {"certificate in another status list", "certificate-status",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s, [](auto& content) { content.status.list += "3"; });
     }},
    {"place of another certificate in the status list", "certificate-status",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s, [&](auto& content) { content.status.index = s.ticket.statusIndexes[1]; });
     }},
    {"examination under a demonstration's ticket", "certificate-kind",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s, [](auto& content) { content.evidence.occasion = credential::Occasion::examination; });
     }},
    {"code of no ticket", "code-foreign",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s, [](auto& content) { content.code = credential::newVerificationCode(); });
     }},
    {"one code twice", "code-used",
     [](RegistryRoom& room, const CentreKit& kit, SessionKit& s) {
       replaceFirst(room, kit, s, [&](auto& content) {
         content.code = s.ticket.codes[1];
         content.status.index = s.ticket.statusIndexes[1];
       });
     }},
};

TEST_P(IntakeRefusal, NamesWhatIsWrongAndLogsNothing) {
  SessionKit session = room_.session(kit_, 2);
  const base::SessionId address = session.handedIn.session;
  GetParam().spoil(room_, kit_, session);
  const bool isNewSession = std::string_view(GetParam().code) == "ticket-used";
  const auto before = room_.publishedEntries();
  const auto refused = room_.intake->receive(kit_.centre, isNewSession ? session.handedIn.session : address,
                                             base::bytesOf(session.bundle()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, GetParam().code) << refused.error().detail;
  EXPECT_EQ(room_.publishedEntries(), before);
}

INSTANTIATE_TEST_SUITE_P(Table, IntakeRefusal, testing::ValuesIn(kWrongs));

TEST_F(IntakeTest, PassesTheJudgesRefusalOn) {
  const auto refused = room_.intake->receive(kit_.centre, crypto::randomId<base::SessionId>(),
                                             base::bytesOf(R"({"refuse":"score-differs"})"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "score-differs");
}

}  // namespace
}  // namespace vigie::registry
