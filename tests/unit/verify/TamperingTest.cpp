// What somebody who holds every key of the server can change, and what names it. In each case the records are chained
// again, checkpoints, certificates and the bundle signed again.
#include <gmock/gmock.h>

#include "Sessions.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/InsiderDeeds.hpp"
#include "tests/support/Must.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using support::dropLastFiveMinutes;
using support::Insider;
using support::KeptRecord;
using support::moveClock;
using support::someQuestion;
using support::swapQuestionText;
using support::turnLastAnswer;

struct Tampering {
  const char* name;
  support::SyntheticSession& (*session)();
  void (*change)(Insider&);
  Code named;
  const char* says = "";  // part of the finding's detail or about
};

void PrintTo(const Tampering& one, std::ostream* out) {
  *out << one.name;
}

class TamperingTest : public testing::TestWithParam<Tampering> {};

TEST_P(TamperingTest, IsNamed) {
  support::SyntheticSession& session = GetParam().session();
  Insider insider(session);
  GetParam().change(insider);
  insider.coverTracks();
  const Report report = auditOf(session, insider);
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
  const auto isNamed = [&](const Finding& one) {
    return one.code == GetParam().named && (one.about + " " + one.detail).find(GetParam().says) != std::string::npos;
  };
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), isNamed)) << listOf(report);
}

// ---- answers ----

void turnEarlyAnswer(Insider& insider) {
  auto* answer = insider.records[insider.find<record::AnswerAccepted>()].as<record::AnswerAccepted>();
  answer->set_correct(!answer->correct());
}

void alterSignedAnswer(Insider& insider) {
  auto* answer = insider.records[insider.find<record::AnswerAccepted>()].as<record::AnswerAccepted>();
  record::AnswerBody body;
  body.ParseFromString(answer->answer().body());
  body.set_on_screen_ms(1);
  answer->mutable_answer()->set_body(body.SerializeAsString());
}

void exchangePrivateHash(Insider& insider) {
  KeptRecord& one = insider.records[insider.find<record::AnswerAccepted>()];
  one.record.privateHash[0] ^= 1;
  one.as<record::AnswerAccepted>()->set_answer_digest(base::toString(one.record.privateHash));
}

void exchangeAnswers(Insider& insider) {
  const std::size_t first = insider.find<record::AnswerAccepted>();
  auto* one = insider.records[first].as<record::AnswerAccepted>();
  for (std::size_t i = first + 1; i < insider.records.size(); ++i) {
    auto* other = insider.records[i].as<record::AnswerAccepted>();
    if (other == nullptr || other->candidate() != one->candidate()) continue;
    std::swap(*one->mutable_answer(), *other->mutable_answer());
    return;
  }
}

void giveAnswerToAnother(Insider& insider) {
  const std::size_t first = insider.find<record::AnswerAccepted>();
  auto* one = insider.records[first].as<record::AnswerAccepted>();
  const std::string mine = one->candidate();
  for (std::size_t i = first + 1; i < insider.records.size(); ++i) {
    auto* other = insider.records[i].as<record::AnswerAccepted>();
    if (other == nullptr || other->candidate() == mine) continue;
    std::swap(*one->mutable_answer(), *other->mutable_answer());
    return;
  }
}

// ---- questions ----

void swapWhatWasShown(Insider& insider) {
  someQuestion(insider).set_shown(std::string(32, 'x'));
}
void swapItem(Insider& insider) {
  someQuestion(insider).set_item("smp-1.1-02");
}
void changeAbility(Insider& insider) {
  someQuestion(insider).set_ability(someQuestion(insider).ability() + 1e-15);
}
void changeDraw(Insider& insider) {
  someQuestion(insider).set_draw(0.25);
}

void changeOrder(Insider& insider) {
  for (KeptRecord& one : insider.records) {
    auto* asked = one.as<record::QuestionAsked>();
    if (asked == nullptr || asked->order_size() < 2) continue;
    asked->mutable_order()->SwapElements(0, 1);
    return;
  }
}

// ---- results and certificates ----

void raiseScore(Insider& insider) {
  for (KeptRecord& one : insider.records) {
    if (auto* result = one.as<record::ResultDecided>()) result->set_score(result->score() + 100);
  }
}

template <class Change>
void alterCertificate(Insider& insider, Change change) {
  auto content = support::must(
      credential::readCredential(support::must(credential::parseJws(insider.certificates.front())).payload));
  change(content);
  insider.certificates.front() =
      support::must(credential::issueCredential(content, quietSession().centre().centre().identity().issuingKey,
                                                credential::JsonForm::omit, 0))
          .jwt;
}

void raiseCertificate(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.score += 100; });
}

void raiseLevel(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.levels[3].level = 7; });
}

void hideDemonstration(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) {
    content.evidence.occasion = credential::Occasion::examination;
  });
}

void inventCode(Insider& insider) {
  alterCertificate(insider,
                   [](credential::CredentialContent& content) { content.code = credential::newVerificationCode(); });
  const auto content = support::must(
      credential::readCredential(support::must(credential::parseJws(insider.certificates.front())).payload));
  insider.records[insider.find<record::CertificateIssued>()].as<record::CertificateIssued>()->set_code(content.code);
}

void backdateCertificate(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.awardedMs -= 86'400'000; });
}

void issueInAnotherName(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) {
    content.issuer.id = "did:web:centre-0043.demonstration.example";
  });
}

void dropCertificate(Insider& insider) {
  insider.records.erase(insider.records.begin() +
                        static_cast<std::ptrdiff_t>(insider.findLast<record::CertificateIssued>()));
  insider.certificates.pop_back();
}

// ---- seats ----

void replaceSeatKey(Insider& insider) {
  auto* seated = insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>();
  seated->set_seat_key(base::toString(crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey().spki()));
}

void changeNonce(Insider& insider) {
  insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>()->set_nonce(
      std::string(32, 'n'));
}

void changeLease(Insider& insider) {
  insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>()->set_lease(2);
}

void seatWhereNobodyIsEnrolled(Insider& insider) {
  insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>()->set_workstation(
      std::string(16, 'w'));
}

// With the authority's key they certify a machine of their own in the place of a workstation, a seat key of their own,
// and sign every answer of that candidate anew.
void impersonateWorkstation(Insider& insider) {
  const centre::Identity& identity = quietSession().centre().centre().identity();
  const auto machineKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto seatKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto* seated = insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>();
  for (auto& one : insider.centreRecords) {
    auto* enrolled = std::get_if<record::MachineEnrolled>(&one.content);
    if (enrolled == nullptr || enrolled->machine() != seated->workstation()) continue;
    const auto certificate = crypto::issueCertificate(
        {.subject = enrolled->label(),
         .role = crypto::RoleIdentity{crypto::Role::seat, base::toHex(base::bytesOf(enrolled->machine()))},
         .dnsNames = {},
         .notBeforeMs = one.record.wallMs - 3'600'000,
         .notAfterMs = one.record.wallMs + 90LL * 86'400'000},
        machineKey.publicKey(), identity.authorityKey, identity.authority);
    enrolled->set_certificate(base::toString(certificate.der()));
  }
  record::SeatKeyBody body;
  body.ParseFromString(seated->certified().body());
  body.set_seat_key(base::toString(seatKey.publicKey().spki()));
  seated->set_seat_key(body.seat_key());
  *seated->mutable_certified() = exam::toRecord(crypto::signMessage(machineKey, "seat-key", exam::bytesOf(body)));
  std::string previous;
  for (KeptRecord& one : insider.records) {
    auto* accepted = one.as<record::AnswerAccepted>();
    if (accepted == nullptr || accepted->candidate() != seated->candidate()) continue;
    record::AnswerBody answer;
    answer.ParseFromString(accepted->answer().body());
    answer.set_previous(previous);
    const auto again = crypto::signMessage(seatKey, "answer", exam::bytesOf(answer));
    previous = base::toString(again.digest());
    *accepted->mutable_answer() = exam::toRecord(again);
  }
}

// ---- staff ----

template <class Content>
Content& first(Insider& insider) {
  return *insider.records[insider.find<Content>()].template as<Content>();
}

template <class Content>
void drop(Insider& insider) {
  insider.records.erase(insider.records.begin() + static_cast<std::ptrdiff_t>(insider.find<Content>()));
}

template <class Content>
void repeat(Insider& insider) {
  const std::size_t at = insider.find<Content>();
  insider.records.insert(insider.records.begin() + static_cast<std::ptrdiff_t>(at), insider.records[at]);
}

void creditMore(Insider& insider) {
  first<record::TimeCredited>(insider).set_ms(600'000);
}

void creditMoreInTheCommand(Insider& insider) {
  auto& credited = first<record::TimeCredited>(insider);
  record::StaffBody body;
  body.ParseFromString(credited.command().body());
  body.mutable_credit()->set_ms(600'000);
  credited.mutable_command()->set_body(body.SerializeAsString());
  credited.set_ms(600'000);
}

void creditWithoutAnybody(Insider& insider) {
  first<record::TimeCredited>(insider).clear_command();
}

void creditAsSomebodyElse(Insider& insider) {
  auto& credited = first<record::TimeCredited>(insider);
  *credited.mutable_command() = exam::toRecord(crypto::signMessage(crypto::PrivateKey::generate(crypto::KeyKind::p256),
                                                                   "staff", base::bytesOf(credited.command().body())));
}

// A command that this person did give, in another session.
void useCommandOfAnotherSession(Insider& insider) {
  const auto command = eventfulSession().console().prepare(console::pauseSession(crypto::randomId<base::SessionId>()));
  *first<record::Paused>(insider).mutable_command() = command.signed_();
  insider.records[insider.find<record::Paused>()].record.privateHash = {};
}

void inventInvigilator(Insider& insider) {
  // A person of their own, registered with a console that nobody invited.
  const centre::Identity& identity = quietSession().centre().centre().identity();
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto last = insider.centreRecords.back();
  record::MachineEnrolled enrolled;
  enrolled.set_machine(std::string(16, 'm'));
  enrolled.set_role("console");
  enrolled.set_label("console-9");
  enrolled.set_certificate(base::toString(
      crypto::issueCertificate(
          {.subject = "console-9",
           .role = crypto::RoleIdentity{crypto::Role::console, base::toHex(base::bytesOf(enrolled.machine()))},
           .dnsNames = {},
           .notBeforeMs = last.record.wallMs,
           .notAfterMs = last.record.wallMs + 86'400'000},
          key.publicKey(), identity.authorityKey, identity.authority)
          .der()));
  last.content = enrolled;
  last.record.type = exam::typeOf(last.content).number;
  insider.centreRecords.push_back(last);
  record::StaffRegistered staff;
  staff.set_staff(std::string(16, 's'));
  staff.set_spki(base::toString(key.publicKey().spki()));
  staff.set_role("administrator");
  staff.set_console(enrolled.machine());
  last.content = staff;
  last.record.type = exam::typeOf(last.content).number;
  insider.centreRecords.push_back(last);
}

void renameMachine(Insider& insider) {
  for (auto& one : insider.centreRecords) {
    if (auto* enrolled = std::get_if<record::MachineEnrolled>(&one.content)) enrolled->set_label("Poste 99");
  }
}

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
    OfAnswers, TamperingTest,
    testing::Values(Tampering{"LastAnswerTurned", quietSession, turnLastAnswer, Code::headDisagrees},
                    Tampering{"EarlyAnswerTurned", quietSession, turnEarlyAnswer, Code::questionChoice},
                    Tampering{"SignedAnswerAltered", quietSession, alterSignedAnswer, Code::answerSignature},
                    Tampering{"PrivateHashExchanged", quietSession, exchangePrivateHash, Code::answerMismatch},
                    Tampering{"AnswersExchanged", quietSession, exchangeAnswers, Code::headDisagrees},
                    Tampering{"AnswerOfAnother", quietSession, giveAnswerToAnother, Code::answerSeatKey},
                    Tampering{"LastFiveMinutesDropped", slowSession, dropLastFiveMinutes, Code::headDisagrees,
                              "staff"}),
    [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(OfQuestions, TamperingTest,
                         testing::Values(Tampering{"TextSwapped", quietSession, swapQuestionText,
                                                   Code::questionContent},
                                         Tampering{"ShownSwapped", quietSession, swapWhatWasShown, Code::questionShown},
                                         Tampering{"ShownSwappedIsNotWhatTheSeatSigned", quietSession, swapWhatWasShown,
                                                   Code::answerMismatch},
                                         Tampering{"ItemSwapped", quietSession, swapItem, Code::questionChoice},
                                         Tampering{"AbilityChanged", quietSession, changeAbility, Code::questionChoice},
                                         Tampering{"DrawChanged", quietSession, changeDraw, Code::questionChoice},
                                         Tampering{"OrderChanged", quietSession, changeOrder, Code::questionShown}),
                         [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(
    OfResults, TamperingTest,
    testing::Values(
        Tampering{"ScoreRaised", quietSession, raiseScore, Code::resultDiffers},
        Tampering{"CertificateRaised", quietSession, raiseCertificate, Code::certificateContent, "score"},
        Tampering{"LevelRaised", quietSession, raiseLevel, Code::certificateContent, "levels"},
        Tampering{"DemonstrationHidden", quietSession, hideDemonstration, Code::certificateContent, "demonstration"},
        Tampering{"CodeInvented", quietSession, inventCode, Code::certificateContent, "ticket"},
        Tampering{"CertificateBackdated", quietSession, backdateCertificate, Code::certificateDate},
        Tampering{"IssuedInAnotherName", quietSession, issueInAnotherName, Code::certificateIssuer},
        Tampering{"CertificateDropped", quietSession, dropCertificate, Code::headDisagrees, "countersignature"}),
    [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(
    OfSeats, TamperingTest,
    testing::Values(Tampering{"SeatKeyReplaced", quietSession, replaceSeatKey, Code::seatKeyWrong},
                    Tampering{"SeatKeyReplacedAnswers", quietSession, replaceSeatKey, Code::answerSeatKey},
                    Tampering{"NonceChanged", quietSession, changeNonce, Code::seatKeyWrong},
                    Tampering{"LeaseChanged", quietSession, changeLease, Code::courseWrong},
                    Tampering{"WorkstationUnknown", quietSession, seatWhereNobodyIsEnrolled, Code::seatUnknown},
                    Tampering{"WorkstationImpersonated", quietSession, impersonateWorkstation, Code::headDisagrees,
                              "staff"}),
    [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(
    OfStaff, TamperingTest,
    testing::Values(
        Tampering{"CreditRaised", eventfulSession, creditMore, Code::courseWrong},
        Tampering{"CreditRaisedInTheCommand", eventfulSession, creditMoreInTheCommand, Code::staffSignature},
        Tampering{"CreditByNobody", eventfulSession, creditWithoutAnybody, Code::commandMissing},
        Tampering{"CreditByAStranger", eventfulSession, creditAsSomebodyElse, Code::staffUnknown},
        Tampering{"CommandOfAnotherSession", eventfulSession, useCommandOfAnotherSession, Code::commandElsewhere},
        Tampering{"CreditDropped", eventfulSession, drop<record::TimeCredited>, Code::headDisagrees},
        Tampering{"PauseDropped", eventfulSession, drop<record::Paused>, Code::courseWrong},
        Tampering{"PresenceDropped", quietSession, drop<record::PresenceConfirmed>, Code::courseWrong},
        Tampering{"AlertDropped", eventfulSession, drop<record::AlertRaised>, Code::courseWrong},
        Tampering{"CreditRepeated", eventfulSession, repeat<record::TimeCredited>, Code::commandRepeated},
        Tampering{"InvigilatorInvented", quietSession, inventInvigilator, Code::machineWrong},
        Tampering{"MachineRenamed", quietSession, renameMachine, Code::machineWrong}),
    [](const auto& one) { return std::string(one.param.name); });

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
