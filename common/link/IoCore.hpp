// The Asio side of IoThreads. Internal to common/link.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "common/link/Asio.hpp"

namespace vigie::link {

class IoCore {
 public:
  explicit IoCore(unsigned threads);
  ~IoCore();

  asio::io_context& context() { return context_; }
  asio::any_io_executor newStrand() { return asio::make_strand(context_); }
  void stop();

  // Blocks until done(), which is asked under `mutex` and announced by `changed`. Once the threads are stopped nobody
  // else would make it true: then this thread runs what is left.
  void waitUntil(std::mutex& mutex, std::condition_variable& changed, const std::function<bool()>& done);

 private:
  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace vigie::link
