#include "center-server/app/StateThread.hpp"

#include <chrono>

namespace vigie::centre {

void StateThread::start() {
  thread_ = std::thread([this] { run(); });
}

void StateThread::post(std::function<void(CentreService&)> input) {
  bool isFirst = false;
  {
    const std::lock_guard lock(mutex_);
    isFirst = inputs_.empty();
    inputs_.push_back(std::move(input));
  }
  // Once per batch and outside the lock: a woken thread that meets a held lock costs two more switches.
  if (isFirst) wake_.notify_one();
}

void StateThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void StateThread::finish() {
  std::deque<std::function<void(CentreService&)>> rest;
  {
    const std::lock_guard lock(mutex_);
    rest.swap(inputs_);
  }
  for (const auto& input : rest) input(service_);
}

void StateThread::run() {
  auto nextTick = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  afterTurn_();  // what a replay opened is open at once
  std::unique_lock lock(mutex_);
  for (;;) {
    const bool timedOut = !wake_.wait_until(lock, nextTick, [this] { return stopping_ || !inputs_.empty(); });
    std::deque<std::function<void(CentreService&)>> batch;
    batch.swap(inputs_);
    const bool last = stopping_ && batch.empty();
    lock.unlock();
    if (last) return;
    for (const auto& input : batch) input(service_);
    if (timedOut || std::chrono::steady_clock::now() >= nextTick) {
      service_.tick();
      nextTick = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    }
    afterTurn_();
    lock.lock();
  }
}

}  // namespace vigie::centre
