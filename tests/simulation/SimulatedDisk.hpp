// The centre's disk and the writer's queue before it: commits take time, are done before anybody is told, fail, or
// happen while the machine goes down. Thread: one.
#pragma once

#include <functional>
#include <optional>

#include "center-server/service/Surroundings.hpp"
#include "common/journal/MemoryStore.hpp"
#include "tests/simulation/Chance.hpp"
#include "tests/simulation/Fault.hpp"
#include "tests/simulation/RoomTime.hpp"

namespace vigie::simulation {

enum class Trouble : std::uint8_t { none, ioError, full, crashKept, crashLost };

class SimulatedDisk final : public centre::Sink {
 public:
  SimulatedDisk(Chance& chance, const RoomTime& time) : chance_(chance), time_(time) {}

  // centre::Sink
  base::Result<std::uint64_t> enqueue(std::vector<journal::Entry> entries) override;
  bool hasRoom() const override { return time_.trueMs() >= behindUntilMs_; }

  journal::MemoryStore& store() { return store_; }
  void troubleNextCommit(Trouble trouble) { trouble_ = trouble; }
  void slowDown(std::int64_t ms) { slowUntilMs_ = time_.trueMs() + ms; }
  void fallBehind(std::int64_t ms) { behindUntilMs_ = time_.trueMs() + ms; }
  void setLongestCommit(std::int64_t ms) { longestMs_ = ms; }

  bool isIdle() const { return waiting_.empty() && !told_; }  // all that was enqueued is durable and told
  bool hasWaiting() const { return !waiting_.empty(); }       // records that a crash would lose
  bool hasUntold() const { return told_.has_value(); }        // durable, and the program has not heard

  // What is due by now. `durable`, `failed` and `crashed` (the whole machine) tell the program.
  struct Report {
    std::optional<std::uint64_t> durable;
    std::optional<base::Error> failed;
    bool committed = false;
    bool crashed = false;
  };
  Report work();

  void loseMemory();  // the program was killed: what waits is gone, what is durable stays

 private:
  base::Result<void> commit();

  Chance& chance_;
  const RoomTime& time_;
  journal::MemoryStore store_;
  std::vector<journal::Entry> waiting_;
  std::uint64_t ticket_ = 0;
  std::int64_t commitAtMs_ = 0;
  std::optional<std::uint64_t> told_;  // committed up to this ticket, to be told at tellAtMs_
  std::int64_t tellAtMs_ = 0;
  std::int64_t slowUntilMs_ = 0;
  std::int64_t behindUntilMs_ = 0;
  std::int64_t longestMs_ = 20;
  Trouble trouble_ = Trouble::none;
  bool failed_ = false;
};

}  // namespace vigie::simulation
