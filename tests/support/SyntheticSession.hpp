// One session from enrolment to certificates, step by step or whole, in a synthetic centre: one console, a seat for
// each candidate and a spare one. Deterministic but for keys, salts and random ids. Thread: one.
#pragma once

#include <functional>
#include <memory>

#include "tests/support/SyntheticConsole.hpp"
#include "tests/support/SyntheticSeat.hpp"

namespace vigie::support {

enum class Course { quiet, eventful };  // eventful: alerts, pauses, a move, a lost link, a restart of the server

struct SessionPlan {
  std::size_t candidates = 2;
  std::int64_t secondsPerAnswer = 12;
  Course course = Course::quiet;
  // What a candidate aims at, by index and question number. Default: three right of four.
  std::function<Aim(std::size_t candidate, std::uint32_t question)> aim = {};
};

struct SyntheticCandidate {
  base::CandidateRef ref;
  std::string code;
  std::unique_ptr<SyntheticSeat> seat;
};

class SyntheticSession {
 public:
  explicit SyntheticSession(SessionPlan plan = {}, CentreOptions options = {});

  // Each expects the one before; a refusal that is not expected throws.
  void create();  // seats enrolled, ticket loaded, session created, candidates added
  void open();
  void seat();  // everybody checks in, is confirmed and begins
  void answerAll();
  void close();  // ended, finalised, certificates issued
  void run();    // all of it

  bool step(std::size_t candidate);  // one answer; false when the test has ended
  void sit(std::int64_t seconds);    // with every seat linked

  SyntheticCentre& centre() { return centre_; }
  SyntheticConsole& console() { return *console_; }
  std::vector<SyntheticCandidate>& candidates() { return candidates_; }
  SyntheticSeat& seatOf(std::size_t candidate) { return *candidates_.at(candidate).seat; }
  SyntheticSeat& spare() { return *spare_; }
  const base::SessionId& id() const { return id_; }
  const credential::Ticket& ticket() const { return ticket_; }
  centre::LiveSession& live() { return *centre_.centre().findSession(id_); }
  const exam::Candidate& stateOf(std::size_t candidate) { return *live().state().find(candidates_.at(candidate).ref); }

  void give(const console::Order& order);  // throws when refused
  std::unique_ptr<SyntheticSeat> enrolSeat(const std::string& label);

 private:
  void happen(std::size_t round);

  SessionPlan plan_;
  SyntheticCentre centre_;
  std::unique_ptr<SyntheticConsole> console_;
  std::vector<SyntheticCandidate> candidates_;
  std::unique_ptr<SyntheticSeat> spare_;
  base::SessionId id_;
  credential::Ticket ticket_;
};

}  // namespace vigie::support
