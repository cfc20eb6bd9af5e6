#include "common/link/IoThreads.hpp"

#include <algorithm>

#include "common/link/IoCore.hpp"

namespace vigie::link {

IoCore::IoCore(unsigned threads)
    : context_(static_cast<int>(std::max(1U, threads))), work_(asio::make_work_guard(context_)) {
  for (unsigned index = 0; index < std::max(1U, threads); ++index) {
    // noexcept: what a callback throws is a bug, and its stack is worth more than our going on.
    threads_.emplace_back([this]() noexcept { context_.run(); });
  }
}

IoCore::~IoCore() {
  stop();
}

void IoCore::stop() {
  if (stopped_.exchange(true)) return;
  context_.stop();
  for (std::thread& thread : threads_) thread.join();
  context_.restart();
}

void IoCore::waitUntil(std::mutex& mutex, std::condition_variable& changed, const std::function<bool()>& done) {
  std::unique_lock lock(mutex);
  while (!done()) {
    if (!stopped_) {
      changed.wait(lock);
      continue;
    }
    lock.unlock();
    context_.run_one();
    lock.lock();
  }
}

IoThreads::IoThreads(unsigned threads) : core_(std::make_unique<IoCore>(threads)) {}
IoThreads::~IoThreads() = default;
void IoThreads::stop() {
  core_->stop();
}

}  // namespace vigie::link
