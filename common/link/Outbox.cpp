#include "common/link/Outbox.hpp"

#include <algorithm>
#include <utility>

namespace vigie::link {

Outbox::Put Outbox::put(Frame frame) {
  const std::size_t bytes = kFrameHeaderBytes + frame.body.size();
  const std::lock_guard lock(mutex_);
  if (closed_) return Put::closed;
  if (bytes > limitBytes_ - queuedBytes_) {
    closed_ = true;
    return Put::overLimit;
  }
  queuedBytes_ += bytes;
  incoming_.push_back(std::move(frame));
  return std::exchange(writing_, true) ? Put::queued : Put::wakeWriter;
}

void Outbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

base::ByteView Outbox::next() {
  if (chunkSent_ < chunk_.size()) return base::ByteView(chunk_).subspan(chunkSent_);
  chunk_.clear();
  chunkSent_ = 0;
  // A header is never cut: a record that has no room for one is full.
  while (chunk_.size() + kFrameHeaderBytes <= kChunkBytes && (frame_ < frames_.size() || takeFrames())) {
    encodeInto(kChunkBytes - chunk_.size());
  }
  if (chunk_.empty()) chunk_ = {};  // an idle link keeps no buffer
  return chunk_;
}

// Moves what came in; false, and the writer is off duty, when nothing did.
bool Outbox::takeFrames() {
  frames_ = {};
  frame_ = 0;
  const std::lock_guard lock(mutex_);
  std::swap(frames_, incoming_);
  if (frames_.empty() && chunk_.empty()) writing_ = false;
  return !frames_.empty();
}

void Outbox::encodeInto(std::size_t room) {
  const Frame& frame = frames_[frame_];
  if (!headerOut_) {
    base::appendBigEndian32(chunk_, static_cast<std::uint32_t>(kFrameTypeBytes + frame.body.size()));
    base::appendBigEndian16(chunk_, frame.type);
    headerOut_ = true;
    room -= kFrameHeaderBytes;
  }
  const std::size_t bytes = std::min(room, frame.body.size() - bodyOffset_);
  base::append(chunk_, base::ByteView(frame.body).subspan(bodyOffset_, bytes));
  bodyOffset_ += bytes;
  if (bodyOffset_ < frame.body.size()) return;
  frames_[frame_].body = {};
  ++frame_;
  bodyOffset_ = 0;
  headerOut_ = false;
}

void Outbox::sent(std::size_t bytes) {
  chunkSent_ += bytes;
  const std::lock_guard lock(mutex_);
  queuedBytes_ -= bytes;
}

void Outbox::clear() {
  frames_ = {};
  frame_ = 0;
  chunk_ = {};
  chunkSent_ = 0;
  const std::lock_guard lock(mutex_);
  incoming_ = {};
  closed_ = true;
}

}  // namespace vigie::link
