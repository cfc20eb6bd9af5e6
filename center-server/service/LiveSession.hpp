// One session in memory: its state, what it is bound to, and the readable side of its private parts. Built by apply()
// alone, record by record, so that a restart rebuilds exactly what was there. Thread: the state thread's.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "center-server/service/Recorder.hpp"
#include "center-server/vault/KeyStore.hpp"
#include "certs/credential/Ticket.hpp"
#include "common/content/Bank.hpp"
#include "common/exam/Decide.hpp"

namespace vigie::centre {

struct Person {
  std::string familyName;
  std::string givenName;
  std::string birthDate;
  std::string code;
  std::vector<std::string> accommodations;  // names of common/exam/Accommodations.hpp
};

struct KeptAnswer {
  std::uint32_t number = 0;
  crypto::Digest sha256{};  // of the answer's serialised bytes
  bool leftScreen = false;  // both as the seat signed them
  bool outOfTime = false;
};

struct IssuedFiles {
  std::string jwt;
  std::string json;
};

class LiveSession {
 public:
  LiveSession(std::shared_ptr<const content::Bank> bank, credential::Ticket ticket, exam::Environment environment)
      : bank_(std::move(bank)), ticket_(std::move(ticket)), environment_(std::move(environment)) {}

  // `privatePlain` is empty when the record has no private part, or its key was erased.
  void apply(const exam::Instant& at, const exam::SessionRecord& content, base::ByteView privatePlain);

  const exam::SessionState& state() const { return state_; }
  const exam::Environment& environment() const { return environment_; }
  const content::Bank& bank() const { return *bank_; }
  const credential::Ticket& ticket() const { return ticket_; }
  journal::StreamId stream() const { return journal::streamOf(state_.id); }

  const Person* person(const base::CandidateRef& ref) const;
  std::string displayName(const base::CandidateRef& ref) const;
  const std::vector<KeptAnswer>& answersOf(const base::CandidateRef& ref) const;
  const IssuedFiles* issued(const base::CandidateRef& ref) const;
  std::string alertComment(std::uint32_t alert) const;
  std::string lastMessage() const { return lastMessage_; }

  // Was this body signed as a checkpoint by the centre, and did this key countersign it before?
  bool isCheckpoint(const base::Bytes& body) const { return checkpoints_.contains(crypto::sha256(body)); }
  bool isCountersigned(const base::Bytes& body, const crypto::Digest& keyId) const {
    return countersigned_.contains({crypto::sha256(body), keyId});
  }

  // Did a console countersign the newest checkpoint?
  bool isEndCountersigned() const { return endCountersigned_; }

  // The newest Signed answer of each candidate since the last call: each covers the one before it, so verifying it
  // verifies them all (design.md 3).
  std::map<base::CandidateRef, crypto::SignedMessage> takeUnverified() { return std::exchange(unverified_, {}); }

 private:
  std::shared_ptr<const content::Bank> bank_;
  credential::Ticket ticket_;
  exam::Environment environment_;
  exam::SessionState state_;
  std::map<base::CandidateRef, Person> people_;
  std::map<base::CandidateRef, std::vector<KeptAnswer>> answers_;
  std::map<base::CandidateRef, IssuedFiles> issued_;
  std::map<std::uint32_t, std::string> alertComments_;
  std::map<base::CandidateRef, crypto::SignedMessage> unverified_;
  std::set<crypto::Digest> checkpoints_;                              // of bodies
  std::set<std::pair<crypto::Digest, crypto::Digest>> countersigned_;  // body, key
  crypto::Digest newestCheckpoint_{};  // of its body
  bool endCountersigned_ = false;
  std::string lastMessage_;
};

}  // namespace vigie::centre
