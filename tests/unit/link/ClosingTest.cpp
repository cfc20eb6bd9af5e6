// Ends that lose nothing: half-closed links, owed answers, a server that drains.
#include <thread>

#include "LinkFixture.hpp"
#include "RawPeer.hpp"

namespace vigie::link {
namespace {

constexpr std::size_t kOwed = 64;

class Closing : public LinkFixture {
 protected:
  // Sends 64 commands and close_notify in one go, then reads what it is owed.
  void expectAllAcknowledged() {
    const Credentials own = centre.issue(crypto::Role::seat);
    RawPeer peer(server->boundPort(), &own);
    ASSERT_TRUE(peer.handshake());
    base::Bytes commands;
    base::Bytes expected;
    for (std::size_t count = 0; count < kOwed; ++count) {
      base::append(commands, RawPeer::frame(kText, "command " + std::to_string(count)));
      base::append(expected, RawPeer::frame(kText, "done: command " + std::to_string(count)));
    }
    ASSERT_TRUE(peer.send(commands));
    ASSERT_TRUE(peer.sendCloseNotify());
    EXPECT_EQ(peer.receive(expected.size()), expected);
    EXPECT_TRUE(peer.receive(1).empty());
    EXPECT_TRUE(peer.receivedCloseNotify());
    ASSERT_TRUE(serverOwner.waitForEnds(1));
    EXPECT_EQ(serverOwner.ends().front().end, End::peerDone);
  }

  static Frame answerTo(const Frame& frame) { return textFrame("done: " + textOf(frame)); }
};

TEST_F(Closing, PeerThatIsDoneStillGetsWhatItIsOwedOneCommandAtATime) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::pair<LinkId, Frame>> waiting;
  serverOwner.answer = [&](LinkId link, const Frame& frame) {
    const std::lock_guard lock(mutex);
    waiting.emplace_back(link, frame);
    changed.notify_one();
    return Reading::pause;
  };
  startServer();
  std::thread state([&] {  // answers from elsewhere, as the state thread and the disk do
    for (std::size_t count = 0; count < kOwed; ++count) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return !waiting.empty(); });
      const auto [link, frame] = waiting.back();
      waiting.pop_back();
      lock.unlock();
      server->send(link, answerTo(frame));
      server->resumeReading(link);
    }
  });
  expectAllAcknowledged();
  state.join();
}

TEST_F(Closing, PeerThatIsDoneStillGetsWhatItIsOwedAllTogether) {
  std::vector<Frame> owed;
  serverOwner.answer = [&owed](LinkId, const Frame& frame) {
    owed.push_back(frame);
    return Reading::goOn;
  };
  std::thread state;
  serverOwner.peerDone = [&](LinkId link) {
    state = std::thread([this, link, &owed] {
      for (const Frame& frame : owed) server->send(link, answerTo(frame));
      server->finish(link);
    });
  };
  startServer();
  expectAllAcknowledged();
  state.join();
}

TEST_F(Closing, OwnerThatForgetsADonePeerIsRemindedByTheIdleLimit) {
  settings.limits.idle = std::chrono::milliseconds(100);
  serverOwner.peerDone = [](LinkId) {};
  startServer();
  const Credentials own = centre.issue(crypto::Role::seat);
  RawPeer peer(server->boundPort(), &own);
  ASSERT_TRUE(peer.handshake());
  ASSERT_TRUE(peer.sendCloseNotify());
  ASSERT_TRUE(serverOwner.waitForEnds(1));
  EXPECT_EQ(serverOwner.ends().front().end, End::timeout);
}

TEST_F(Closing, ClientThatFinishesStillReceivesItsAnswers) {
  serverOwner.answer = [this](LinkId link, const Frame& frame) {
    server->send(link, answerTo(frame));
    return Reading::goOn;
  };
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  const LinkId link = clientOwner.lastLink();
  for (std::size_t count = 0; count < kOwed; ++count) client->send(link, textFrame(std::to_string(count)));
  client->finish(link);
  client->send(link, textFrame("too late"));
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::closed);
  ASSERT_EQ(clientOwner.frames().size(), kOwed);
  EXPECT_EQ(textOf(clientOwner.frames().back()), "done: 63");
  EXPECT_EQ(serverOwner.frames().size(), kOwed);
}

TEST_F(Closing, ServerThatClosesFlushesWhatItSent) {
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  // Unread input must not turn the end into a reset, which would take the answers with it.
  server->stopIntake();
  for (std::size_t count = 0; count < kOwed; ++count) {
    client->send(clientOwner.lastLink(), {kPicture, base::Bytes(40'000)});
    server->send(serverOwner.lastLink(), {kPicture, base::Bytes(40'000)});
  }
  server->close();
  ASSERT_EQ(serverOwner.ends().size(), 1U);
  EXPECT_EQ(serverOwner.ends().front().end, End::closed);
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::peerDone);
  EXPECT_EQ(clientOwner.frames().size(), kOwed);
}

TEST_F(Closing, ServerReadsNoFrameAfterStopIntake) {
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  server->stopIntake();
  server->send(serverOwner.lastLink(), textFrame("sending goes on"));
  ASSERT_TRUE(clientOwner.waitForFrames(1));
  for (int count = 0; count < 10; ++count) client->send(clientOwner.lastLink(), textFrame("unread"));
  server->close();
  EXPECT_TRUE(serverOwner.frames().empty());
}

TEST_F(Closing, ServerFinishesOneLinkAndKeepsTheOthers) {
  startServer();
  auto one = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  const LinkId first = serverOwner.lastLink();
  Owner otherOwner;
  auto other = startClient(otherOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(2));
  server->send(first, textFrame("goodbye"));
  server->finish(first);
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::peerDone);
  ASSERT_EQ(clientOwner.frames().size(), 1U);
  server->send(serverOwner.lastLink(), textFrame("still here"));
  EXPECT_TRUE(otherOwner.waitForFrames(1));
}

TEST_F(Closing, PeerThatDoesNotCloseIsNotWaitedForLongerThanTheLimit) {
  settings.limits.close = std::chrono::milliseconds(100);
  startServer();
  const Credentials own = centre.issue(crypto::Role::seat);
  RawPeer peer(server->boundPort(), &own);
  ASSERT_TRUE(peer.handshake());
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  server->send(serverOwner.lastLink(), textFrame("bye"));
  server->close();
  EXPECT_EQ(serverOwner.ends().front().end, End::timeout);
  EXPECT_EQ(peer.receive(9), RawPeer::frame(kText, "bye"));
  EXPECT_TRUE(peer.receive(1).empty());
  EXPECT_TRUE(peer.receivedCloseNotify());
}

TEST_F(Closing, CloseEndsHandshakesUnderWay) {
  startServer();
  const RawPeer silent(server->boundPort(), nullptr);
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  server->close();
  EXPECT_EQ(server->openLinks(), 0U);
}

TEST_F(Closing, DestructionEndsEveryLinkAndTellsItsOwner) {
  startServer();
  std::vector<std::unique_ptr<Client>> clients;
  for (int count = 0; count < 8; ++count) clients.push_back(startClient(clientOwner));
  ASSERT_TRUE(serverOwner.waitForOpen(8));
  ASSERT_TRUE(clientOwner.waitForOpen(8));
  server.reset();
  EXPECT_EQ(serverOwner.ends().size(), 8U);
  clients.clear();
  EXPECT_EQ(clientOwner.ends().size(), 8U);
}

TEST_F(Closing, ServerAndClientsCanBeDestroyedAfterTheirThreadsStopped) {
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  threads.stop();
  client.reset();
  server.reset();
  EXPECT_EQ(clientOwner.ends().size(), 1U);
  EXPECT_EQ(serverOwner.ends().size(), 1U);
}

TEST_F(Closing, ServerNeverStartedIsDestroyedQuietly) {
  auto idle = Server::listen(threads, context, settings);
  ASSERT_TRUE(idle);
  idle->reset();
  Client never(threads, seatContext(), clientSettings());
}

}  // namespace
}  // namespace vigie::link
