// Frames on their way out, between the threads that send and the strand that writes: a bounded count of bytes in, whole
// TLS records' worth of bytes out. Thread: put() and close() any; the rest one at a time.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "common/link/Frame.hpp"

namespace vigie::link {

inline constexpr std::size_t kChunkBytes = 16U * 1024;  // what one TLS record carries at most

class Outbox {
 public:
  explicit Outbox(std::size_t limitBytes) : limitBytes_(limitBytes) {}

  enum class Put {
    queued,
    wakeWriter,  // queued, and nobody is writing: call next() soon
    overLimit,   // not queued; everything after it is `closed`
    closed,      // not queued
  };
  Put put(Frame frame);
  void close();  // nothing more comes in; what is in still goes out

  // The bytes to write now, the same until sent() has counted them all; empty when there is nothing: then the next
  // put() says wakeWriter again, and no memory is held.
  base::ByteView next();
  void sent(std::size_t bytes);
  void clear();

 private:
  bool takeFrames();
  void encodeInto(std::size_t room);

  const std::size_t limitBytes_;
  std::mutex mutex_;
  std::vector<Frame> incoming_;  // guarded
  std::size_t queuedBytes_ = 0;  // guarded
  bool writing_ = false;         // guarded
  bool closed_ = false;          // guarded

  std::vector<Frame> frames_;   // being encoded
  std::size_t frame_ = 0;       // index of the current one
  std::size_t bodyOffset_ = 0;  // of the current frame's body, once its header is out
  bool headerOut_ = false;
  base::Bytes chunk_;
  std::size_t chunkSent_ = 0;
};

}  // namespace vigie::link
