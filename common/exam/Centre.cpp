#include "common/exam/Centre.hpp"

#include <algorithm>

namespace vigie::exam {
namespace {

using Verb = record::StaffBody::VerbCase;

CentreDecision refuseCentre(std::string code, std::string detail) {
  CentreDecision decision;
  decision.refusal = base::Error{std::move(code), std::move(detail)};
  return decision;
}

template <class Content>
CentreDecision acceptCentre(Content content, crypto::Digest privateHash = {}) {
  CentreDecision decision;
  decision.records.push_back({std::move(content), privateHash});
  return decision;
}

class CentreEvolution {
 public:
  CentreEvolution(CentreState& state, const Instant& at) : state_(state), at_(at) {}

  void operator()(const std::monostate&) {}

  void operator()(const record::EpochStarted& content) {
    if (const auto epoch = base::EpochId::fromBytes(content.epoch())) state_.epoch = *epoch;
  }

  void operator()(const record::StaffRegistered& content) {
    if (const auto id = base::StaffId::fromBytes(content.staff())) {
      state_.staff[*id] = Staff{base::toBytes(content.spki()), content.role(), base::toHex(base::bytesOf(content.console()))};
    }
  }

  void operator()(const record::EnrolmentCodeIssued& content) {
    dropStale();
    EnrolmentCode code;
    code.salt = base::toBytes(content.salt());
    crypto::toDigest(content.code_digest(), code.digest);
    code.role = content.role();
    code.label = content.label();
    code.staffRole = content.staff_role();
    code.validUntilMs = content.valid_until_ms();
    state_.codes.push_back(std::move(code));
    remember(content.command());
  }

  // A wrong try counts against every open code: which one was meant cannot be known.
  void operator()(const record::EnrolmentRefused&) {
    for (EnrolmentCode& code : state_.codes) --code.triesLeft;
    std::erase_if(state_.codes, [](const EnrolmentCode& code) { return code.triesLeft <= 0; });
  }

  void operator()(const record::MachineEnrolled& content) {
    state_.machines[base::toHex(base::bytesOf(content.machine()))] =
        Machine{content.role(), content.label(), base::toBytes(content.certificate()), false};
    std::erase_if(state_.codes, [&](const EnrolmentCode& code) {
      return code.role == content.role() && code.label == content.label();
    });
  }

  void operator()(const record::MachineRevoked& content) {
    const auto found = state_.machines.find(base::toHex(base::bytesOf(content.machine())));
    if (found != state_.machines.end()) found->second.revoked = true;
    remember(content.command());
  }

  void operator()(const record::MachineRenewed& content) {
    const auto found = state_.machines.find(base::toHex(base::bytesOf(content.machine())));
    if (found != state_.machines.end()) found->second.certificate = base::toBytes(content.certificate());
  }

  void operator()(const record::TicketLoaded& content) {
    state_.tickets[content.number()] = LoadedTicket{content.jws(), {}};
    remember(content.command());
  }

  void operator()(const record::SessionRegistered& content) {
    const auto id = base::SessionId::fromBytes(content.session());
    if (!id) return;
    state_.sessions[*id] = SessionEntry{.ticket = content.ticket()};
    if (const auto ticket = state_.tickets.find(content.ticket()); ticket != state_.tickets.end()) ticket->second.session = *id;
    remember(content.command());
  }

  void operator()(const record::SessionClosed& content) {
    const auto id = base::SessionId::fromBytes(content.session());
    if (!id) return;
    const auto entry = state_.sessions.find(*id);
    if (entry == state_.sessions.end()) return;
    entry->second.closed = true;
    entry->second.closedPosition = content.position();
    crypto::toDigest(content.head(), entry->second.closedHead);
  }

 private:
  void dropStale() {
    std::erase_if(state_.codes, [&](const EnrolmentCode& code) { return code.validUntilMs < at_.wallMs; });
  }

  void remember(const record::SignedBytes& command) {
    if (command.body().empty()) return;
    record::StaffBody body;
    const auto message = fromRecord(command);
    if (!message || !body.ParseFromString(command.body())) return;
    if (const auto id = base::CommandId::fromBytes(body.command())) state_.commands.emplace(*id, message->digest());
  }

  CentreState& state_;
  const Instant& at_;
};

CentreDecision issueCode(const CentreState& state, const CentreCommand& command, const Instant& now) {
  const record::IssueCode& asked = command.command.body.issue_code();
  if (asked.role() != "seat" && asked.role() != "console") return refuseCentre("role-unknown", "the role must be seat or console");
  if (asked.label().empty() || asked.label().size() > 64) return refuseCentre("label-wrong", "a label has 1 to 64 bytes");
  const bool taken = std::any_of(state.machines.begin(), state.machines.end(), [&](const auto& entry) {
    return entry.second.label == asked.label() && entry.second.role == asked.role() && !entry.second.revoked;
  });
  if (taken) return refuseCentre("label-taken", "another machine has this label; choose another, or revoke that machine first");
  if (asked.role() == "console" && asked.staff_role() != "administrator" && asked.staff_role() != "invigilator") {
    return refuseCentre("role-unknown", "the person's role must be administrator or invigilator");
  }
  record::EnrolmentCodeIssued issued;
  issued.set_salt(base::toString(command.codeSalt));
  issued.set_code_digest(base::toString(command.codeDigest));
  issued.set_role(asked.role());
  issued.set_label(asked.label());
  issued.set_staff_role(asked.staff_role());
  issued.set_valid_until_ms(now.wallMs + kEnrolmentCodeMs);
  *issued.mutable_command() = toRecord(command.command.message);
  return acceptCentre(std::move(issued));
}

CentreDecision revoke(const CentreState& state, const CentreCommand& command) {
  const std::string& machine = command.command.body.revoke().machine();
  const auto found = state.machines.find(base::toHex(base::bytesOf(machine)));
  if (found == state.machines.end()) return refuseCentre("machine-unknown", "there is no enrolled machine with this id");
  if (found->second.revoked) return refuseCentre("machine-revoked", "this machine was revoked before");
  record::MachineRevoked revoked;
  revoked.set_machine(machine);
  *revoked.mutable_command() = toRecord(command.command.message);
  return acceptCentre(std::move(revoked));
}

CentreDecision loadTicket(const CentreState& state, const CentreCommand& command) {
  if (!command.ticket) return refuseCentre("ticket-wrong", "the ticket is not one that this centre's registry signed");
  if (state.tickets.contains(command.ticket->number)) return refuseCentre("ticket-known", "this ticket was loaded before");
  record::TicketLoaded loaded;
  loaded.set_number(command.ticket->number);
  loaded.set_jws(command.command.body.load_ticket().jws());
  *loaded.mutable_command() = toRecord(command.command.message);
  return acceptCentre(std::move(loaded));
}

CentreDecision registerSession(const CentreState& state, const CentreCommand& command) {
  const auto id = base::SessionId::fromBytes(command.command.body.session());
  if (!id || id->isNull()) return refuseCentre("session-unknown", "the command must bring a new session id");
  if (state.sessions.contains(*id)) return refuseCentre("session-exists", "there is a session with this id already");
  const auto ticket = state.tickets.find(command.command.body.create_session().ticket());
  if (ticket == state.tickets.end()) return refuseCentre("ticket-unknown", "no ticket with this number was loaded");
  if (ticket->second.session) return refuseCentre("ticket-used", "another session uses this ticket");
  record::SessionRegistered registered;
  registered.set_session(id->bytes());
  registered.set_ticket(ticket->first);
  *registered.mutable_command() = toRecord(command.command.message);
  return acceptCentre(std::move(registered));
}

}  // namespace

const std::pair<const base::StaffId, Staff>* CentreState::findStaff(const crypto::Digest& keyId) const {
  const std::pair<const base::StaffId, Staff>* revoked = nullptr;
  for (const auto& entry : staff) {
    if (crypto::sha256(entry.second.spki) != keyId) continue;
    if (!isRevoked(entry.second)) return &entry;
    revoked = &entry;
  }
  return revoked;
}

bool CentreState::isRevoked(const Staff& one) const {
  const auto console = machines.find(one.console);
  return console != machines.end() && console->second.revoked;
}

void evolve(CentreState& state, const Instant& at, const CentreRecord& content) {
  state.newestWallMs = std::max(state.newestWallMs, at.wallMs);
  std::visit(CentreEvolution(state, at), content);
}

const EnrolmentCode* findEnrolmentCode(const CentreState& state, std::string_view code, std::int64_t nowMs) {
  for (const EnrolmentCode& open : state.codes) {
    if (open.validUntilMs < nowMs || open.triesLeft <= 0) continue;
    if (base::equalConstantTime(crypto::sha256({open.salt, base::bytesOf(code)}), open.digest)) return &open;
  }
  return nullptr;
}

CentreDecision decideEnrolment(const CentreState& state, const Enrol& newcomer, const base::Bytes& certificate,
                               const Instant& now) {
  const EnrolmentCode* code = findEnrolmentCode(state, newcomer.code, now.wallMs);
  if (code == nullptr) {
    record::EnrolmentRefused refused;
    refused.set_reason("code-unknown");
    CentreDecision decision = refuseCentre("code-unknown", "this code is not open, or was typed wrongly; ask for a new one");
    decision.records.push_back({std::move(refused), {}});
    return decision;
  }
  const bool console = code->role == "console";
  if (console == newcomer.staffSpki.empty()) {
    return refuseCentre("role-wrong", console ? "this code is for a console, which brings a person's key" : "this code is for a seat");
  }
  record::MachineEnrolled enrolled;
  const auto machine = base::fromHex(newcomer.machine);
  enrolled.set_machine(base::toString(*machine));
  enrolled.set_role(code->role);
  enrolled.set_label(code->label);
  enrolled.set_certificate(base::toString(certificate));
  CentreDecision decision = acceptCentre(std::move(enrolled));
  if (!console) return decision;
  record::StaffRegistered staff;
  staff.set_staff(newcomer.staff.bytes());
  staff.set_spki(base::toString(newcomer.staffSpki));
  staff.set_role(code->staffRole);
  staff.set_console(base::toString(*machine));
  decision.records.push_back({std::move(staff), {}});
  return decision;
}

CentreDecision decideRenewal(const CentreState& state, const std::string& machine, const base::Bytes& certificate) {
  const auto found = state.machines.find(machine);
  if (found == state.machines.end() || found->second.revoked) {
    return refuseCentre("machine-revoked", "this machine is not enrolled here any more; enrol it again");
  }
  record::MachineRenewed renewed;
  renewed.set_machine(base::toString(*base::fromHex(machine)));
  renewed.set_certificate(base::toString(certificate));
  return acceptCentre(std::move(renewed));
}

CentreDecision decideCentre(const CentreState& state, const CentreCommand& command, const Instant& now) {
  const record::StaffBody& body = command.command.body;
  const auto id = base::CommandId::fromBytes(body.command());
  if (!id || id->isNull()) return refuseCentre("command-id", "the command must bring a 128-bit id");
  if (const auto seen = state.commands.find(*id); seen != state.commands.end()) {
    if (seen->second != command.command.message.digest()) {
      return refuseCentre("command-reused", "a command with this id but other content was carried out before");
    }
    return {.records = {}, .refusal = {}, .repeated = true};
  }
  switch (body.verb_case()) {
    case Verb::kIssueCode: return issueCode(state, command, now);
    case Verb::kRevoke: return revoke(state, command);
    case Verb::kLoadTicket: return loadTicket(state, command);
    case Verb::kCreateSession: return registerSession(state, command);
    default: return refuseCentre("verb-unknown", "this command is not for the centre");
  }
}

bool isOver(const SessionState& session) {
  if (session.anchored) return true;
  const bool anyResult = std::any_of(session.candidates.begin(), session.candidates.end(),
                                     [](const auto& entry) { return entry.second.result.has_value(); });
  return session.phase == SessionPhase::finalised && !anyResult;
}

CentreDecision decideClosing(const CentreState& state, const SessionState& session, std::uint64_t position,
                             const crypto::Digest& head) {
  const auto entry = state.sessions.find(session.id);
  if (entry == state.sessions.end()) return refuseCentre("session-unknown", "there is no session with this id");
  if (entry->second.closed) return {.records = {}, .refusal = {}, .repeated = true};
  if (!isOver(session)) {
    return refuseCentre("session-phase", "only a session that is anchored, or finalised without results, is closed");
  }
  record::SessionClosed closed;
  closed.set_session(session.id.bytes());
  closed.set_position(position);
  closed.set_head(base::toString(head));
  return acceptCentre(std::move(closed));
}

base::Result<void> mayCommand(const Staff& staff, const record::StaffBody& body) {
  if (staff.role == "administrator") return {};
  switch (body.verb_case()) {
    case Verb::kIssueCode:
    case Verb::kRevoke:
      return base::fail("not-allowed", "only an administrator may enrol or revoke machines");
    default:
      return {};
  }
}

}  // namespace vigie::exam
