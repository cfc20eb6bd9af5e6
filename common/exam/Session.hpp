// The state of one session: what its records add up to, and nothing else. Only evolve() changes it, so that a replay
// of the same records gives the same state. No personal data: candidates are random references.
// Ownership: a value; Environment is not owned and outlives it. Thread: one at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/Id.hpp"
#include "common/crypto/Digest.hpp"
#include "common/exam/Environment.hpp"
#include "common/exam/Evidence.hpp"
#include "common/exam/ExamClock.hpp"
#include "common/exam/Measurement.hpp"
#include "common/exam/Records.hpp"

namespace vigie::exam {

struct AnswerGiven {
  crypto::Digest answerDigest{};  // salted
  crypto::Digest signedDigest{};  // of the Signed message
  bool correct = false;
};

struct Question {
  std::uint32_t number = 0;
  scoring::ItemIndex item = 0;
  crypto::Digest shown{};
  std::string language;
  std::vector<std::string> order;
  bool replaced = false;
  std::optional<AnswerGiven> answer;
  std::vector<scoring::ItemIndex> refused;  // by a plan's exposure control; excluded once this is answered
};

struct Lease {
  base::WorkstationId workstation;
  std::uint32_t number = 0;

  friend bool operator==(const Lease&, const Lease&) = default;
};

struct Alert {
  std::uint32_t number = 0;
  base::CandidateRef candidate;
  std::uint32_t question = 0;
  std::string category;
  bool open = true;
  std::string outcome;
};

struct Result {
  double ability = 0;
  double errorRate = 0;
  std::string status;
  std::string comment;
  std::optional<std::uint32_t> score;
  std::optional<std::uint32_t> mesh;
  std::vector<std::optional<std::uint32_t>> levels;
  std::uint32_t answers = 0;
  bool downgraded = false;
};

enum class CandidatePhase : std::uint8_t { added, seated, identified, ready, running, ended };
std::string_view phaseName(CandidatePhase phase);

struct Candidate {
  base::CandidateRef ref;
  crypto::Digest codeDigest{};
  std::string language;
  CandidatePhase phase = CandidatePhase::added;
  bool paused = false;
  bool linked = false;
  std::optional<Lease> lease;
  std::vector<base::Bytes> seatKeys;  // SPKI of every sitting, the newest last
  base::Bytes nonce;
  std::vector<Question> questions;
  std::vector<scoring::ItemIndex> answered;   // in order
  std::vector<std::uint8_t> excluded;         // per item: not for this candidate
  std::optional<Measurement> estimate;
  crypto::Digest newestSigned{};              // zero before the first answer
  ExamClock clock;
  std::string endReason;
  std::optional<Result> result;
  std::string certificateCode;
  crypto::Digest certificateDigest{};

  const Question* openQuestion() const {
    return questions.empty() || questions.back().answer || questions.back().replaced ? nullptr : &questions.back();
  }
  bool hasOpen(std::uint32_t number) const {
    const Question* open = openQuestion();
    return open != nullptr && open->number == number;
  }
};

enum class SessionPhase : std::uint8_t { none, created, open, ended, finalised };
std::string_view phaseName(SessionPhase phase);

struct SessionState {
  base::SessionId id;
  SessionPhase phase = SessionPhase::none;
  bool paused = false;
  record::SessionCreated created;
  std::map<base::CandidateRef, Candidate> candidates;
  std::map<base::CandidateRef, Evidence> evidence;  // beside the candidates: decisions copy those
  std::map<std::uint32_t, std::uint64_t> vaultEnds;  // by segment: where its newest recorded group ends
  std::vector<Alert> alerts;
  std::map<base::CommandId, crypto::Digest> commands;  // staff commands that were carried out
  std::int64_t newestWallMs = 0;
  std::uint64_t checkpointPosition = 0;
  Instant checkpointAt;
  std::vector<base::CandidateRef> issued;  // in the order of their certificates
  std::size_t incidents = 0;
  bool anchored = false;  // the registry logged it

  const Candidate* find(const base::CandidateRef& ref) const;
  const Candidate* findByLease(const base::WorkstationId& workstation) const;  // who has not ended, else nobody
  const Evidence& evidenceOf(const base::CandidateRef& ref) const;  // an empty one when nothing was said yet
  const Alert* openAlertOf(const base::CandidateRef& ref) const;
  bool anybodyRunning() const;
};

// Why this candidate cannot answer at this moment.
Holds holdsOf(const SessionState& state, const Candidate& candidate);

// Applies one record. Cannot fail: a record that does not fit leaves the state as it is.
void evolve(SessionState& state, const Environment& environment, const Instant& at, const SessionRecord& content);

}  // namespace vigie::exam
