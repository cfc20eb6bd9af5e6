// The threads that all links of a program run on. Create it first and destroy it last: servers and clients live on it.
#pragma once

#include <memory>

namespace vigie::link {

class IoCore;  // the Asio side, for common/link's own sources

class IoThreads {
 public:
  explicit IoThreads(unsigned threads = 1);
  ~IoThreads();  // stop()
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;

  // Joins the threads at once; callbacks cease. Close servers and clients before it, so that owed frames are flushed.
  // Not from an I/O thread.
  void stop();

  IoCore& core() { return *core_; }

 private:
  std::unique_ptr<IoCore> core_;
};

}  // namespace vigie::link
