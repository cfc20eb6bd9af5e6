#include "common/journal/MemoryStore.hpp"

#include <utility>

namespace vigie::journal {

base::Result<void> MemoryStore::refuseWhenCrashed() const {
  if (crashed_) return base::fail("journal-crashed", "the machine of this simulated journal is down until restart()");
  return {};
}

base::Result<void> MemoryStore::commit(std::span<const Entry> entries) {
  if (auto up = refuseWhenCrashed(); !up) return up;
  auto ends = sequences_.follow(entries);
  if (!ends) return base::fail(ends.error());
  if (commitsToFail_ > 0) {
    --commitsToFail_;
    return base::fail("journal-io", "this commit was told to fail");
  }
  const auto crash = std::exchange(crashNext_, std::nullopt);
  if (crash != CrashOutcome::commitLost) {
    for (const Entry& entry : entries) streams_[entry.stream].push_back(entry);
    sequences_.accept(*ends);
  }
  crashed_ = crash.has_value();
  return refuseWhenCrashed();
}

base::Result<void> MemoryStore::read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) {
  if (auto up = refuseWhenCrashed(); !up) return up;
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return {};
  for (const Entry& entry : found->second) {
    if (entry.sequence < fromSequence) continue;
    const auto wish = visitor(Entry(entry));
    if (!wish) return base::fail(wish.error());
    if (*wish == Visit::stop) return {};
  }
  return {};
}

base::Result<std::vector<StreamEnd>> MemoryStore::streams() {
  if (auto up = refuseWhenCrashed(); !up) return base::fail(up.error());
  std::vector<StreamEnd> ends;
  for (const auto& [stream, entries] : streams_) ends.push_back({stream, entries.size()});
  return ends;
}

base::Result<void> MemoryStore::erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) {
  if (auto up = refuseWhenCrashed(); !up) return up;
  for (const std::uint64_t sequence : sequences) {
    if (auto there = sequences_.mustHave(stream, sequence); !there) return there;
  }
  for (const std::uint64_t sequence : sequences) streams_[stream][sequence - 1].sealedPrivate.clear();
  return {};
}

void MemoryStore::failNextCommits(std::size_t count) {
  commitsToFail_ = count;
}

void MemoryStore::crashDuringNextCommit(CrashOutcome outcome) {
  crashNext_ = outcome;
}

void MemoryStore::crash() {
  crashed_ = true;
}

void MemoryStore::restart() {
  crashed_ = false;
}

}  // namespace vigie::journal
