// A store for simulations: a map that can refuse a commit, or "lose power" during one.
// Thread: one at a time.
#pragma once

#include <map>
#include <optional>

#include "common/journal/Sequences.hpp"

namespace vigie::journal {

// What a crash in the middle of a commit leaves: the caller never hears which.
enum class CrashOutcome { commitKept, commitLost };

class MemoryStore final : public Store {
 public:
  base::Result<void> commit(std::span<const Entry> entries) override;
  base::Result<void> read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) override;
  base::Result<std::vector<StreamEnd>> streams() override;
  base::Result<void> erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) override;

  void failNextCommits(std::size_t count);           // they keep nothing and answer "journal-io"
  void crashDuringNextCommit(CrashOutcome outcome);  // that commit and every later call answer "journal-crashed"
  void crash();                                      // between two commits: nothing committed is lost
  void restart();                                    // the machine is back; what was committed is there

 private:
  base::Result<void> refuseWhenCrashed() const;

  std::map<StreamId, std::vector<Entry>> streams_;  // entry of sequence n at n - 1
  Sequences sequences_;
  std::size_t commitsToFail_ = 0;
  std::optional<CrashOutcome> crashNext_;
  bool crashed_ = false;
};

}  // namespace vigie::journal
