// The one way into the log: changes to the database and their log entries in one transaction, then tiles, then the
// signed checkpoint; append() returns when all of it is durable. Callers that wait together are committed together (the
// first in the queue works for all). Processes take turns by a file lock held for one commit, and whoever takes it
// first finishes what a crash left: entries are deterministic bytes in the database, so tiles come out the same. A
// checkpoint is recorded in the database before it is published: the database never knows less than strangers do.
// Thread: any. Ownership: of its connection.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "certs/log/LogFolder.hpp"
#include "certs/log/Note.hpp"
#include "certs/registry/Layout.hpp"
#include "certs/registry/Store.hpp"
#include "common/base/Clock.hpp"

namespace vigie::registry {

// Log entries of one change: numbered from the end of the log.
class Draft {
 public:
  Draft(std::uint64_t next, std::int64_t nowMs) : next_(next), nowMs_(nowMs) {}

  std::uint64_t next() const { return next_; }  // the index that the next add() will have
  std::int64_t nowMs() const { return nowMs_; }
  std::uint64_t seconds() const { return static_cast<std::uint64_t>(nowMs_ / 1000); }
  base::Result<void> add(Store& store, const std::string& leaf);

 private:
  std::uint64_t next_;
  std::int64_t nowMs_;
};

// Where a crash is worth trying (tests).
enum class Step { locked, committed, tilesWritten, checkpointRecorded, checkpointPublished };

struct LogSettings {
  Layout layout;
  tlog::NoteKey key;
  std::shared_ptr<const crypto::Signer> signer;
  const base::Clock& clock;
  std::function<void(Step)> atStep = {};
};

class LogWriter {
 public:
  using Change = std::function<base::Result<void>(Store& store, Draft& draft)>;

  // Finishes what a crash left. Errors: "database…", those of LogFolder, "log-ahead" (strangers hold a checkpoint that
  // this database does not know: an old backup was restored), "log-differs".
  static base::Result<std::unique_ptr<LogWriter>> open(LogSettings settings);

  // Errors: the change's own (then nothing of it is kept), those of open().
  base::Result<void> append(const Change& change);

  // Publishes entries that are committed and not yet covered.
  base::Result<void> catchUp();

 private:
  struct Waiter {
    const Change* change = nullptr;
    base::Result<void> result;
    bool done = false;
  };

  LogWriter(LogSettings settings, Database database) : settings_(std::move(settings)), database_(std::move(database)) {}
  void commit(std::span<Waiter* const> batch);
  base::Result<void> commitChanges(std::span<Waiter* const> batch);
  base::Result<void> publish();
  base::Result<void> appendTiles(std::uint64_t size);
  base::Result<void> openFolder(const HeadRow& head);
  base::Result<void> compareWithPublished(const HeadRow& head) const;
  void at(Step step) const;

  LogSettings settings_;
  Database database_;
  std::optional<tlog::LogFolder> folder_;  // as of the last publish(); dropped when anything went wrong
  std::mutex mutex_;
  std::condition_variable turn_;
  std::deque<Waiter*> queue_;
};

}  // namespace vigie::registry
