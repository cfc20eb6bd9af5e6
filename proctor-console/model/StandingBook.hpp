// What this console knows of the centre's past: the newest (position, head) of each stream that it was shown, and every
// contradiction. Kept in the console's folder, so that a restored server is noticed after a restart of the console too
// (design.md 2). Several programs may use one folder at once: save() merges under a lock.
// Thread: one at a time. Ownership: a value.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "common/base/Id.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::console {

struct StreamTag {};
using StreamId = base::Id<StreamTag>;  // null: the centre's own stream, else the session's id

struct Standing {
  StreamId stream;
  base::EpochId epoch;
  std::uint64_t position = 0;
  crypto::Digest head{};

  friend bool operator==(const Standing&, const Standing&) = default;
};

base::Result<Standing> readStanding(const protocol::message::Standing& shown);  // error "standing-malformed"
protocol::message::Standing toMessage(const Standing& standing);

// Two pasts: a smaller position than one shown before, another head at the same position, or an epoch that was left.
struct Fork {
  Standing known;
  Standing shown;
  std::int64_t seenMs = 0;  // wall time of this console

  friend bool operator==(const Fork&, const Fork&) = default;
};

class StandingBook {
 public:
  StandingBook() = default;  // in memory only: save() does nothing

  // A missing file is an empty book. Errors: "standings-damaged", "file-unreadable".
  static base::Result<StandingBook> load(const std::filesystem::path& folder);

  // Remembers what is newer; nullopt unless it contradicts what is known (which then stays). A restored backup begins
  // an epoch never seen before, at a smaller position (design.md 2): it is followed, and what it left behind is kept.
  std::optional<Fork> observe(const Standing& shown, std::int64_t wallMs);
  // The same for the centre's signed word about an earlier position, which may be smaller without being a
  // contradiction.
  std::optional<Fork> observeEarlier(const Standing& shown, std::int64_t wallMs);

  // The life of the centre's data folder that the centre named last. True when it was another one before: the centre
  // says that it was restored from a backup.
  bool observeEpoch(const base::EpochId& epoch);

  const Standing* newest(const StreamId& stream) const;
  // What was newest in each epoch that this stream left, oldest first: an auditor can ask what became of it.
  std::vector<Standing> left(const StreamId& stream) const;
  const std::vector<Fork>& forks() const { return forks_; }  // at most one for each stream

  // A person found out why and takes the centre's past as it is from now on: forgets the forks and what they
  // contradicted. The next save() replaces the file instead of merging.
  void acceptForks();

  // Errors: "file-unwritable", "standings-damaged".
  base::Result<void> save();

 private:
  bool hasLeft(const StreamId& stream, const base::EpochId& epoch) const;
  void follow(const Standing& known, const Standing& restored);
  std::optional<Fork> record(const Standing& known, const Standing& shown, std::int64_t wallMs);
  void mergeFrom(const StandingBook& other);

  std::filesystem::path folder_;
  std::optional<base::EpochId> epoch_;
  std::map<StreamId, Standing> newest_;
  std::map<StreamId, std::vector<Standing>> left_;
  std::vector<Fork> forks_;
  bool changed_ = false;
  bool replaces_ = false;
};

}  // namespace vigie::console
