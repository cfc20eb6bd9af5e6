#include "tests/simulation/SimulatedDisk.hpp"

namespace vigie::simulation {

base::Result<std::uint64_t> SimulatedDisk::enqueue(std::vector<journal::Entry> entries) {
  if (waiting_.empty() && !told_) {
    const bool slow = time_.trueMs() < slowUntilMs_;
    commitAtMs_ = time_.trueMs() + (slow ? chance_.between(500, 3'000) : chance_.between(0, longestMs_));
  }
  waiting_.insert(waiting_.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  return ++ticket_;
}

base::Result<void> SimulatedDisk::commit() {
  switch (std::exchange(trouble_, Trouble::none)) {
    case Trouble::none:
      break;
    case Trouble::ioError:
      store_.failNextCommits(1);
      break;
    case Trouble::full:
      return base::fail("journal-full", "the disk of this simulated journal is full");
    case Trouble::crashKept:
      store_.crashDuringNextCommit(journal::CrashOutcome::commitKept);
      break;
    case Trouble::crashLost:
      store_.crashDuringNextCommit(journal::CrashOutcome::commitLost);
      break;
  }
  return store_.commit(waiting_);
}

SimulatedDisk::Report SimulatedDisk::work() {
  Report report;
  if (failed_) return report;
  if (told_ && time_.trueMs() >= tellAtMs_) {
    report.durable = std::exchange(told_, std::nullopt);
    if (!waiting_.empty()) commitAtMs_ = time_.trueMs() + chance_.between(0, longestMs_);
    return report;
  }
  if (told_ || waiting_.empty() || time_.trueMs() < commitAtMs_) return report;
  if (const auto done = commit(); !done) {
    failed_ = true;
    if (done.error().code == "journal-crashed")
      report.crashed = true;
    else
      report.failed = done.error();
    return report;
  }
  waiting_.clear();
  told_ = ticket_;
  tellAtMs_ = time_.trueMs() + chance_.between(0, longestMs_);
  report.committed = true;
  return report;
}

void SimulatedDisk::loseMemory() {
  waiting_.clear();
  told_.reset();
  ticket_ = 0;
  failed_ = false;
  trouble_ = Trouble::none;
  store_.restart();
}

}  // namespace vigie::simulation
