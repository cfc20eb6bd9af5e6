// What is changed in time, order and what a session is bound to, and what names it.
#include "Tampering.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using support::Insider;
using support::KeptRecord;
using support::moveClock;

// ---- time, order, binding ----

void moveWholeDay(Insider& insider) {
  for (KeptRecord& one : insider.records) one.record.wallMs -= 80'000'000;
}

// The server's run time made slower: more time for everybody.
void slowTime(Insider& insider) {
  const std::int64_t start = insider.records.front().record.runMs;
  for (KeptRecord& one : insider.records) one.record.runMs = start + (one.record.runMs - start) / 2;
}

void turnTimeBack(Insider& insider) {
  KeptRecord& one = insider.records[insider.find<record::AnswerAccepted>()];
  one.record.runMs -= 30'000;
}

void dropTicks(Insider& insider) {
  std::erase_if(insider.records,
                [](const KeptRecord& one) { return std::holds_alternative<record::Ticked>(one.content); });
}

void exchangeRecords(Insider& insider) {
  const std::size_t at = insider.find<record::AnswerAccepted>();
  std::swap(insider.records[at], insider.records[at + 1]);
}

void exchangeDistantRecords(Insider& insider) {
  // Two ticks of different times, which mean the same.
  const std::size_t one = insider.find<record::Ticked>();
  const std::size_t other = insider.find<record::Ticked>(one + 1);
  std::swap(insider.records[one].record.wallMs, insider.records[other].record.wallMs);
}

void dropCandidate(Insider& insider) {
  const std::string who = first<record::CandidateAdded>(insider).candidate();
  const auto concerns = [&](const KeptRecord& one) {
    return std::visit(
        [&](const auto& content) {
          if constexpr (requires { content.candidate(); }) return content.candidate() == who;
          return false;
        },
        one.content);
  };
  std::size_t certificate = 0;
  for (const KeptRecord& one : insider.records) {
    if (!std::holds_alternative<record::CertificateIssued>(one.content)) continue;
    if (concerns(one)) {
      insider.certificates.erase(insider.certificates.begin() + static_cast<std::ptrdiff_t>(certificate));
      break;
    }
    ++certificate;
  }
  std::erase_if(insider.records, concerns);
}

void endOtherwise(Insider& insider) {
  first<record::TestEnded>(insider).set_reason("time-out");
}

void changeEpoch(Insider& insider) {
  const auto epoch = crypto::randomId<base::EpochId>();
  for (KeptRecord& one : insider.records) one.record.epoch = epoch;
  first<record::SessionCreated>(insider).set_epoch(epoch.bytes());
}

void changeDuration(Insider& insider) {
  std::string& test = *first<record::SessionCreated>(insider).mutable_test_definition();
  test.replace(test.find("6300"), 4, "7300");
}

void damageTestDefinition(Insider& insider) {
  first<record::SessionCreated>(insider).mutable_test_definition()->append(",");
}

void changeBank(Insider& insider) {
  first<record::SessionCreated>(insider).set_bank_calibration(std::string(32, 'b'));
}

void makeOwnTicket(Insider& insider) {
  auto& created = first<record::SessionCreated>(insider);
  auto ticket = support::must(credential::readTicket(created.ticket()));
  ticket.drawSeed.fill(7);
  created.set_ticket(credential::signTicket(ticket, crypto::PrivateKey::generate(crypto::KeyKind::p256)));
}

void makeOwnChain(Insider& insider) {
  const auto rootKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto root = trust::makeRoot(rootKey, trust::Occasion::demonstration, support::kMorningMs);
  const auto leaf =
      trust::accreditCentre({root, rootKey}, quietSession().centre().centre().identity().issuingKey.publicKey(),
                            "centre-0042.demonstration.example", support::kMorningMs);
  auto& created = first<record::SessionCreated>(insider);
  created.clear_issuing_chain();
  created.add_issuing_chain(base::toString(leaf.der()));
}

void changeCheckpointKey(Insider& insider) {
  first<record::SessionCreated>(insider).set_checkpoint_key(
      base::toString(crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey().spki()));
}

void forgetRegistration(Insider& insider) {
  std::erase_if(insider.centreRecords,
                [](const auto& one) { return std::holds_alternative<record::SessionRegistered>(one.content); });
}

INSTANTIATE_TEST_SUITE_P(
    OfTime, TamperingTest,
    testing::Values(Tampering{"ClockMoved", quietSession, moveClock, Code::headDisagrees},
                    Tampering{"ClockMovedIsTold", quietSession, moveClock, Code::clockSetForward},
                    Tampering{"DayMoved", quietSession, moveWholeDay, Code::headDisagrees},
                    Tampering{"DayMovedAgainstTheConsoles", quietSession, moveWholeDay, Code::consoleClock},
                    Tampering{"TimeSlowed", quietSession, slowTime, Code::headDisagrees},
                    Tampering{"TimeSlowedAgainstTheSeats", quietSession, slowTime, Code::onScreenLonger},
                    Tampering{"RunTimeTurnedBack", quietSession, turnTimeBack, Code::runTimeBack},
                    Tampering{"TicksDropped", quietSession, dropTicks, Code::headDisagrees},
                    Tampering{"RecordsExchanged", quietSession, exchangeRecords, Code::courseWrong},
                    Tampering{"TicksExchanged", quietSession, exchangeDistantRecords, Code::headDisagrees}),
    [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(
    OfWhatTheSessionIsBoundTo, TamperingTest,
    testing::Values(Tampering{"CandidateDropped", quietSession, dropCandidate, Code::headDisagrees},
                    Tampering{"TestEndedOtherwise", quietSession, endOtherwise, Code::courseWrong},
                    Tampering{"RestartDropped", eventfulSession, drop<record::CentreRestarted>, Code::headDisagrees},
                    Tampering{"EpochChanged", quietSession, changeEpoch, Code::epochUnknown},
                    Tampering{"DurationChanged", quietSession, changeDuration, Code::headDisagrees},
                    Tampering{"DurationChangedAgainstTheTicket", quietSession, changeDuration, Code::testDiffers},
                    Tampering{"TestDefinitionDamaged", quietSession, damageTestDefinition, Code::testDamaged},
                    Tampering{"BankChanged", quietSession, changeBank, Code::bankDiffers},
                    Tampering{"OwnTicket", quietSession, makeOwnTicket, Code::ticketSignature},
                    Tampering{"OwnTicketWasNeverLoaded", quietSession, makeOwnTicket, Code::ticketUnloaded},
                    Tampering{"OwnChain", quietSession, makeOwnChain, Code::headDisagrees},
                    Tampering{"CheckpointKeyChanged", quietSession, changeCheckpointKey, Code::checkpointSignature},
                    Tampering{"SessionUnregistered", quietSession, forgetRegistration, Code::sessionUnregistered}),
    [](const auto& one) { return std::string(one.param.name); });

// ---- what needs a session of its own ----

TEST(TamperingOfRealSessions, NamesSimulatedSeats) {
  support::SyntheticSession session({.candidates = 1}, {.occasion = trust::Occasion::examination, .data = {}});
  session.run();
  Insider insider(session);
  first<record::CandidateSeated>(insider).set_simulated(true);
  insider.coverTracks();
  const Report report = auditOf(session, insider);
  EXPECT_TRUE(report.has(Code::ticketSimulated)) << listOf(report);
  EXPECT_EQ(report.outcome(), Outcome::forged);
}

TEST(TamperingOfIncidents, NamesADroppedOne) {
  support::SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  const auto other = session.seatOf(0).makeAnswer(support::Aim::wrong);
  session.seatOf(0).answer(support::Aim::right);
  session.seatOf(0).submit(other);
  session.answerAll();
  session.close();
  Insider insider(session);
  drop<record::IncidentRecorded>(insider);
  insider.coverTracks();
  EXPECT_TRUE(auditOf(session, insider).has(Code::headDisagrees));
}

TEST(TamperingOfRevocations, NamesCommandsOfARevokedPerson) {
  // The revocation is hidden by moving it after the commands it forbids; here it is left where it was.
  support::SyntheticSession session({.candidates = 1});
  session.create();
  const std::string code = crypto::randomCode(8);
  session.give(console::issueConsoleCode("console-2", code, console::StaffRole::invigilator));
  support::SyntheticConsole second(session.centre(), code);
  session.open();
  const auto late = second.prepare(console::pauseSession(session.id()));
  session.centre().pass(1'000);
  session.give(console::revokeMachine(second.machine()));
  session.centre().pass(1'000);
  session.give(console::pauseSession(session.id()));
  Insider insider(session);
  *first<record::Paused>(insider).mutable_command() = late.signed_();
  insider.coverTracks();
  EXPECT_TRUE(auditOf(session, insider).has(Code::staffRevoked)) << listOf(auditOf(session, insider));
}

TEST(TamperingWithTheBundle, NamesCertificatesThatAreMissingOrTooMany) {
  auto& session = quietSession();
  Insider fewer(session);
  fewer.certificates.pop_back();
  const Report missing = auditOf(session, fewer);
  EXPECT_TRUE(missing.has(Code::certificateMissing));
  EXPECT_EQ(missing.outcome(), Outcome::notEstablished) << listOf(missing);
  Insider more(session);
  more.certificates.push_back(more.certificates.front());
  EXPECT_TRUE(auditOf(session, more).has(Code::certificateUnrecorded));
  Insider exchanged(session);
  std::swap(exchanged.certificates[0], exchanged.certificates[1]);
  EXPECT_TRUE(auditOf(session, exchanged).has(Code::certificateDiffers));
}

TEST(TamperingWithTheBundle, NamesASignatureByAnotherKey) {
  auto& session = quietSession();
  const auto bytes = writeBundle(Insider(session).bundle(), crypto::PrivateKey::generate(crypto::KeyKind::p256));
  EXPECT_TRUE(verifyBundle(*bytes, support::anchorsOf(session)).has(Code::bundleSignature));
}

TEST(TamperingWithTheBundle, NeverPassesAnAlteredByte) {
  auto& session = quietSession();
  const base::Bytes bytes = Insider(session).signedBundle();
  const Anchors anchors = support::anchorsOf(session);
  for (std::size_t i = 0; i < 40; ++i) {
    base::Bytes altered = bytes;
    altered[bytes.size() * i / 40 + i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    const Report report = verifyBundle(altered, anchors);
    EXPECT_EQ(report.outcome(), Outcome::forged) << "byte " << bytes.size() * i / 40 + i << "\n" << listOf(report);
  }
}

}  // namespace
}  // namespace vigie::verify
