// What goes wrong in a simulated room, and how often it did. Ownership: values. Thread: one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace vigie::simulation {

enum class Fault : std::uint8_t {
  linkCut,           // noticed by both ends; what was under way is lost
  linkCutUnnoticed,  // the centre learns of it later, after the next link perhaps
  linkCutForLong,    // beyond what is credited without a decision
  framesDelayed,     // a link stalls, then everything comes at once
  framesReordered,   // frames of an old link arrive after those of the new one
  frameRepeated,     // an earlier message comes again, on another link
  duplicateLink,     // a second program with the same machine's certificate
  clientKilled,      // starts again from its keep
  clientFrozen,      // hangs, then goes on
  clientDiskFull,
  serverKilledCommitsLost,    // with records that were not durable
  serverKilledCommitUnheard,  // durable, and nobody was told
  machineCrashed,             // in the middle of a commit
  machineRebooted,            // new boot id
  commitFailed,
  commitSlow,
  diskFull,
  diskBehind,  // no room in the writer's queue: refusals "busy"
  wallClockBack,
  wallClockForward,
  seatMoved,
  alertRaised,
  questionReplaced,
  sessionPaused,
  candidatePaused,
  messageSent,
  timeCredited,
  wrongCode,
  codeAtSecondSeat,
  staleLease,
  answerToReplaced,
  answerChanged,  // another answer to a question that has one
  nonceAgain,
  commandRepeated,
  commandReused,  // the same id, other bytes
  consoleCut,
  answerUnderAlert,  // to the question that was reported, by somebody who has the seat's key
};
inline constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::answerUnderAlert) + 1;

inline constexpr std::array<const char*, kFaults> kFaultNames = {"link cut",
                                                                 "link cut, centre unaware",
                                                                 "link cut for minutes",
                                                                 "frames delayed",
                                                                 "frames reordered",
                                                                 "frame repeated",
                                                                 "duplicate link",
                                                                 "client killed",
                                                                 "client frozen",
                                                                 "client disk full",
                                                                 "server killed, commits lost",
                                                                 "server killed, commit unheard",
                                                                 "machine crashed in commit",
                                                                 "machine rebooted",
                                                                 "commit failed",
                                                                 "commit slow",
                                                                 "disk full",
                                                                 "disk behind",
                                                                 "wall clock back",
                                                                 "wall clock forward",
                                                                 "seat moved",
                                                                 "alert raised",
                                                                 "question replaced",
                                                                 "session paused",
                                                                 "candidate paused",
                                                                 "message sent",
                                                                 "time credited",
                                                                 "wrong code",
                                                                 "code at second seat",
                                                                 "stale lease",
                                                                 "answer to replaced question",
                                                                 "answer changed",
                                                                 "nonce again",
                                                                 "command repeated",
                                                                 "command reused",
                                                                 "console cut",
                                                                 "answer under alert"};

class FaultCounts {
 public:
  void add(Fault fault) { ++counts_[static_cast<std::size_t>(fault)]; }
  std::uint64_t of(std::size_t index) const { return counts_[index]; }
  void add(const FaultCounts& other) {
    for (std::size_t i = 0; i < kFaults; ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<std::uint64_t, kFaults> counts_{};
};

}  // namespace vigie::simulation
