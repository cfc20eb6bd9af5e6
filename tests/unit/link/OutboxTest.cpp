#include "common/link/Outbox.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "common/base/Bytes.hpp"

namespace vigie::link {
namespace {

Frame frameOf(std::uint16_t type, std::size_t size) {
  return {type, base::Bytes(size, std::uint8_t{0x5a})};
}

// Everything that waits, taken `step` bytes at a time.
base::Bytes drain(Outbox& outbox, std::size_t step) {
  base::Bytes all;
  for (base::ByteView chunk = outbox.next(); !chunk.empty(); chunk = outbox.next()) {
    EXPECT_LE(chunk.size(), kChunkBytes);
    const std::size_t taken = std::min(step, chunk.size());
    base::append(all, chunk.first(taken));
    outbox.sent(taken);
  }
  return all;
}

TEST(Outbox, WritesLengthTypeAndBody) {
  Outbox outbox(1000);
  EXPECT_EQ(outbox.put({0x0102, {0xaa, 0xbb}}), Outbox::Put::wakeWriter);
  EXPECT_EQ(outbox.put({0xfffe, {}}), Outbox::Put::queued);
  EXPECT_EQ(base::toHex(drain(outbox, 1000)), "000000040102aabb00000002fffe");
}

TEST(Outbox, IsTheSameHoweverLittleIsTaken) {
  for (const std::size_t step : {1U, 7U, 4096U, 100'000U}) {
    Outbox outbox(1U << 20);
    base::Bytes expected;
    for (const std::size_t size : {0U, 16'378U, 16'379U, 1U, 40'000U, 16'384U, 5U}) {
      EXPECT_NE(outbox.put(frameOf(3, size)), Outbox::Put::closed);
      base::appendBigEndian32(expected, static_cast<std::uint32_t>(size + 2));
      base::appendBigEndian16(expected, 3);
      expected.resize(expected.size() + size, 0x5a);
    }
    EXPECT_EQ(drain(outbox, step), expected) << "step " << step;
  }
}

TEST(Outbox, WakesTheWriterOnceUntilItFoundNothing) {
  Outbox outbox(1000);
  EXPECT_EQ(outbox.put(frameOf(1, 1)), Outbox::Put::wakeWriter);
  EXPECT_EQ(outbox.put(frameOf(1, 1)), Outbox::Put::queued);
  drain(outbox, 1000);
  EXPECT_EQ(outbox.put(frameOf(1, 1)), Outbox::Put::wakeWriter);
}

TEST(Outbox, CountsHeadersAndRefusesAboveItsLimit) {
  Outbox outbox(20);
  EXPECT_EQ(outbox.put(frameOf(1, 4)), Outbox::Put::wakeWriter);
  EXPECT_EQ(outbox.put(frameOf(1, 4)), Outbox::Put::queued);
  EXPECT_EQ(outbox.put(frameOf(1, 0)), Outbox::Put::overLimit);
  EXPECT_EQ(outbox.put(frameOf(1, 0)), Outbox::Put::closed);
}

TEST(Outbox, GivesRoomBackAsBytesAreSent) {
  Outbox outbox(20);
  EXPECT_EQ(outbox.put(frameOf(1, 14)), Outbox::Put::wakeWriter);
  drain(outbox, 3);
  EXPECT_EQ(outbox.put(frameOf(1, 14)), Outbox::Put::wakeWriter);
}

TEST(Outbox, StillGivesWhatItHoldsAfterClose) {
  Outbox outbox(1000);
  EXPECT_EQ(outbox.put(frameOf(1, 3)), Outbox::Put::wakeWriter);
  outbox.close();
  EXPECT_EQ(outbox.put(frameOf(1, 3)), Outbox::Put::closed);
  EXPECT_EQ(drain(outbox, 1000).size(), kFrameHeaderBytes + 3);
}

TEST(Outbox, LosesNothingBetweenManySendersAndOneWriter) {
  constexpr std::size_t kSenders = 4;
  constexpr std::size_t kEach = 2000;
  Outbox outbox(64U << 20);
  std::vector<std::thread> senders;
  for (std::size_t sender = 0; sender < kSenders; ++sender) {
    senders.emplace_back([&outbox] {
      for (std::size_t count = 0; count < kEach; ++count) outbox.put(frameOf(1, count % 50));
    });
  }
  std::size_t expected = 0;
  for (std::size_t count = 0; count < kEach; ++count) expected += kSenders * (kFrameHeaderBytes + count % 50);
  std::size_t taken = 0;
  while (taken < expected) taken += drain(outbox, 5000).size();
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(taken, expected);
  EXPECT_TRUE(outbox.next().empty());
}

}  // namespace
}  // namespace vigie::link
