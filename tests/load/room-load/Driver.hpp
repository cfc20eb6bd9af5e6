// One thread for a whole room of seats: what links and seats have to say waits in its queue. Thread: post() and wait
// functions from any; ownership: links outlive nothing of it, so it is made first.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace vigie::load {

class Driver {
 public:
  void post(std::function<void()> event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    wake_.notify_one();
  }

  // Runs events until `done`, with a tick four times a second.
  void run(const std::function<bool()>& done, const std::function<void()>& tick) {
    auto next = std::chrono::steady_clock::now();
    while (!done()) {
      std::deque<std::function<void()>> batch;
      {
        std::unique_lock lock(mutex_);
        wake_.wait_until(lock, next, [&] { return !events_.empty(); });
        batch.swap(events_);
      }
      for (const auto& event : batch) event();
      if (std::chrono::steady_clock::now() < next) continue;
      next += std::chrono::milliseconds(250);
      tick();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> events_;
};

}  // namespace vigie::load
