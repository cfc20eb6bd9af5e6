#include "common/journal/Writer.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "common/journal/MemoryStore.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A memory store whose commits wait behind a gate and are counted, so that a test decides what one group contains.
class GatedStore final : public Store {
 public:
  base::Result<void> commit(std::span<const Entry> entries) override {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
    groups_.push_back(entries.size());
    return memory_.commit(entries);
  }
  base::Result<void> read(const StreamId& stream, std::uint64_t from, const Visitor& visitor) override {
    return memory_.read(stream, from, visitor);
  }
  base::Result<std::vector<StreamEnd>> streams() override { return memory_.streams(); }
  base::Result<void> erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) override {
    const std::lock_guard lock(mutex_);
    groups_.push_back(0);
    return memory_.erasePrivate(stream, sequences);
  }

  void waitForCommit() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ > 0; });
  }
  void openGate() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void failNextCommits(std::size_t count) { memory_.failNextCommits(count); }
  const std::vector<std::size_t>& groups() const { return groups_; }  // entries of each; 0 = an erasure

 private:
  MemoryStore memory_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int arrived_ = 0;
  std::vector<std::size_t> groups_;
};

class WriterTest : public testing::Test {
 protected:
  std::unique_ptr<Writer> makeWriter(WriterLimits limits = {}) {
    return std::make_unique<Writer>(
        store_, [this](std::uint64_t ticket) { durable_.push_back(ticket); },
        [this](const base::Error& error) { failures_.push_back(error); }, limits);
  }
  base::Result<std::uint64_t> enqueue(Writer& writer, std::uint64_t records = 1) {
    auto ticket = writer.enqueue(sampleEntries(stream_, next_, next_ + records - 1));
    next_ += records;
    return ticket;
  }
  // The first enqueue, held in its commit: what follows waits and is grouped.
  void enqueueHeld(Writer& writer) {
    ASSERT_EQ(*enqueue(writer), 1U);
    store_.waitForCommit();
  }

  GatedStore store_;
  const StreamId stream_ = sampleStream(1);
  std::uint64_t next_ = 1;
  std::vector<std::uint64_t> durable_;  // read after drain or the writer's end
  std::vector<base::Error> failures_;
};

TEST_F(WriterTest, WhatWaitsDuringACommitIsTheNextGroup) {
  const auto writer = makeWriter();
  enqueueHeld(*writer);
  for (std::uint64_t ticket = 2; ticket <= 6; ++ticket) EXPECT_EQ(*enqueue(*writer, 2), ticket);
  store_.openGate();
  writer->drain();
  EXPECT_THAT(store_.groups(), ElementsAre(1, 10));
  EXPECT_THAT(durable_, ElementsAre(1, 6));
  EXPECT_EQ(readAll(store_, stream_), sampleEntries(stream_, 1, 11));
}

TEST_F(WriterTest, AGroupKeepsToItsCapInEntriesButNeverSplitsAnEnqueue) {
  const auto writer = makeWriter({.groupEntries = 5});
  enqueueHeld(*writer);
  for (const std::uint64_t records : std::array<std::uint64_t, 5>{2, 2, 2, 9, 1})
    ASSERT_TRUE(enqueue(*writer, records));
  store_.openGate();
  writer->drain();
  EXPECT_THAT(store_.groups(), ElementsAre(1, 4, 2, 9, 1));
  EXPECT_THAT(durable_, ElementsAre(1, 3, 4, 5, 6));
}

TEST_F(WriterTest, AGroupKeepsToItsCapInBytes) {
  const Entry sample = sampleEntry(stream_, 1);
  const auto writer = makeWriter({.groupBytes = 3 * (sample.blob.size() + sample.sealedPrivate.size())});
  enqueueHeld(*writer);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(enqueue(*writer));
  store_.openGate();
  writer->drain();
  EXPECT_THAT(store_.groups(), ElementsAre(1, 3, 1));
}

TEST_F(WriterTest, AFailedCommitIsToldOnceAndNothingIsWrittenAfterIt) {
  const auto writer = makeWriter({.groupEntries = 1});
  enqueueHeld(*writer);
  ASSERT_TRUE(enqueue(*writer));
  ASSERT_TRUE(enqueue(*writer));
  store_.failNextCommits(1);
  store_.openGate();
  writer->drain();
  EXPECT_THAT(durable_, IsEmpty());
  ASSERT_EQ(failures_.size(), 1U);
  EXPECT_EQ(failures_[0].code, "journal-io");
  EXPECT_THAT(store_.groups(), ElementsAre(1));

  const auto refused = writer->enqueue(sampleEntries(stream_, 1, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "journal-failed");
  EXPECT_FALSE(writer->hasRoom());
  writer->drain();
  EXPECT_EQ(failures_.size(), 1U);
  EXPECT_THAT(*store_.streams(), IsEmpty());
}

TEST_F(WriterTest, DestructionCommitsWhatWasEnqueued) {
  auto writer = makeWriter();
  enqueueHeld(*writer);
  ASSERT_TRUE(enqueue(*writer, 20));
  std::thread opener([this] { store_.openGate(); });
  writer.reset();
  opener.join();
  EXPECT_THAT(durable_, ElementsAre(1, 2));
  EXPECT_EQ(readAll(store_, stream_).size(), 21U);
}

TEST_F(WriterTest, DestructionTellsAFailureStillUnderWay) {
  auto writer = makeWriter();
  enqueueHeld(*writer);
  ASSERT_TRUE(enqueue(*writer));
  store_.failNextCommits(1);
  store_.openGate();
  writer.reset();
  EXPECT_THAT(durable_, IsEmpty());
  EXPECT_EQ(failures_.size(), 1U);
}

TEST_F(WriterTest, AFullQueueWritesWhatItAcceptedThenFails) {
  const auto writer = makeWriter({.queueEntries = 4});
  enqueueHeld(*writer);
  EXPECT_TRUE(writer->hasRoom());
  ASSERT_TRUE(enqueue(*writer, 2));
  EXPECT_FALSE(writer->hasRoom());
  const auto refused = enqueue(*writer, 2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "journal-queue-full");
  EXPECT_EQ(enqueue(*writer).error().code, "journal-failed");
  store_.openGate();
  writer->drain();
  EXPECT_THAT(durable_, ElementsAre(1, 2));
  ASSERT_EQ(failures_.size(), 1U);
  EXPECT_EQ(failures_[0].code, "journal-queue-full");
  EXPECT_EQ(readAll(store_, stream_).size(), 3U);
}

TEST_F(WriterTest, TheBoundInBytesCountsPrivatePartsToo) {
  const auto writer = makeWriter({.queueBytes = 1000});
  const auto refused = writer->enqueue({Entry{stream_, 1, {}, base::Bytes(1001)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "journal-queue-full");
}

TEST_F(WriterTest, RoomComesBackWhenTheDiskCatchesUp) {
  const auto writer = makeWriter({.queueEntries = 4});
  store_.openGate();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(enqueue(*writer, 4));
    writer->drain();
    EXPECT_TRUE(writer->hasRoom());
  }
  EXPECT_EQ(readAll(store_, stream_).size(), 200U);
}

TEST_F(WriterTest, AnErasureKeepsItsPlaceAmongTheEntries) {
  const auto writer = makeWriter();
  enqueueHeld(*writer);
  ASSERT_TRUE(enqueue(*writer));
  EXPECT_EQ(*writer->enqueueErasure(stream_, {2}), 3U);
  ASSERT_TRUE(enqueue(*writer));
  store_.openGate();
  writer->drain();
  EXPECT_THAT(store_.groups(), ElementsAre(1, 1, 0, 1));
  EXPECT_THAT(durable_, ElementsAre(1, 2, 3, 4));
  const auto entries = readAll(store_, stream_);
  EXPECT_FALSE(entries[0].sealedPrivate.empty());
  EXPECT_TRUE(entries[1].sealedPrivate.empty());
  EXPECT_FALSE(entries[2].sealedPrivate.empty());
}

TEST_F(WriterTest, TicketsOfSeveralThreadsAreAllDurableInOrder) {
  const auto writer = makeWriter();
  store_.openGate();
  constexpr int kThreads = 4;
  constexpr std::uint64_t kEach = 200;
  std::vector<std::thread> threads;
  for (std::uint8_t number = 1; number <= kThreads; ++number) {
    threads.emplace_back([&, number] {
      for (std::uint64_t sequence = 1; sequence <= kEach; ++sequence) {
        EXPECT_TRUE(writer->enqueue({sampleEntry(sampleStream(number), sequence)}));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  writer->drain();
  EXPECT_TRUE(std::ranges::is_sorted(durable_, std::less_equal{}));
  EXPECT_EQ(durable_.back(), kThreads * kEach);
  for (std::uint8_t number = 1; number <= kThreads; ++number) {
    EXPECT_EQ(readAll(store_, sampleStream(number)), sampleEntries(sampleStream(number), 1, kEach));
  }
}

}  // namespace
}  // namespace vigie::journal
