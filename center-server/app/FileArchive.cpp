#include "center-server/app/FileArchive.hpp"

#include <spdlog/spdlog.h>

#include "center-server/service/Replay.hpp"
#include "common/base/File.hpp"
#include "common/journal/SqliteStore.hpp"

namespace vigie::centre {
namespace {

constexpr std::size_t kLargestSummary = 4096;

}  // namespace

FileArchive::FileArchive(std::filesystem::path journal, std::filesystem::path folder, KeyStore keys,
                         std::string testBytes, StateThread& state)
    : journal_(std::move(journal)),
      folder_(std::move(folder)),
      keys_(std::move(keys)),
      testBytes_(std::move(testBytes)),
      state_(state),
      worker_([this] { run(); }) {}

void FileArchive::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (worker_.joinable()) worker_.join();
}

void FileArchive::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(work));
  wake_.notify_one();
}

void FileArchive::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

void FileArchive::recall(const base::SessionId& session, LiveSession bound, Done done) {
  post([this, session, bound = std::make_shared<LiveSession>(std::move(bound)), done = std::move(done)] {
    auto recalled = std::make_shared<base::Result<Recalled>>(read(session, std::move(*bound)));
    state_.post([recalled, done](CentreService& service) { service.turn([&] { done(std::move(*recalled)); }); });
  });
}

base::Result<Recalled> FileArchive::read(const base::SessionId& session, LiveSession bound) const {
  auto store =
      journal::SqliteStore::open(journal_, {.access = journal::Access::readOnly, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error());
  const auto head = replaySession(**store, session, keys_, testBytes_, bound);
  if (!head) return base::failAt("session " + session.hex(), head.error());
  return Recalled{std::move(bound), *head};
}

std::vector<protocol::message::SessionView> FileArchive::summaries() {
  std::vector<protocol::message::SessionView> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, none)) {
    const auto bytes = base::readTextFile(entry.path(), kLargestSummary);
    protocol::message::SessionView summary;
    if (bytes && summary.ParseFromString(*bytes)) found.push_back(std::move(summary));
  }
  return found;
}

void FileArchive::keepSummary(const protocol::message::SessionView& summary) {
  post([this, summary] {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const std::filesystem::path file = folder_ / base::toHex(base::bytesOf(summary.session()));
    const auto written = base::writeFileDurably(file, base::bytesOf(summary.SerializeAsString()));
    if (!written) spdlog::warn("{}: {}", written.error().code, written.error().detail);
  });
}

}  // namespace vigie::centre
