#include "center-server/vault/VaultThread.hpp"

#include <chrono>

namespace vigie::centre {
namespace {

constexpr std::size_t kMostWaitingBytes = 32U << 20;  // then the disk is behind, and seats keep their pictures
constexpr std::chrono::seconds kMeasureEvery{2};

}  // namespace

VaultThread::VaultThread(VaultFolder folder, VaultSettings settings)
    : folder_(std::move(folder)), settings_(std::move(settings)) {
  std::error_code ignored;
  std::filesystem::create_directories(folder_.path(), ignored);
  measure();
  thread_ = std::thread([this] { run(); });
}

void VaultThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void VaultThread::measure() {
  const auto now = std::chrono::steady_clock::now();
  if (now < measureAt_) return;
  measureAt_ = now + kMeasureEvery;
  std::error_code error;
  const auto space = std::filesystem::space(folder_.path(), error);
  free_ = error ? 0 : std::uint64_t{space.available};
  size_ = error ? 0 : std::uint64_t{space.capacity};
  failing_ = false;
}

bool VaultThread::acceptsPictures() const {
  return !failing_ && free_ >= settings_.floorBytes && waitingBytes_ < kMostWaitingBytes;
}

void VaultThread::store(IncomingPicture picture) {
  waitingBytes_ += picture.sealed.size();
  const std::lock_guard lock(mutex_);
  pictures_.push_back(std::move(picture));
  wake_.notify_one();
}

void VaultThread::read(std::function<void()> reading) {
  const std::lock_guard lock(mutex_);
  readings_.push_back(std::move(reading));
  wake_.notify_one();
}

void VaultThread::open(journal::RecordedPicture picture, base::SecretBytes key, Opened done) {
  read([this, picture = std::move(picture), key = std::move(key), done = std::move(done)] {
    auto opened = std::make_shared<base::Result<base::Bytes>>(openRecorded(folder_.path(), picture, key));
    settings_.inATurn([opened, done] { done(*opened); });
  });
}

void VaultThread::audit(AuditOrder order, Audited done) {
  read([this, order = std::move(order), done = std::move(done)] {
    auto audit = std::make_shared<VaultAudit>(auditVault(folder_.path(), order));
    settings_.inATurn([audit, done] { done(*audit); });
  });
}

void VaultThread::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait_for(lock, kMeasureEvery, [this] { return stopping_ || !pictures_.empty() || !readings_.empty(); });
    std::vector<IncomingPicture> batch = std::exchange(pictures_, {});
    std::deque<std::function<void()>> readings = std::exchange(readings_, {});
    const bool last = stopping_ && batch.empty() && readings.empty();
    lock.unlock();
    if (last) return;
    measure();
    if (!batch.empty()) write(std::move(batch));
    for (const auto& reading : readings) reading();
    lock.lock();
  }
}

void VaultThread::write(std::vector<IncomingPicture> batch) {
  std::size_t bytes = 0;
  for (const IncomingPicture& picture : batch) bytes += picture.sealed.size();
  VaultReport report = folder_.store(std::move(batch));
  waitingBytes_ -= bytes;
  for (const RefusedPicture& refused : report.refused) {
    if (refused.error.code == "picture-differs") continue;
    failing_ = true;
    settings_.onTrouble(refused.error);
    break;
  }
  settings_.onReport(std::move(report));
}

}  // namespace vigie::centre
