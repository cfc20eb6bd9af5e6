#include "tests/simulation/Ledger.hpp"

#include <algorithm>

#include "common/crypto/Keys.hpp"
#include "common/exam/Records.hpp"
#include "common/scoring/Draw.hpp"

namespace vigie::simulation {
namespace {

namespace record = exam::record;

std::string numberText(std::uint64_t number) {
  return std::to_string(number);
}

}  // namespace

const LedgerQuestion* LedgerCandidate::find(std::uint32_t number) const {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [&](const LedgerQuestion& one) { return one.asked.number() == number; });
  return found == questions.end() ? nullptr : &*found;
}

// One overload for each record that promises something.
class Ledger::Reader {
 public:
  Reader(Ledger& ledger, const exam::Instant& at) : ledger_(ledger), at_(at) {}

  void operator()(const record::CandidateAdded& content) {
    const auto ref = support::must(base::CandidateRef::fromBytes(content.candidate()));
    require(!ledger_.candidates_.contains(ref), "a candidate is added twice");
    LedgerCandidate candidate;
    candidate.ref = ref;
    candidate.name = "candidate " + numberText(ledger_.candidates_.size() + 1);
    candidate.clock.allowedMs = ledger_.environment_->durationMs + content.extra_time_ms();
    candidate.remainingMs = candidate.clock.allowedMs;
    ledger_.candidates_.emplace(ref, std::move(candidate));
    remember(content.command());
  }

  void operator()(const record::CandidateSeated& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    require(candidate.ends == 0, candidate.name + " is seated after the end of the test");
    require(candidate.workstation.empty() || candidate.workstation == content.workstation(),
            candidate.name + " opened a second seat without an invigilator");
    nobodyElseAt(candidate, content.workstation());
    require(content.lease() == candidate.lease + 1, candidate.name + ": the lease does not go on by one");
    require(candidate.nonce.empty() != content.nonce().empty(), candidate.name + ": the first nonce must stay");
    if (!content.nonce().empty()) candidate.nonce = base::toBytes(content.nonce());
    candidate.workstation = content.workstation();
    candidate.lease = content.lease();
    candidate.seatKeys.push_back(base::toBytes(content.seat_key()));
    candidate.linked = true;
    if (candidate.phase == exam::CandidatePhase::added) candidate.phase = exam::CandidatePhase::seated;
  }

  void operator()(const record::IdentityConfirmed& content) {
    LedgerCandidate& candidate = one(content.candidate());
    require(candidate.phase == exam::CandidatePhase::seated, candidate.name + " is identified at the wrong time");
    candidate.phase = exam::CandidatePhase::identified;
  }

  void operator()(const record::PresenceConfirmed& content) {
    LedgerCandidate& candidate = one(content.candidate());
    require(candidate.phase == exam::CandidatePhase::identified, candidate.name + " is present at the wrong time");
    candidate.phase = exam::CandidatePhase::ready;
    remember(content.command());
  }

  void operator()(const record::TestStarted& content) {
    LedgerCandidate& candidate = one(content.candidate());
    require(candidate.phase == exam::CandidatePhase::ready, candidate.name + " starts twice, or unconfirmed");
    candidate.phase = exam::CandidatePhase::running;
    candidate.clock.start(at_);
    candidate.settledTrueMs = ledger_.time_.trueMsOf(at_);
  }

  void operator()(const record::QuestionAsked& content) {
    LedgerCandidate& candidate = one(content.candidate());
    require(candidate.phase == exam::CandidatePhase::running, candidate.name + " is asked without a running test");
    require(candidate.open() == nullptr, candidate.name + " is asked while another question is open");
    require(content.number() == candidate.questions.size() + 1, candidate.name + ": questions must be numbered on");
    for (const LedgerQuestion& before : candidate.questions) {
      require(before.asked.item() != content.item(), candidate.name + " is asked the same item twice");
    }
    base::Bytes seed = ledger_.environment_->ticketSeed;
    base::append(seed, candidate.nonce);
    require(content.draw() == scoring::draw(seed, content.number()),
            candidate.name + ": the draw does not follow from the ticket's seed and the first nonce");
    candidate.questions.push_back({content});
  }

  void operator()(const record::AnswerAccepted& content) {
    LedgerCandidate& candidate = one(content.candidate());
    const std::string who = candidate.name + ", answer " + numberText(content.number());
    require(candidate.phase == exam::CandidatePhase::running, who + " is accepted without a running test");
    require(!candidate.questions.empty() && candidate.questions.back().asked.number() == content.number(),
            who + " is not to the newest question");
    LedgerQuestion& question = candidate.questions.back();
    require(!question.answered, who + " is accepted twice");
    require(!question.replaced, who + " is accepted for a question that was replaced");
    require(candidate.openAlerts.empty(), who + " is accepted while an alert is open");
    const crypto::SignedMessage message = support::must(exam::fromRecord(content.answer()));
    record::AnswerBody body;
    require(body.ParseFromString(content.answer().body()), who + " cannot be read");
    require(body.session() == ledger_.session_->bytes() && body.candidate() == content.candidate() &&
                body.number() == content.number() && body.item() == question.asked.item() &&
                body.shown() == question.asked.shown(),
            who + " is not about the question as it was asked");
    const std::string previous = candidate.answers == 0 ? std::string() : base::toString(candidate.newestSigned);
    require(body.previous() == previous, who + " does not follow the answer before");
    const bool known = std::any_of(candidate.seatKeys.begin(), candidate.seatKeys.end(),
                                   [&](const base::Bytes& spki) { return crypto::sha256(spki) == message.keyId; });
    require(known, who + " was signed by a key that no check-in brought");
    const auto from = ledger_.submissions_.find(message.digest());
    require(from != ledger_.submissions_.end() && from->second.contains({candidate.workstation, candidate.lease}),
            who + " is accepted under a lease that was left");
    question.answered = true;
    question.signedDigest = message.digest();
    candidate.newestSigned = message.digest();
    ++candidate.answers;
  }

  void operator()(const record::Ticked&) { settleAll(); }

  void operator()(const record::CentreRestarted&) {
    settleAll();
    for (auto& [ref, candidate] : ledger_.candidates_) {
      candidate.linked = false;
      if (candidate.lease != 0) candidate.clock.loseLink();
    }
  }

  void operator()(const record::TimeCredited& content) {
    one(content.candidate()).clock.decidedMs += content.ms();
    remember(content.command());
  }

  void operator()(const record::AlertRaised& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    require(candidate.openAlerts.empty(), candidate.name + " has two open alerts");
    candidate.openAlerts.insert(content.alert());
    ledger_.alerts_[content.alert()] = candidate.ref;
    ledger_.alertQuestions_[content.alert()] = content.question();
  }

  void operator()(const record::AlertResolved& content) {
    LedgerCandidate& candidate = ledger_.candidates_.at(ledger_.alerts_.at(content.alert()));
    settle(candidate);
    require(candidate.openAlerts.erase(content.alert()) == 1, "an alert is resolved twice");
    const LedgerQuestion* open = candidate.open();
    if (content.outcome() == "replace" && open != nullptr &&
        open->asked.number() == ledger_.alertQuestions_.at(content.alert())) {
      candidate.questions.back().replaced = true;
    }
    remember(content.command());
  }

  void operator()(const record::Paused& content) { pause(content, true); }
  void operator()(const record::Resumed& content) { pause(content, false); }

  void operator()(const record::LinkLost& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    candidate.linked = false;
    candidate.clock.loseLink();
  }

  void operator()(const record::LinkRestored& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    candidate.linked = true;
  }

  void operator()(const record::CandidateMoved& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    nobodyElseAt(candidate, content.workstation());
    require(content.lease() == candidate.lease + 1, candidate.name + ": the lease does not go on by one");
    candidate.workstation = content.workstation();
    candidate.lease = content.lease();
    candidate.linked = false;
    candidate.clock.loseLink();
    remember(content.command());
  }

  void operator()(const record::TestEnded& content) {
    LedgerCandidate& candidate = one(content.candidate());
    settle(candidate);
    require(++candidate.ends == 1, candidate.name + " ends twice");
    if (content.reason() == "completed") {
      require(candidate.answers == ledger_.environment_->rules.maximumLength,
              candidate.name + " completes the test with another number of answers than it has questions");
    }
    candidate.clock.running = false;
    candidate.phase = exam::CandidatePhase::ended;
    candidate.endReason = content.reason();
    remember(content.command());
  }

  void operator()(const record::ResultDecided& content) {
    LedgerCandidate& candidate = one(content.candidate());
    require(++candidate.results == 1, candidate.name + " has two results");
    require(content.answers() == candidate.answers, candidate.name + ": the result does not count every answer");
  }

  template <class Content>
  void operator()(const Content& content) {
    if constexpr (requires { content.command(); }) remember(content.command());
  }

 private:
  LedgerCandidate& one(const std::string& bytes) {
    return ledger_.candidates_.at(support::must(base::CandidateRef::fromBytes(bytes)));
  }

  void nobodyElseAt(const LedgerCandidate& candidate, const std::string& workstation) {
    for (const auto& [ref, other] : ledger_.candidates_) {
      const bool sits = other.workstation == workstation && other.ends == 0 && ref != candidate.ref;
      require(!sits, candidate.name + " and " + other.name + " sit at one workstation");
    }
  }

  template <class Content>
  void pause(const Content& content, bool paused) {
    if (content.candidate().empty()) {
      settleAll();
      ledger_.paused_ = paused;
    } else {
      LedgerCandidate& candidate = one(content.candidate());
      settle(candidate);
      candidate.paused = paused;
    }
    remember(content.command());
  }

  void settle(LedgerCandidate& candidate) {
    const bool stopped = ledger_.paused_ || candidate.paused || !candidate.openAlerts.empty();
    candidate.clock.settle(at_, stopped, !candidate.linked);
  }
  void settleAll() {
    for (auto& [ref, candidate] : ledger_.candidates_) settle(candidate);
  }

  // Each order of staff is carried out once, however often it was sent.
  void remember(const record::SignedBytes& command) {
    record::StaffBody body;
    if (command.body().empty() || !body.ParseFromString(command.body())) return;
    require(ledger_.commands_.insert(body.command()).second, "an order of staff was carried out twice");
  }

  Ledger& ledger_;
  const exam::Instant& at_;
};

void Ledger::follow(const base::SessionId& session, const exam::Environment& environment) {
  session_ = session;
  environment_ = &environment;
}

void Ledger::submitted(const crypto::Digest& signedDigest, const base::WorkstationId& from, std::uint32_t lease) {
  submissions_[signedDigest].insert({from.bytes(), lease});
}

void Ledger::catchUp(journal::MemoryStore& store) {
  for (const journal::StreamEnd& end : support::must(store.streams())) {
    Stream& stream = streams_[end.stream];
    require(end.lastSequence >= stream.heads.size(), "a stream became shorter");
    if (end.lastSequence == stream.heads.size()) continue;
    support::must(
        store.read(end.stream, stream.heads.size() + 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
          chain(end.stream, stream, entry);
          if (session_ && end.stream == journal::streamOf(*session_)) readSession(entry);
          return journal::Visit::more;
        }));
    compareClocks();
  }
}

// design.md 2: digest = SHA-256(00 ‖ blob); head_n = SHA-256(01 ‖ head_{n-1} ‖ digest_n).
void Ledger::chain(const journal::StreamId& id, Stream& stream, const journal::Entry& entry) {
  const std::uint64_t sequence = stream.heads.size() + 1;
  const journal::Record one = support::must(journal::decode(entry.blob));
  require(entry.sequence == sequence && one.sequence == sequence && one.stream == id,
          "record " + numberText(sequence) + " of " + journal::streamName(id) + " has another number or stream");
  require(one.hasPrivatePart() != entry.sealedPrivate.empty(), "a private part is missing, or nothing vouches for it");
  base::Bytes under = {0};
  base::append(under, entry.blob);
  const crypto::Digest digest = crypto::sha256(under);
  base::Bytes link = {1};
  base::append(link, stream.heads.empty() ? crypto::Digest{} : stream.heads.back());
  base::append(link, digest);
  stream.heads.push_back(crypto::sha256(link));
}

void Ledger::readSession(const journal::Entry& entry) {
  const journal::Record one = support::must(journal::decode(entry.blob));
  const auto content = support::must(exam::readSessionRecord({one.type, one.typeVersion}, one.payload));
  const exam::Instant at{one.wallMs, one.runMs, one.bootId};
  if (trace && !std::holds_alternative<record::Ticked>(content)) {
    trace("record " + numberText(one.sequence) + " " + exam::nameOf(content));
  }
  std::visit(Reader(*this, at), content);
  exam::evolve(state_, *environment_, at, content);
}

void Ledger::compareClocks() {
  for (auto& [ref, candidate] : candidates_) {
    const exam::Candidate* replayed = state_.find(ref);
    require(replayed != nullptr, candidate.name + " is missing from the replayed state");
    const exam::ExamClock& clock = replayed->clock;
    require(clock.remainingMs() == candidate.clock.remainingMs() && clock.countedMs() == candidate.clock.passedMs,
            candidate.name + ": the clock says " + std::to_string(clock.remainingMs()) + " ms, by the rules it is " +
                std::to_string(candidate.clock.remainingMs()) + " ms");
    // Whatever the rules say: nobody loses more time than passed, or gains any without a decision.
    const std::int64_t fall = candidate.remainingMs - clock.remainingMs();
    const std::int64_t decided = candidate.clock.decidedMs - candidate.decidedMs;
    const std::int64_t settledTrueMs = candidate.clock.running && candidate.clock.passedMs > 0
                                           ? time_.trueMsOf(candidate.clock.settled)
                                           : candidate.settledTrueMs;
    constexpr std::int64_t kAfterReboot = 2'000;  // what a gap that only the wall clock spans may cost
    require(fall + decided >= 0, candidate.name + ": the remaining time rose without a decision");
    require(!candidate.clock.running || fall + decided <= settledTrueMs - candidate.settledTrueMs + kAfterReboot,
            candidate.name + ": the clock jumped by " + std::to_string(fall) + " ms");
    candidate.remainingMs = clock.remainingMs();
    candidate.decidedMs = candidate.clock.decidedMs;
    candidate.settledTrueMs = settledTrueMs;
  }
}

std::uint64_t Ledger::position(const journal::StreamId& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second.heads.size();
}

const crypto::Digest* Ledger::head(const journal::StreamId& stream, std::uint64_t position) const {
  const auto found = streams_.find(stream);
  const bool there = found != streams_.end() && position > 0 && position <= found->second.heads.size();
  return there ? &found->second.heads[position - 1] : nullptr;
}

const LedgerCandidate* Ledger::find(const std::string& refBytes) const {
  const auto ref = base::CandidateRef::fromBytes(refBytes);
  const auto found = ref ? candidates_.find(*ref) : candidates_.end();
  return found == candidates_.end() ? nullptr : &found->second;
}

const LedgerCandidate* Ledger::at(const base::WorkstationId& workstation) const {
  for (const auto& [ref, candidate] : candidates_) {
    if (candidate.ends == 0 && candidate.workstation == workstation.bytes()) return &candidate;
  }
  return nullptr;
}

crypto::Digest Ledger::fingerprint() const {
  base::Bytes all;
  for (const auto& [id, stream] : streams_) {
    base::append(all, id.value);
    if (!stream.heads.empty()) base::append(all, stream.heads.back());
  }
  return crypto::sha256(all);
}

}  // namespace vigie::simulation
