#include "proctor-console/model/Condition.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace vigie::console {
namespace {

namespace message = protocol::message;
using CandidateView = message::CandidateView;

struct SessionWord {
  std::string_view word;
  std::function<bool(const Room&)> holds;
};

struct CandidateWord {
  std::string_view word;
  std::function<bool(const Room&, const CandidateView&)> holds;
};

bool hasOpenAlert(const Room& room, const CandidateView& candidate) {
  const auto open = room.openAlerts();
  return std::any_of(open.begin(), open.end(),
                     [&](const auto* alert) { return alert->candidate() == candidate.candidate(); });
}

bool isIssued(const Room& room) {
  if (!room.sessionReached(exam::SessionPhase::finalised)) return false;
  return std::all_of(room.candidates().begin(), room.candidates().end(), [](const auto& entry) {
    return entry.second.status() != "validated" || !entry.second.certificate().empty();
  });
}

SessionWord sessionReaches(exam::SessionPhase phase) {
  return {exam::phaseName(phase), [phase](const Room& room) { return room.sessionReached(phase); }};
}

SessionWord everybodyReaches(std::string_view word, exam::CandidatePhase phase) {
  return {word, [phase](const Room& room) { return room.allReached(phase); }};
}

CandidateWord candidateReaches(exam::CandidatePhase phase) {
  return {exam::phaseName(phase), [phase](const Room&, const CandidateView& candidate) {
            const auto reached = candidatePhase(candidate.phase());
            return reached && *reached >= phase;
          }};
}

const std::vector<SessionWord>& sessionWords() {
  using enum exam::CandidatePhase;
  static const std::vector<SessionWord> words = {
      sessionReaches(exam::SessionPhase::created),
      sessionReaches(exam::SessionPhase::open),
      sessionReaches(exam::SessionPhase::ended),
      sessionReaches(exam::SessionPhase::finalised),
      {"paused", [](const Room& room) { return room.session()->paused(); }},
      {"resumed", [](const Room& room) { return !room.session()->paused(); }},
      {"alert", [](const Room& room) { return !room.openAlerts().empty(); }},
      {"no-alert", [](const Room& room) { return room.openAlerts().empty(); }},
      {"issued", isIssued},
      {"anchored", [](const Room& room) { return room.session()->anchored(); }},
      everybodyReaches("all-seated", seated),
      everybodyReaches("all-identified", identified),
      everybodyReaches("all-ready", ready),
      everybodyReaches("all-running", running),
      everybodyReaches("all-ended", exam::CandidatePhase::ended),
  };
  return words;
}

const std::vector<CandidateWord>& candidateWords() {
  using enum exam::CandidatePhase;
  static const std::vector<CandidateWord> words = {
      candidateReaches(seated),
      candidateReaches(identified),
      candidateReaches(ready),
      candidateReaches(running),
      candidateReaches(ended),
      {"linked", [](const Room&, const CandidateView& candidate) { return candidate.linked(); }},
      {"unlinked", [](const Room&, const CandidateView& candidate) { return !candidate.linked(); }},
      {"paused", [](const Room&, const CandidateView& candidate) { return candidate.paused(); }},
      {"resumed", [](const Room&, const CandidateView& candidate) { return !candidate.paused(); }},
      {"alert", hasOpenAlert},
      {"no-alert", [](const Room& room, const CandidateView& candidate) { return !hasOpenAlert(room, candidate); }},
  };
  return words;
}

template <class Word>
const Word* find(const std::vector<Word>& words, std::string_view wanted) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.word == wanted; });
  return found == words.end() ? nullptr : &*found;
}

template <class Word>
base::Result<void> check(const std::vector<Word>& words, const std::string& wanted, std::string_view option) {
  if (wanted.empty() || find(words, wanted) != nullptr) return {};
  std::string known;
  for (const Word& one : words) known += (known.empty() ? "" : ", ") + std::string(one.word);
  return base::fail("condition-unknown",
                    std::string(option) + " " + wanted + " is not something to wait for; use one of " + known);
}

}  // namespace

base::Result<void> checkCondition(const Condition& condition) {
  if (const auto checked = check(sessionWords(), condition.until, "--until"); !checked) return checked;
  if (const auto checked = check(candidateWords(), condition.phase, "--phase"); !checked) return checked;
  const bool asksCandidate = !condition.phase.empty() || condition.question != 0;
  if (asksCandidate && !condition.candidate) {
    return base::fail("condition-unknown",
                      "--phase and --question are about one candidate; name them with --candidate");
  }
  if (!asksCandidate && condition.until.empty()) {
    return base::fail("condition-unknown", "say what to wait for: --until, or --candidate with --phase or --question");
  }
  return {};
}

bool holds(const Condition& condition, const Room& room) {
  if (!room.session()) return false;
  if (const SessionWord* word = find(sessionWords(), condition.until); word != nullptr && !word->holds(room))
    return false;
  if (!condition.candidate) return true;
  const CandidateView* candidate = room.find(*condition.candidate);
  if (candidate == nullptr || candidate->question() < condition.question) return false;
  const CandidateWord* word = find(candidateWords(), condition.phase);
  return word == nullptr || word->holds(room, *candidate);
}

}  // namespace vigie::console
