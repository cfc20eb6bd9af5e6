// The vault on a thread of its own: what waits is written as one batch, synced, then told to the state thread, which
// records it. What consoles ask for is read here too, in pages short enough for pictures to go on. Thread: any.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "center-server/vault/VaultFolder.hpp"

namespace vigie::centre {

struct VaultSettings {
  std::uint64_t floorBytes = 0;                        // with less free space pictures are refused
  std::function<void(VaultReport)> onReport;           // on the vault's thread
  std::function<void(std::function<void()>)> inATurn;  // runs it on the state thread
  std::function<void(const base::Error&)> onTrouble;   // for the log
};

class VaultThread final : public Vault {
 public:
  VaultThread(VaultFolder folder, VaultSettings settings);
  ~VaultThread() override { stop(); }

  void stop();  // writes what waits, then joins

  bool acceptsPictures() const override;
  DiskSpace space() const override { return {free_, size_}; }
  void store(IncomingPicture picture) override;
  void open(journal::RecordedPicture picture, base::SecretBytes key, Opened done) override;
  void audit(AuditOrder order, Audited done) override;

 private:
  void run();
  void write(std::vector<IncomingPicture> batch);
  void measure();
  void read(std::function<void()> reading);

  VaultFolder folder_;
  VaultSettings settings_;
  std::atomic<std::uint64_t> free_ = 0;
  std::atomic<std::uint64_t> size_ = 0;
  std::atomic<std::size_t> waitingBytes_ = 0;
  std::atomic<bool> failing_ = false;  // until it is measured again
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<IncomingPicture> pictures_;            // guarded
  std::deque<std::function<void()>> readings_;       // guarded
  bool stopping_ = false;                            // guarded
  std::chrono::steady_clock::time_point measureAt_;  // the vault's thread
  std::thread thread_;
};

}  // namespace vigie::centre
