// The centre's own stream: who may do what on which machine, tickets, and which sessions there are. Same rules as a
// session: decide is pure, only evolve changes the state. No personal data. Thread: one at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/exam/Decide.hpp"

namespace vigie::exam {

inline constexpr std::int64_t kEnrolmentCodeMs = 15 * 60 * 1000;
inline constexpr int kEnrolmentTries = 5;

struct Machine {
  std::string role;  // "seat", "console"
  std::string label;
  base::Bytes certificate;  // DER
  bool revoked = false;
};

struct Staff {
  base::Bytes spki;
  std::string role;     // "administrator", "invigilator"
  std::string console = {};  // 32 hex digits of the machine it was enrolled with: revoking that one revokes this key
};

struct EnrolmentCode {
  base::Bytes salt;
  crypto::Digest digest{};
  std::string role;
  std::string label;
  std::string staffRole;
  std::int64_t validUntilMs = 0;
  int triesLeft = kEnrolmentTries;
};

struct LoadedTicket {
  std::string jws;
  std::optional<base::SessionId> session;  // that uses it
};

struct SessionEntry {
  std::string ticket;
  bool closed = false;  // its stream ends here:
  std::uint64_t closedPosition = 0;
  crypto::Digest closedHead{};
};

struct CentreState {
  base::EpochId epoch;
  std::map<base::StaffId, Staff> staff;
  std::map<std::string, Machine> machines;  // by the 32 hex digits of the id in its certificate
  std::vector<EnrolmentCode> codes;         // open ones
  std::map<std::string, LoadedTicket> tickets;
  std::map<base::SessionId, SessionEntry> sessions;
  std::map<base::CommandId, crypto::Digest> commands;
  std::int64_t newestWallMs = 0;

  // The key of that id; when it was enrolled several times, an enrolment that still counts comes first.
  const std::pair<const base::StaffId, Staff>* findStaff(const crypto::Digest& keyId) const;
  bool isRevoked(const Staff& staff) const;
};

void evolve(CentreState& state, const Instant& at, const CentreRecord& content);

struct CentreDraft {
  CentreRecord content;
  crypto::Digest privateHash{};
};

struct CentreDecision {
  std::vector<CentreDraft> records;
  std::optional<base::Error> refusal;
  bool repeated = false;
};

// A newcomer brought this code; the caller verified the signing request and made the certificate.
struct Enrol {
  std::string code;
  std::string machine;  // 32 hex digits
  base::Bytes staffSpki;           // for consoles
  base::StaffId staff;
};

// The code that a newcomer's text fits, or nothing. `nowMs` is wall time.
const EnrolmentCode* findEnrolmentCode(const CentreState& state, std::string_view code, std::int64_t nowMs);

CentreDecision decideEnrolment(const CentreState& state, const Enrol& newcomer, const base::Bytes& certificate,
                               const Instant& now);

// A machine that is linked asks for another term; the caller made the certificate over the key that it proved.
// Errors: "machine-revoked" (also when it was never enrolled).
CentreDecision decideRenewal(const CentreState& state, const std::string& machine, const base::Bytes& certificate);

// What the caller read from the ticket of load_ticket or create_session, verified with the registry's key.
struct TicketFacts {
  std::string number;
};

struct CentreCommand {
  StaffCommand command;                // body.verb is one of create_session, issue_code, revoke, load_ticket
  std::optional<TicketFacts> ticket;   // of load_ticket
  base::Bytes codeSalt;                // of issue_code
  crypto::Digest codeDigest{};
};

CentreDecision decideCentre(const CentreState& state, const CentreCommand& command, const Instant& now);

// Nothing more can happen in it: the registry logged it, or it was finalised and nobody has a result.
bool isOver(const SessionState& session);

// The session's stream ends at this head: a start does not replay it any more. Errors: "session-unknown",
// "session-phase" (it is not over). Closed before: repeated.
CentreDecision decideClosing(const CentreState& state, const SessionState& session, std::uint64_t position,
                             const crypto::Digest& head);

// May this person give this command? Administrators everything; invigilators what a session needs.
base::Result<void> mayCommand(const Staff& staff, const record::StaffBody& body);

}  // namespace vigie::exam
