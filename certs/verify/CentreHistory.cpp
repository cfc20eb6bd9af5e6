#include "certs/verify/CentreHistory.hpp"

#include <algorithm>

#include "certs/verify/StaffCheck.hpp"

namespace vigie::verify {

namespace record = exam::record;

// One overload for each record, before it is applied.
class CentreHistory::Walk {
 public:
  Walk(CentreHistory& history, Findings& findings) : history_(history), findings_(findings) {}

  void step(const CentreEntry& entry) {
    entry_ = &entry;
    place_ = inCentre(entry.record.sequence);
    std::visit(*this, entry.content);
    exam::evolve(history_.state_, entry.at(), entry.content);
    if (!history_.epochs_.contains(entry.record.epoch) || entry.record.epoch != history_.state_.epoch) {
      findings_.add(Code::epochUnknown, place_);
    }
  }

  void operator()(const std::monostate&) {}

  void operator()(const record::EpochStarted& content) {
    const auto epoch = base::EpochId::fromBytes(content.epoch());
    if (!epoch) return findings_.add(Code::streamBeginning, place_, {}, "an epoch is named by 16 bytes");
    history_.epochs_.insert(*epoch);
    auto authority = crypto::Certificate::fromDer(base::bytesOf(content.authority()));
    const bool good = authority && authority->isAuthority() && authority->isIssuedBy(*authority);
    const bool same = !history_.authority_ || (good && history_.authority_->der() == authority->der());
    if (!good || !same) return findings_.add(Code::authorityWrong, place_);
    history_.authority_ = std::move(*authority);
  }

  void operator()(const record::EnrolmentCodeIssued& content) {
    // The first console's code is made when the centre is, before there is anybody who could sign.
    if (content.command().body().empty() && entry_->record.sequence == 2) return;
    exam::CentreCommand command;
    command.codeSalt = base::toBytes(content.salt());
    crypto::toDigest(content.code_digest(), command.codeDigest);
    decideAgain(content.command(), std::move(command));
  }

  void operator()(const record::EnrolmentRefused&) {}

  void operator()(const record::MachineEnrolled& content) {
    const auto code =
        std::find_if(history_.state_.codes.begin(), history_.state_.codes.end(), [&](const exam::EnrolmentCode& one) {
          return one.role == content.role() && one.label == content.label() && one.triesLeft > 0 &&
                 one.validUntilMs >= entry_->record.wallMs;
        });
    if (code == history_.state_.codes.end()) {
      return findings_.add(Code::machineWrong, place_, content.label(), "no code was open for it");
    }
    invitedStaff_ = {entry_->record.sequence, content.machine(), content.role() == "console" ? code->staffRole : ""};
    if (!isCertificateOf(content.machine(), content.role(), content.certificate()))
      findings_.add(Code::machineWrong, place_, content.label(), "its certificate is not one of this centre's for it");
  }

  // A renewal that changed the key would be another machine under an old name.
  void operator()(const record::MachineRenewed& content) {
    const auto machine = history_.state_.machines.find(base::toHex(base::bytesOf(content.machine())));
    if (machine == history_.state_.machines.end() || machine->second.revoked) {
      return findings_.add(Code::machineWrong, place_, {}, "a certificate was renewed for a machine that is not enrolled");
    }
    const auto before = crypto::Certificate::fromDer(machine->second.certificate);
    const auto after = crypto::Certificate::fromDer(base::bytesOf(content.certificate()));
    const bool good = isCertificateOf(content.machine(), machine->second.role, content.certificate()) && before &&
                      before->publicKey().spki() == after->publicKey().spki();
    if (!good) {
      findings_.add(Code::machineWrong, place_, machine->second.label,
                    "its renewed certificate is not one of this centre's for it and its key");
    }
  }

  void operator()(const record::StaffRegistered& content) {
    const bool invited = invitedStaff_.sequence + 1 == entry_->record.sequence &&
                         invitedStaff_.machine == content.console() && !invitedStaff_.role.empty() &&
                         invitedStaff_.role == content.role();
    const auto key = crypto::PublicKey::fromSpki(base::bytesOf(content.spki()));
    if (!invited || !key || key->kind() != crypto::KeyKind::p256) {
      findings_.add(Code::machineWrong, place_, content.role(),
                    "a person is registered with the console that brought their key");
    }
  }

  void operator()(const record::MachineRevoked& content) {
    decideAgain(content.command(), {});
    history_.revoked_.try_emplace(base::toHex(base::bytesOf(content.machine())), entry_->at());
  }

  void operator()(const record::TicketLoaded& content) {
    exam::CentreCommand command;
    command.ticket = exam::TicketFacts{content.number()};
    decideAgain(content.command(), std::move(command));
  }

  void operator()(const record::SessionRegistered& content) { decideAgain(content.command(), {}); }
  void operator()(const record::SessionClosed&) {}

 private:
  bool isCertificateOf(const std::string& machine, const std::string& roleName, const std::string& der) const {
    const auto certificate = crypto::Certificate::fromDer(base::bytesOf(der));
    const auto role =
        certificate ? certificate->role() : base::Result<crypto::RoleIdentity>(base::fail(certificate.error()));
    return role && crypto::roleName(role->role) == roleName && role->id == base::toHex(base::bytesOf(machine)) &&
           history_.authority_ && certificate->isIssuedBy(*history_.authority_);
  }

  // The same command in the same state must lead to the same record.
  void decideAgain(const record::SignedBytes& bytes, exam::CentreCommand command) {
    auto read = readCommand(bytes, place_, findings_);
    if (!read) return;
    const auto* staff = history_.state_.findStaff(read->message.keyId);
    const bool revoked = staff != nullptr && history_.state_.isRevoked(staff->second);
    if (!checkCommand(*read, staff != nullptr ? &staff->second : nullptr,
                      revoked ? Standing::revoked : Standing::counts, history_.state_.epoch, place_, findings_)) {
      return;
    }
    command.command.message = std::move(read->message);
    command.command.body = std::move(read->body);
    const exam::CentreDecision decision = exam::decideCentre(history_.state_, command, entry_->at());
    if (decision.refusal)
      return findings_.add(Code::centreCourse, place_, decision.refusal->code, decision.refusal->detail);
    if (decision.repeated) return findings_.add(Code::commandRepeated, place_);
    const bool same = decision.records.size() == 1 &&
                      decision.records.front().content.index() == entry_->content.index() &&
                      exam::payloadOf(decision.records.front().content) == entry_->record.payload;
    if (!same)
      findings_.add(Code::centreCourse, place_, exam::nameOf(entry_->content), "the command says something else");
  }

  struct Invitation {
    std::uint64_t sequence = 0;
    std::string machine;
    std::string role;
  };

  CentreHistory& history_;
  Findings& findings_;
  const CentreEntry* entry_ = nullptr;
  Place place_;
  Invitation invitedStaff_;
};

CentreHistory CentreHistory::follow(const Stream<exam::CentreRecord>& stream, Findings& findings) {
  CentreHistory history;
  Walk walk(history, findings);
  for (const CentreEntry& entry : stream.entries) walk.step(entry);
  for (const journal::Notice& notice : stream.notices) {
    const bool epoch = notice.kind == journal::Notice::Kind::epochChanged;
    findings.add(epoch ? Code::epochChanged : Code::runTimeBack, inCentre(notice.sequence), {}, notice.detail);
  }
  return history;
}

const exam::Machine* CentreHistory::machine(const std::string& id) const {
  const auto found = state_.machines.find(id);
  return found == state_.machines.end() ? nullptr : &found->second;
}

bool CentreHistory::wasRevoked(const std::string& machine, const exam::Instant& at) const {
  const auto found = revoked_.find(machine);
  return found != revoked_.end() && isBefore(found->second, at);
}

const exam::Staff* CentreHistory::staff(const crypto::Digest& keyId, const exam::Instant& at) const {
  const exam::Staff* revoked = nullptr;
  for (const auto& [id, one] : state_.staff) {
    if (crypto::sha256(one.spki) != keyId) continue;
    if (!wasRevoked(one.console, at)) return &one;
    revoked = &one;
  }
  return revoked;
}

}  // namespace vigie::verify
