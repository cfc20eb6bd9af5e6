// What the durable journal says, read record by record by code of its own, and everything that must then hold:
// the chain, who sits where, which question is open, which answer counts, whose time passes. Beside it the engine's own
// state, replayed from the same bytes. A record that breaks a promise throws Violation. Thread: one.
#pragma once

#include <map>
#include <set>

#include "common/exam/Session.hpp"
#include "common/journal/MemoryStore.hpp"
#include "tests/simulation/ReferenceClock.hpp"
#include "tests/simulation/RoomTime.hpp"
#include "tests/simulation/Violation.hpp"

namespace vigie::simulation {

struct LedgerQuestion {
  exam::record::QuestionAsked asked;
  bool replaced = false;
  bool answered = false;
  crypto::Digest signedDigest{};
};

struct LedgerCandidate {
  base::CandidateRef ref;
  std::string name;         // "candidate 3", for people who read a trace
  std::string workstation;  // bytes, empty before the first check-in
  std::uint32_t lease = 0;
  std::vector<base::Bytes> seatKeys;
  base::Bytes nonce;
  exam::CandidatePhase phase = exam::CandidatePhase::added;
  bool paused = false;
  bool linked = false;
  std::set<std::uint32_t> openAlerts;
  std::vector<LedgerQuestion> questions;
  crypto::Digest newestSigned{};
  std::uint32_t answers = 0;
  std::uint32_t ends = 0;
  std::string endReason;
  std::uint32_t results = 0;
  ReferenceClock clock;
  std::int64_t remainingMs = 0;  // when it was last settled
  std::int64_t settledTrueMs = 0;
  std::int64_t decidedMs = 0;

  const LedgerQuestion* open() const {
    return questions.empty() || questions.back().answered || questions.back().replaced ? nullptr : &questions.back();
  }
  const LedgerQuestion* find(std::uint32_t number) const;
};

class Ledger {
 public:
  explicit Ledger(const RoomTime& time) : time_(time) {}

  // The session's stream means something from now on.
  void follow(const base::SessionId& session, const exam::Environment& environment);

  // Reads what became durable since the last call.
  void catchUp(journal::MemoryStore& store);

  // ---- what is durable ----
  std::uint64_t position(const journal::StreamId& stream) const;
  const crypto::Digest* head(const journal::StreamId& stream, std::uint64_t position) const;
  const exam::SessionState& state() const { return state_; }
  const std::map<base::CandidateRef, LedgerCandidate>& candidates() const { return candidates_; }
  const LedgerCandidate* find(const std::string& refBytes) const;
  const LedgerCandidate* at(const base::WorkstationId& workstation) const;  // who has not ended
  bool hasCommand(const std::string& commandBytes) const { return commands_.contains(commandBytes); }
  bool isPaused() const { return paused_; }
  exam::SessionPhase phase() const { return state_.phase; }
  crypto::Digest fingerprint() const;  // of every head

  // Leases that submissions named, by the digest of their Signed: an answer counts only under the newest lease.
  void submitted(const crypto::Digest& signedDigest, const base::WorkstationId& from, std::uint32_t lease);

  std::function<void(const std::string&)> trace;

 private:
  struct Stream {
    std::vector<crypto::Digest> heads;  // of positions 1, 2, 3…
  };
  class Reader;

  void chain(const journal::StreamId& id, Stream& stream, const journal::Entry& entry);
  void readSession(const journal::Entry& entry);
  void compareClocks();

  const RoomTime& time_;
  std::map<journal::StreamId, Stream> streams_;
  std::optional<base::SessionId> session_;
  const exam::Environment* environment_ = nullptr;
  exam::SessionState state_;
  std::map<base::CandidateRef, LedgerCandidate> candidates_;
  std::map<std::uint32_t, base::CandidateRef> alerts_;
  std::map<std::uint32_t, std::uint32_t> alertQuestions_;
  bool paused_ = false;
  std::set<std::string> commands_;
  std::map<crypto::Digest, std::set<std::pair<std::string, std::uint32_t>>> submissions_;
};

// Every field of a state, as text: two states are the same when their texts are.
std::string describe(const exam::SessionState& state);

}  // namespace vigie::simulation
