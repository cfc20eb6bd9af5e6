#include "proctor-console/model/Order.hpp"

#include "common/crypto/Random.hpp"
#include "common/exam/Records.hpp"

namespace vigie::console {
namespace {

constexpr std::size_t kSaltBytes = 16;

Order newOrder() {
  Order order;
  order.body.set_command(crypto::randomId<base::CommandId>().bytes());
  return order;
}

Order orderFor(const base::SessionId& session) {
  Order order = newOrder();
  order.body.set_session(session.bytes());
  return order;
}

Order orderFor(const base::SessionId& session, const base::CandidateRef& candidate) {
  Order order = orderFor(session);
  order.body.set_candidate(candidate.bytes());
  return order;
}

// The private part's hash is public in the journal: without salt, a name could be guessed from it.
void salt(Order& order) {
  order.privatePart.set_salt(base::toString(crypto::randomBytes(kSaltBytes)));
}

Order issueCode(const std::string& label, const std::string& code, const char* role) {
  Order order = newOrder();
  order.body.mutable_issue_code()->set_role(role);
  order.body.mutable_issue_code()->set_label(label);
  order.privatePart.set_code(code);
  salt(order);
  return order;
}

}  // namespace

base::CommandId Order::id() const {
  return *base::CommandId::fromBytes(body.command());
}

Order createSession(const base::SessionId& session, const std::string& ticket) {
  Order order = orderFor(session);
  order.body.mutable_create_session()->set_ticket(ticket);
  return order;
}

Order openSession(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_open_session();
  return order;
}

Order pauseSession(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_pause();
  return order;
}

Order resumeSession(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_resume();
  return order;
}

Order endSession(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_end_session();
  return order;
}

Order finaliseSession(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_finalise();
  return order;
}

Order issueCertificates(const base::SessionId& session) {
  Order order = orderFor(session);
  order.body.mutable_issue();
  return order;
}

CandidateOrder addCandidate(const base::SessionId& session, const NewCandidate& candidate) {
  CandidateOrder out;
  out.candidate = crypto::randomId<base::CandidateRef>();
  out.code = crypto::randomCode(kSlipCodeCharacters);
  out.order = orderFor(session, out.candidate);
  exam::record::AddCandidate& add = *out.order.body.mutable_add_candidate();
  add.set_language(candidate.language);
  add.set_extra_time_ms(candidate.extraTimeMs);
  add.set_accessible_items_only(candidate.accessibleItemsOnly);
  out.order.privatePart.set_family_name(candidate.familyName);
  out.order.privatePart.set_given_name(candidate.givenName);
  out.order.privatePart.set_birth_date(candidate.birthDate);
  out.order.privatePart.set_code(out.code);
  out.order.privatePart.mutable_accommodations()->Assign(candidate.accommodations.begin(),
                                                         candidate.accommodations.end());
  salt(out.order);
  return out;
}

Order confirmPresence(const base::SessionId& session, const base::CandidateRef& candidate) {
  Order order = orderFor(session, candidate);
  order.body.mutable_confirm_presence();
  return order;
}

Order messageEverybody(const base::SessionId& session, const std::string& text) {
  Order order = orderFor(session);
  order.body.mutable_send_message();
  order.privatePart.set_text(text);
  salt(order);
  return order;
}

Order messageCandidate(const base::SessionId& session, const base::CandidateRef& candidate, const std::string& text) {
  Order order = messageEverybody(session, text);
  order.body.set_candidate(candidate.bytes());
  return order;
}

Order pauseCandidate(const base::SessionId& session, const base::CandidateRef& candidate) {
  Order order = orderFor(session, candidate);
  order.body.mutable_pause();
  return order;
}

Order resumeCandidate(const base::SessionId& session, const base::CandidateRef& candidate) {
  Order order = orderFor(session, candidate);
  order.body.mutable_resume();
  return order;
}

Order creditTime(const base::SessionId& session, const base::CandidateRef& candidate, std::int64_t ms) {
  Order order = orderFor(session, candidate);
  order.body.mutable_credit()->set_ms(ms);
  return order;
}

Order moveCandidate(const base::SessionId& session, const base::CandidateRef& candidate,
                    const base::WorkstationId& workstation) {
  Order order = orderFor(session, candidate);
  order.body.mutable_move()->set_workstation(workstation.bytes());
  return order;
}

Order endTest(const base::SessionId& session, const base::CandidateRef& candidate, TestEnd reason) {
  Order order = orderFor(session, candidate);
  order.body.mutable_end_test()->set_reason(reason == TestEnd::candidate ? "candidate" : "technical");
  return order;
}

Order resolveAlert(const base::SessionId& session, std::uint32_t alert, Resolution outcome,
                   const std::string& comment) {
  Order order = orderFor(session);
  order.body.mutable_resolve_alert()->set_alert(alert);
  order.body.mutable_resolve_alert()->set_outcome(outcome == Resolution::replace ? "replace" : "keep");
  if (!comment.empty()) {
    order.privatePart.set_text(comment);
    salt(order);
  }
  return order;
}

Order issueSeatCode(const std::string& label, const std::string& code) {
  return issueCode(label, code, "seat");
}

Order issueConsoleCode(const std::string& label, const std::string& code, StaffRole role) {
  Order order = issueCode(label, code, "console");
  order.body.mutable_issue_code()->set_staff_role(role == StaffRole::administrator ? "administrator" : "invigilator");
  return order;
}

Order revokeMachine(const base::WorkstationId& machine) {
  Order order = newOrder();
  order.body.mutable_revoke()->set_machine(machine.bytes());
  return order;
}

Order loadTicket(const std::string& jws) {
  Order order = newOrder();
  order.body.mutable_load_ticket()->set_jws(jws);
  return order;
}

protocol::message::StaffCommand signOrder(const Order& order, const crypto::Signer& signer,
                                          const SigningMoment& moment) {
  exam::record::StaffBody body = order.body;
  body.set_centre_epoch(moment.epoch.bytes());
  body.set_wall_ms(moment.wallMs);
  if (moment.known != nullptr) {
    body.set_position(moment.known->position);
    body.set_head(base::toString(moment.known->head));
  }
  protocol::message::StaffCommand command;
  if (!order.privatePart.salt().empty()) {
    const base::Bytes secret = exam::bytesOf(order.privatePart);
    body.set_private_digest(base::toString(crypto::sha256(secret)));
    command.set_private_part(base::toString(secret));
  }
  *command.mutable_signed_() = exam::toRecord(crypto::signMessage(signer, "staff", exam::bytesOf(body)));
  return command;
}

}  // namespace vigie::console
