// Group commit: one thread takes every waiting entry (up to a cap) and commits them as one transaction, so that the
// thread that decides never waits for the disk. Bound of the queue: WriterLimits::queueEntries and queueBytes.
// Thread: enqueue, hasRoom, drain from any thread; callbacks on the writer thread, which must not call drain or the
// destructor. The store is not owned and is the writer's alone while it lives.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "common/journal/Store.hpp"

namespace vigie::journal {

struct WriterLimits {
  std::size_t groupEntries = 1024;  // one enqueue is never split, so a group may exceed the caps by one enqueue
  std::size_t groupBytes = 4U << 20;
  std::size_t queueEntries = 65536;  // waiting and in commit
  std::size_t queueBytes = 64U << 20;
};

class Writer {
 public:
  // The ticket and every smaller one are durable. Once per group, tickets increasing.
  using OnDurable = std::function<void(std::uint64_t ticket)>;
  // At most once; nothing is written after it and no later ticket becomes durable: memory is worthless, restart.
  using OnFailed = std::function<void(const base::Error& error)>;

  Writer(Store& store, OnDurable onDurable, OnFailed onFailed, WriterLimits limits = {});
  ~Writer();  // drains
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Entries of one decision: committed together. Returns the running number, from 1; never waits. Errors:
  // "journal-failed" (a commit failed before), "journal-queue-full" (the bound; from here on the writer has failed too,
  // because the entries refused leave a gap).
  base::Result<std::uint64_t> enqueue(std::vector<Entry> entries);

  // Forgets private parts, in turn with the entries, as a ticket of its own.
  base::Result<std::uint64_t> enqueueErasure(StreamId stream, std::vector<std::uint64_t> sequences);

  // Less than half of the bound is used. Ask before deciding a command: refusing it then costs nothing.
  bool hasRoom() const;

  // Returns when everything enqueued before is committed or failed, its callback included.
  void drain();

 private:
  class Queue;
  std::unique_ptr<Queue> queue_;
};

}  // namespace vigie::journal
