#include "certs/registry/LogWriter.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"

namespace vigie::registry {
namespace {

constexpr std::size_t kMostTogether = 64;          // changes in one transaction: none waits behind a thousand others
constexpr std::uint64_t kEntriesAtOnce = 4 * 256;  // read back from the database: tiles are written whole

base::Result<base::Descriptor> takeTurn(const std::filesystem::path& file) {
  base::Descriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  int taken = -1;
  while (lock && (taken = ::flock(lock.get(), LOCK_EX)) != 0 && errno == EINTR) {
  }
  if (taken != 0) return base::fail("log-lock", "cannot lock " + file.string() + ": " + std::strerror(errno));
  return lock;
}

}  // namespace

base::Result<void> Draft::add(Store& store, const std::string& leaf) {
  auto added = store.addEntry(next_, leaf);
  if (added) ++next_;
  return added;
}

base::Result<std::unique_ptr<LogWriter>> LogWriter::open(LogSettings settings) {
  std::error_code failed;  // opening the database says what is wrong with the folder
  std::filesystem::create_directories(settings.layout.database().parent_path(), failed);
  auto database = Database::open(settings.layout.database());
  if (!database) return base::fail(database.error());
  std::unique_ptr<LogWriter> writer(new LogWriter(std::move(settings), std::move(*database)));
  if (const auto ready = writer->catchUp(); !ready) return base::fail(ready.error());
  return writer;
}

base::Result<void> LogWriter::append(const Change& change) {
  Waiter self{&change, {}, false};
  std::unique_lock lock(mutex_);
  queue_.push_back(&self);
  turn_.wait(lock, [&] { return self.done || queue_.front() == &self; });
  if (self.done) return std::move(self.result);
  // This caller works for everybody who waits now. They stay in the queue, so nobody else begins.
  const std::size_t together = std::min(queue_.size(), kMostTogether);
  const std::vector<Waiter*> batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(together));
  lock.unlock();
  commit(batch);
  lock.lock();
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(together));
  for (Waiter* waiter : batch) waiter->done = true;
  turn_.notify_all();
  return std::move(self.result);
}

base::Result<void> LogWriter::catchUp() {
  return append([](Store&, Draft&) -> base::Result<void> { return {}; });
}

void LogWriter::commit(std::span<Waiter* const> batch) {
  const auto done = [&]() -> base::Result<void> {
    const auto turn = takeTurn(settings_.layout.writerLock());
    if (!turn) return base::fail(turn.error());
    at(Step::locked);
    if (auto finished = publish(); !finished) return finished;
    if (auto committed = commitChanges(batch); !committed) return committed;
    at(Step::committed);
    return publish();
  }();
  if (done) return;
  folder_.reset();
  for (Waiter* waiter : batch) {
    if (waiter->result) waiter->result = base::fail(done.error());
  }
}

base::Result<void> LogWriter::commitChanges(std::span<Waiter* const> batch) {
  return database_.transact([&]() -> base::Result<void> {
    Store store(database_);
    const auto entries = store.entries();
    if (!entries) return base::fail(entries.error());
    Draft draft(*entries, settings_.clock.now().wallMs);
    for (Waiter* waiter : batch) {
      Draft own = draft;
      waiter->result = database_.attempt([&] { return (*waiter->change)(store, own); });
      if (waiter->result) draft = own;
    }
    return {};
  });
}

base::Result<void> LogWriter::publish() {
  Store store(database_);
  const auto head = store.head();
  const auto entries = store.entries();
  if (!head || !entries) return base::fail(!head ? head.error() : entries.error());
  if (!folder_ || folder_->size() != head->size) {
    if (auto opened = openFolder(*head); !opened) return opened;
  }
  if (*entries == head->size) return {};
  if (auto appended = appendTiles(*entries); !appended) return appended;
  at(Step::tilesWritten);
  const auto root = folder_->root();
  if (!root) return base::fail(root.error());
  const std::string checkpoint = tlog::signCheckpoint(*entries, *root, settings_.key, *settings_.signer);
  const auto recorded = database_.transact([&] { return Store(database_).putHead({*entries, checkpoint}); });
  if (!recorded) return recorded;
  at(Step::checkpointRecorded);
  auto published = folder_->publishCheckpoint(checkpoint);
  at(Step::checkpointPublished);
  return published;
}

base::Result<void> LogWriter::appendTiles(std::uint64_t size) {
  while (folder_->size() < size) {
    const auto entries = Store(database_).entriesFrom(folder_->size(), kEntriesAtOnce);
    if (!entries) return base::fail(entries.error());
    if (entries->empty()) return base::fail("database", "the registry's database lacks log entries; restore a backup");
    if (auto appended = folder_->append(*entries); !appended) return appended;
  }
  return {};
}

// Also the moment to see that disk, database and what strangers hold are one and the same log.
base::Result<void> LogWriter::openFolder(const HeadRow& head) {
  auto folder = tlog::LogFolder::open(settings_.layout.publicFolder(), head.size);
  if (!folder) return base::fail(folder.error());
  folder_ = std::move(*folder);
  if (head.size == 0) return compareWithPublished(head);
  const auto signedLast = tlog::openCheckpoint(head.checkpoint, settings_.key);
  if (!signedLast) return base::failAt("the database's checkpoint", signedLast.error());
  const auto root = folder_->root();
  if (!root) return base::fail(root.error());
  if (*root != signedLast->root) {
    return base::fail("log-differs", "the tiles do not lead to the root that was signed; restore the public folder");
  }
  return compareWithPublished(head);
}

base::Result<void> LogWriter::compareWithPublished(const HeadRow& head) const {
  const auto text = base::readTextFile(settings_.layout.publicFolder() / "checkpoint");
  if (!text && text.error().code != "file-missing") return base::fail(text.error());
  if (text && *text == head.checkpoint) return {};
  if (text) {
    const auto published = tlog::openCheckpoint(*text, settings_.key);
    if (!published) return base::failAt("public/checkpoint", published.error());
    if (published->size > head.size) {
      return base::fail("log-ahead", "the published checkpoint has " + std::to_string(published->size) +
                                         " entries, the database " + std::to_string(head.size) +
                                         ": an old database was restored. Going on would make a second history; "
                                         "restore the newest database");
    }
    const auto root = tlog::rootHash(*folder_, published->size);
    if (!root) return base::fail(root.error());
    if (*root != published->root) {
      return base::fail("log-differs", "the published checkpoint belongs to another log than the database's");
    }
  }
  // A crash came between recording the checkpoint and publishing it.
  return head.size == 0 ? base::Result<void>() : folder_->publishCheckpoint(head.checkpoint);
}

void LogWriter::at(Step step) const {
  if (settings_.atStep) settings_.atStep(step);
}

}  // namespace vigie::registry
