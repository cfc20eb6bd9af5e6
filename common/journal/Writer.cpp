#include "common/journal/Writer.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

namespace vigie::journal {
namespace {

struct Erasure {
  StreamId stream;
  std::vector<std::uint64_t> sequences;
};
using Work = std::variant<std::vector<Entry>, Erasure>;

struct Load {
  std::size_t entries = 0;
  std::size_t bytes = 0;

  Load plus(const Load& more) const { return {entries + more.entries, bytes + more.bytes}; }
  Load minus(const Load& less) const { return {entries - less.entries, bytes - less.bytes}; }
  bool fits(std::size_t maxEntries, std::size_t maxBytes) const { return entries <= maxEntries && bytes <= maxBytes; }
};

Load loadOf(const Work& work) {
  if (const auto* erasure = std::get_if<Erasure>(&work)) return {1, erasure->sequences.size() * sizeof(std::uint64_t)};
  Load load;
  for (const Entry& entry : std::get<std::vector<Entry>>(work)) {
    load = load.plus({1, entry.blob.size() + entry.sealedPrivate.size()});
  }
  return load;
}

// Some tickets' work, written as one transaction.
struct Group {
  std::uint64_t lastTicket = 0;
  Work work;
  Load load;
};

base::Result<void> write(Store& store, const Work& work) {
  if (const auto* erasure = std::get_if<Erasure>(&work)) return store.erasePrivate(erasure->stream, erasure->sequences);
  return store.commit(std::get<std::vector<Entry>>(work));
}

}  // namespace

class Writer::Queue {
 public:
  Queue(Store& store, OnDurable onDurable, OnFailed onFailed, WriterLimits limits)
      : store_(store), onDurable_(std::move(onDurable)), onFailed_(std::move(onFailed)), limits_(limits) {
    thread_ = std::thread([this] { run(); });
  }

  ~Queue() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  base::Result<std::uint64_t> enqueue(Work work) {
    const Load load = loadOf(work);
    std::uint64_t ticket = 0;
    bool isFirst = false;
    {
      const std::lock_guard lock(mutex_);
      if (failure_) {
        return base::fail("journal-failed", "the journal accepts nothing after its first failure. " + failure_->detail);
      }
      if (!load_.plus(load).fits(limits_.queueEntries, limits_.queueBytes)) {
        failure_ = base::Error{"journal-queue-full",
                               "the journal's queue is full: the disk is slower than what arrives. "
                               "Restart the server; check the disk if it happens again"};
        wake_.notify_one();
        return base::fail(*failure_);
      }
      ticket = ++lastTicket_;
      load_ = load_.plus(load);
      isFirst = waiting_.empty();
      waiting_.push_back({ticket, std::move(work), load});
    }
    if (isFirst) wake_.notify_one();  // else the writer is awake, or was told already
    return ticket;
  }

  bool hasRoom() const {
    const std::lock_guard lock(mutex_);
    return !failure_ && load_.fits(limits_.queueEntries / 2, limits_.queueBytes / 2);
  }

  void drain() {
    std::unique_lock lock(mutex_);
    const std::uint64_t target = lastTicket_;
    settled_.wait(lock, [&] { return settledTicket_ >= target && (!failure_ || failureTold_); });
  }

 private:
  // On the writer thread, as is everything below. A full queue still writes what it had accepted before it fails.
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return !waiting_.empty() || closing_ || (failure_ && !failureTold_); });
      if (!waiting_.empty()) {
        const Group group = takeGroup();
        lock.unlock();
        const auto written = write(store_, group.work);
        if (written) onDurable_(group.lastTicket);
        lock.lock();
        load_ = load_.minus(group.load);
        settledTicket_ = group.lastTicket;
        if (!written) giveUp(written.error());
      } else if (failure_ && !failureTold_) {
        const base::Error error = *failure_;
        lock.unlock();
        onFailed_(error);
        lock.lock();
        failureTold_ = true;
      } else {
        return;
      }
      settled_.notify_all();
    }
  }

  void giveUp(const base::Error& error) {
    failure_ = error;
    waiting_.clear();
    load_ = {};
    settledTicket_ = lastTicket_;
  }

  Group takeGroup() {
    Group group = std::move(waiting_.front());
    waiting_.pop_front();
    auto* entries = std::get_if<std::vector<Entry>>(&group.work);
    while (entries != nullptr && !waiting_.empty()) {
      Group& next = waiting_.front();
      auto* more = std::get_if<std::vector<Entry>>(&next.work);
      const Load together = group.load.plus(next.load);
      if (more == nullptr || !together.fits(limits_.groupEntries, limits_.groupBytes)) break;
      entries->insert(entries->end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
      group.load = together;
      group.lastTicket = next.lastTicket;
      waiting_.pop_front();
    }
    return group;
  }

  Store& store_;
  const OnDurable onDurable_;
  const OnFailed onFailed_;
  const WriterLimits limits_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable wake_;
  std::condition_variable settled_;
  std::deque<Group> waiting_;
  Load load_;  // waiting and in commit
  std::uint64_t lastTicket_ = 0;
  std::uint64_t settledTicket_ = 0;  // committed or failed, callback returned
  std::optional<base::Error> failure_;
  bool failureTold_ = false;
  bool closing_ = false;

  std::thread thread_;
};

Writer::Writer(Store& store, OnDurable onDurable, OnFailed onFailed, WriterLimits limits)
    : queue_(std::make_unique<Queue>(store, std::move(onDurable), std::move(onFailed), limits)) {}

Writer::~Writer() = default;

base::Result<std::uint64_t> Writer::enqueue(std::vector<Entry> entries) {
  return queue_->enqueue(std::move(entries));
}

base::Result<std::uint64_t> Writer::enqueueErasure(StreamId stream, std::vector<std::uint64_t> sequences) {
  return queue_->enqueue(Erasure{stream, std::move(sequences)});
}

bool Writer::hasRoom() const {
  return queue_->hasRoom();
}

void Writer::drain() {
  queue_->drain();
}

}  // namespace vigie::journal
