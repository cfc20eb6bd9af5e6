// What staff may ask of the centre, before it is signed: the body of a staff command and its private part. Ids of new
// things and secret codes are drawn here. Thread: any (values).
#pragma once

#include <string>

#include "common/base/Id.hpp"
#include "common/crypto/SignedMessage.hpp"
#include "common/exam/records.pb.h"
#include "common/protocol/Messages.hpp"
#include "proctor-console/model/StandingBook.hpp"

namespace vigie::console {

struct Order {
  exam::record::StaffBody body;            // `command` is drawn, `centre_epoch`, `wall_ms` and digest come at signing
  exam::record::StaffPrivate privatePart;  // without salt: nothing private

  base::CommandId id() const;
};

struct NewCandidate {
  std::string familyName;
  std::string givenName;
  std::string birthDate;  // 2001-12-31
  std::string language = "fr";
  std::int64_t extraTimeMs = 0;
  bool accessibleItemsOnly = false;
  std::vector<std::string> accommodations = {};  // names of common/exam/Accommodations.hpp
};

struct CandidateOrder {
  Order order;
  base::CandidateRef candidate;
  std::string code;  // of the slip, 8 characters
};

enum class TestEnd { candidate, technical };  // who or what ended a running test
enum class Resolution { replace, keep };      // of an alert: another question, or the same
enum class StaffRole { administrator, invigilator };

inline constexpr std::size_t kSlipCodeCharacters = 8;

Order createSession(const base::SessionId& session, const std::string& ticket);
Order openSession(const base::SessionId& session);
Order pauseSession(const base::SessionId& session);
Order resumeSession(const base::SessionId& session);
Order endSession(const base::SessionId& session);
Order finaliseSession(const base::SessionId& session);
Order issueCertificates(const base::SessionId& session);

CandidateOrder addCandidate(const base::SessionId& session, const NewCandidate& candidate);
Order confirmPresence(const base::SessionId& session, const base::CandidateRef& candidate);
Order messageEverybody(const base::SessionId& session, const std::string& text);
Order messageCandidate(const base::SessionId& session, const base::CandidateRef& candidate, const std::string& text);
Order pauseCandidate(const base::SessionId& session, const base::CandidateRef& candidate);
Order resumeCandidate(const base::SessionId& session, const base::CandidateRef& candidate);
Order creditTime(const base::SessionId& session, const base::CandidateRef& candidate, std::int64_t ms);
Order moveCandidate(const base::SessionId& session, const base::CandidateRef& candidate,
                    const base::WorkstationId& workstation);
Order endTest(const base::SessionId& session, const base::CandidateRef& candidate, TestEnd reason);
Order resolveAlert(const base::SessionId& session, std::uint32_t alert, Resolution outcome, const std::string& comment);

Order issueSeatCode(const std::string& label, const std::string& code);
Order issueConsoleCode(const std::string& label, const std::string& code, StaffRole role);
Order revokeMachine(const base::WorkstationId& machine);
Order loadTicket(const std::string& jws);

// What an order is signed for: this epoch of the centre, now, on top of the newest head of its session that this
// console was shown (null: none yet).
struct SigningMoment {
  base::EpochId epoch;
  std::int64_t wallMs = 0;
  const Standing* known = nullptr;
};

// The result's bytes are what every repeat sends again.
protocol::message::StaffCommand signOrder(const Order& order, const crypto::Signer& signer,
                                          const SigningMoment& moment);

}  // namespace vigie::console
