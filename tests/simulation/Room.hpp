// One session in one room from a seed: the centre's program, 3 to 12 seats with people at them, a console with an
// invigilator, and everything that goes wrong. run() ends when every candidate has finished and the session is
// finalised, or throws Violation. The same seed gives the same room, to the byte. Thread: one.
#pragma once

#include <deque>
#include <iosfwd>

#include "tests/simulation/Fault.hpp"
#include "tests/simulation/Ghost.hpp"
#include "tests/simulation/Ledger.hpp"
#include "tests/simulation/SimulatedConsole.hpp"
#include "tests/simulation/SimulatedSeat.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::simulation {

// Made once in a process, always the same: the nation, this centre's keys, the bank.
struct Country {
  Country();
  support::SyntheticNation nation;
  centre::Identity identity;
};
const Country& country();

class Room {
 public:
  // `trace`: where every action is told as it happens, or nullptr.
  Room(std::uint64_t seed, std::ostream* trace);

  void run();

  const FaultCounts& faults() const { return faults_; }
  crypto::Digest fingerprint() const { return ledger_.fingerprint(); }  // of all that became durable
  crypto::Digest traceDigest() const { return traceDigest_; }           // of all that happened
  const std::deque<std::string>& lastActions() const { return actions_; }
  std::uint64_t droppedMessages() const { return cables_.dropped(); }
  std::int64_t trueMs() const { return time_.trueMs(); }
  std::size_t steps() const { return steps_; }

 private:
  struct Person {
    std::string code;
    base::CandidateRef ref;
    std::size_t seat = 0;
    std::size_t nextSeat = 0;  // where the invigilator sent them
    std::int64_t arrivesMs = 0;
    bool walks = false;
    bool finished = false;
    std::uint32_t question = 0;  // being read
    std::int64_t answersAtMs = 0;
    std::int64_t hesitatesUntilMs = 0;
  };

  // Room.cpp
  void prepare();
  void settleOrders();  // steps until the console has an answer to everything
  void step();
  void calmDown();
  void close();
  void anchor();
  void tell(const std::string& action);
  void happened(Fault fault, const std::string& action = {});
  bool everybodyFinished() const;
  std::string whoIsLeft() const;

  // Checks.cpp
  void inspectFrame(link::LinkId to, const protocol::Message& message) const;
  void inspectRefusal(link::LinkId to, const protocol::message::Refused& refused) const;
  void inspectStanding(const protocol::message::Standing& standing, const char* frame) const;
  void noteSubmission(link::LinkId from, const base::Result<protocol::Message>& message);
  void checkAcknowledged(const base::CandidateRef& ref, std::uint32_t number, const crypto::Digest& signedDigest) const;
  void checkState();
  void checkScreen(SimulatedSeat& seat) const;

  // People.cpp
  void act(Person& person);
  void goWhereSent(Person& person);
  void answerOrReport(Person& person, SimulatedSeat& seat, const session::View& view);
  void invigilate();
  void watchOver();  // what an invigilator must do: confirm, resolve, resume
  void order(const console::Order& order) { orders_.push_back(console_->give(order)); }
  void moveSomebody();

  // Mischief.cpp
  void misbehave();
  void breakLinks(Fault fault);
  void hurtClient(Fault fault);
  void hurtCentre(Fault fault);
  void stopCentre(std::int64_t downMs);
  void play(Fault fault);  // staff and people
  void forge(Fault fault);
  void haunt(SimulatedSeat& seat, std::vector<protocol::Message> says);
  protocol::message::SubmitAnswer forgedAnswer(const LedgerCandidate& candidate, const SimulatedSeat& seat,
                                               const LedgerQuestion& question) const;
  SimulatedSeat& anySeat() { return *seats_[chance_.below(seats_.size())]; }
  SimulatedSeat* seatOf(const LedgerCandidate& candidate);
  const LedgerCandidate* anyRunning();
  std::optional<std::size_t> freeSeat();

  std::uint64_t seed_;
  std::ostream* trace_;
  Chance chance_;
  RoomTime time_;
  support::TemporaryFolder folder_;
  Cables cables_;
  CentreProgram centre_;
  Ledger ledger_;
  std::optional<exam::Environment> environment_;
  base::SessionId session_;
  std::unique_ptr<SimulatedConsole> console_;
  std::vector<std::unique_ptr<SimulatedSeat>> seats_;
  std::vector<Person> people_;
  std::vector<std::unique_ptr<Ghost>> ghosts_;
  std::vector<base::CommandId> orders_;
  std::map<link::LinkId, crypto::Digest> submitted_;  // the newest answer on each link
  std::map<std::string, std::int64_t> ordered_;       // what was ordered when, so that it is not ordered again at once
  FaultCounts faults_;
  std::deque<std::string> actions_;
  crypto::Digest traceDigest_{};
  std::size_t steps_ = 0;
  std::int64_t startCentreAtMs_ = 0;
  std::int64_t nextFaultMs_ = 0;
  std::int64_t faultPaceMs_ = 1'000;
  std::int64_t untilMs_ = 0;  // then nothing goes wrong any more
  bool isLong_ = false;
  std::int64_t pausedUntilMs_ = 0;
  bool calm_ = true;
  bool committed_ = false;
  bool unchecked_ = false;
};

}  // namespace vigie::simulation
