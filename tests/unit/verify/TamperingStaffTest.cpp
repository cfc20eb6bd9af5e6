// What is changed in seats and in the commands of staff, and what names it.
#include "Tampering.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using support::Insider;
using support::KeptRecord;

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

// DER; the insider has the centre's own authority.
std::string certified(crypto::Role role, const std::string& machine, const crypto::PrivateKey& key,
                      std::int64_t nowMs) {
  const centre::Identity& identity = quietSession().centre().centre().identity();
  return base::toString(
      crypto::issueCertificate({.subject = "console-9",
                                .role = crypto::RoleIdentity{role, base::toHex(base::bytesOf(machine))},
                                .dnsNames = {},
                                .notBeforeMs = nowMs,
                                .notAfterMs = nowMs + 90LL * 86'400'000},
                               key.publicKey(), identity.authorityKey, identity.authority)
          .der());
}

void inventInvigilator(Insider& insider) {
  // A person of their own, registered with a console that nobody invited.
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto last = insider.centreRecords.back();
  record::MachineEnrolled enrolled;
  enrolled.set_machine(std::string(16, 'm'));
  enrolled.set_role("console");
  enrolled.set_label("console-9");
  enrolled.set_certificate(certified(crypto::Role::console, enrolled.machine(), key, last.record.wallMs));
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

// Their own key under a workstation's name, as if it had been renewed.
void renewForAnotherKey(Insider& insider) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto last = insider.centreRecords.back();
  const auto* seated = insider.records[insider.find<record::CandidateSeated>()].as<record::CandidateSeated>();
  record::MachineRenewed renewed;
  renewed.set_machine(seated->workstation());
  renewed.set_certificate(certified(crypto::Role::seat, renewed.machine(), key, last.record.wallMs));
  last.content = renewed;
  last.record.type = exam::typeOf(last.content).number;
  insider.centreRecords.push_back(last);
}

INSTANTIATE_TEST_SUITE_P(
    OfSeats, TamperingTest,
    testing::Values(Tampering{"SeatKeyReplaced", quietSession, replaceSeatKey, Code::seatKeyWrong},
                    Tampering{"SeatKeyReplacedAnswers", quietSession, replaceSeatKey, Code::answerSeatKey},
                    Tampering{"NonceChanged", quietSession, changeNonce, Code::seatKeyWrong},
                    Tampering{"LeaseChanged", quietSession, changeLease, Code::courseWrong},
                    Tampering{"WorkstationUnknown", quietSession, seatWhereNobodyIsEnrolled, Code::seatUnknown},
                    Tampering{"RenewedForAnotherKey", quietSession, renewForAnotherKey, Code::machineWrong},
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

}  // namespace
}  // namespace vigie::verify
