// Peers that flood, stall, cut records or announce too much: each costs its own link only.
#include <atomic>
#include <thread>

#include "LinkFixture.hpp"
#include "RawPeer.hpp"
#include "common/link/Link.hpp"

namespace vigie::link {
namespace {

using testing::HasSubstr;

class HostilePeer : public LinkFixture {
 protected:
  HostilePeer() {
    serverOwner.answer = [this](LinkId link, const Frame& frame) {
      if (textOf(frame) == "ping") server->send(link, textFrame("pong"));
      return Reading::goOn;
    };
  }

  std::unique_ptr<RawPeer> connectedPeer() {
    auto peer = std::make_unique<RawPeer>(server->boundPort(), &own);
    EXPECT_TRUE(peer->handshake());
    return peer;
  }

  void expectEnd(End end) {
    ASSERT_TRUE(serverOwner.waitForEnds(1));
    EXPECT_EQ(endName(serverOwner.ends().front().end), endName(end)) << serverOwner.ends().front().reason;
  }

  // An honest client of the same I/O thread is served in the meantime.
  void expectHonestClientIsServed(int pings) {
    auto client = startClient(clientOwner);
    ASSERT_TRUE(clientOwner.waitForOpen(1));
    for (int count = 1; count <= pings; ++count) {
      client->send(clientOwner.lastLink(), textFrame("ping"));
      ASSERT_TRUE(clientOwner.waitForFrames(static_cast<std::size_t>(count)));
    }
  }

  Credentials own = centre.issue(crypto::Role::seat);
};

struct BadFrame {
  const char* name;
  std::uint32_t length;
  std::uint16_t type;
  End end;
};

class HostileFrame : public HostilePeer, public testing::WithParamInterface<BadFrame> {};

TEST_P(HostileFrame, EndsItsLinkOnItsHeaderAlone) {
  startServer();
  auto peer = connectedPeer();
  ASSERT_TRUE(peer->send(RawPeer::frame(GetParam().length, GetParam().type, "")));
  expectEnd(GetParam().end);
  EXPECT_TRUE(serverOwner.frames().empty());
}

INSTANTIATE_TEST_SUITE_P(Headers, HostileFrame,
                         testing::Values(BadFrame{"AboveItsCap", 64 * 1024 + 3, kText, End::tooBig},
                                         BadFrame{"OfFourGigabytes", 0xffffffff, kPicture, End::tooBig},
                                         BadFrame{"WithoutRoomForItsType", 1, kText, End::tooBig},
                                         BadFrame{"Empty", 0, kText, End::tooBig},
                                         BadFrame{"OfUnknownType", 2, kUnknown, End::unknownType}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_F(HostilePeer, FrameAtItsCapIsTaken) {
  startServer();
  auto peer = connectedPeer();
  const std::string body(64 * 1024, 'x');
  ASSERT_TRUE(peer->send(base::ByteView(RawPeer::frame(kText, body)).first(10'000)));
  ASSERT_TRUE(peer->send(base::ByteView(RawPeer::frame(kText, body)).subspan(10'000)));
  ASSERT_TRUE(serverOwner.waitForFrames(1));
  EXPECT_EQ(textOf(serverOwner.frames().front()), body);
}

TEST_F(HostilePeer, FloodOfKeyUpdatesEndsItsLinkOnly) {
  startServer();
  auto peer = connectedPeer();
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  while (peer->sendRaw(peer->sealedKeyUpdate())) continue;
  expectEnd(End::tls);
  EXPECT_THAT(serverOwner.ends().front().reason, HasSubstr("key updates"));
  expectHonestClientIsServed(1);
}

TEST_F(HostilePeer, AFewKeyUpdatesAreHonest) {
  startServer();
  auto peer = connectedPeer();
  for (int count = 0; count < 5; ++count) {
    ASSERT_TRUE(peer->sendRaw(peer->sealedKeyUpdate()));
    ASSERT_TRUE(peer->send(RawPeer::frame(kText, "ping")));
    EXPECT_EQ(peer->receive(10), RawPeer::frame(kText, "pong"));
  }
}

// One I/O thread, a peer whose frames are always there to read, and one that asks and waits: the second has its turn.
TEST_F(HostilePeer, FloodOfFramesLeavesOthersTheirTurn) {
  IoThreads oneThread(1);
  std::atomic<std::uint64_t> taken = 0;
  LinkEvents events;
  std::unique_ptr<Server> busy;
  events.onFrame = [&](LinkId link, Frame frame) {
    ++taken;
    if (textOf(frame) == "ping") busy->send(link, textFrame("pong"));
    return Reading::goOn;
  };
  busy = std::move(*Server::listen(oneThread, context, settings));
  busy->start(events);

  RawPeer flooder(busy->boundPort(), &own);
  ASSERT_TRUE(flooder.handshake());
  base::Bytes many;
  for (int count = 0; count < 500; ++count) base::append(many, RawPeer::frame(kText, "flood"));
  const std::jthread flooding([&](const std::stop_token& ending) {
    while (!ending.stop_requested() && flooder.send(many)) continue;
  });
  ClientSettings chosen = clientSettings();
  chosen.port = busy->boundPort();
  auto client = startClient(clientOwner, seatContext(), chosen);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  const std::uint64_t before = taken;
  for (std::size_t count = 1; count <= 100; ++count) {
    client->send(clientOwner.lastLink(), textFrame("ping"));
    ASSERT_TRUE(clientOwner.waitForFrames(count));
  }
  EXPECT_GT(taken, before + 100) << "the flood did not last as long as the pings";
}

// The rest of a record that has not come is waited for, not spun on (SSL_has_pending would say that there is
// something).
TEST_F(HostilePeer, ThreeBytesOfARecordLeaveTheThreadIdle) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  const auto common = std::make_shared<const LinkSettings>(LinkSettings{context, {}, testCaps});
  const base::Bytes frame = RawPeer::frame(kText, "whole");
  base::Bytes record;
  std::unique_ptr<RawPeer> peer;
  std::thread connecting([&] {
    peer = std::make_unique<RawPeer>(acceptor.local_endpoint().port(), &own);
    EXPECT_TRUE(peer->handshake());
    record = peer->sealed(frame);
    EXPECT_TRUE(peer->sendRaw(base::ByteView(record).first(3)));
  });
  Socket socket(asio::make_strand(io));
  acceptor.accept(socket);
  auto link = Link::create(std::move(socket), common);
  std::optional<base::Result<Frame>> outcome;
  const auto readOne = [](std::shared_ptr<Link> from, std::optional<base::Result<Frame>>& into) -> Task<void> {
    auto identity = co_await from->handshake(kNever);
    EXPECT_TRUE(identity);
    auto read = co_await from->read(kNever);
    into = std::move(read);
  };
  asio::co_spawn(io, readOne(link, outcome), endProcessOn);
  while (!link->isOpen()) io.run_one();
  connecting.join();
  // What there is to do is soon done; then only what the peer sends may make something run.
  int steps = 0;
  while (steps < 100 && io.poll_one() != 0) ++steps;
  EXPECT_LT(steps, 100);
  EXPECT_FALSE(outcome);
  ASSERT_TRUE(peer->sendRaw(base::ByteView(record).subspan(3)));
  while (!outcome) io.run_one();
  EXPECT_EQ(textOf(**outcome), "whole");
  link->abort(End::cancelled);
  io.run();
}

TEST_F(HostilePeer, ThatReadsNothingFillsItsOutboxAndIsEnded) {
  settings.limits.outboxBytes = 256U * 1024;
  startServer();
  auto peer = connectedPeer();
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  const LinkId link = serverOwner.lastLink();
  // More than any loopback socket buffer and the outbox together.
  for (int count = 0; count < 256; ++count) server->send(link, {kPicture, base::Bytes(64U * 1024)});
  expectEnd(End::slowPeer);
}

TEST_F(HostilePeer, ThatStopsReadingIsEndedByTheWriteLimit) {
  settings.limits.write = std::chrono::milliseconds(100);
  settings.limits.outboxBytes = 64U << 20;
  startServer();
  auto peer = connectedPeer();
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  for (int count = 0; count < 100; ++count) server->send(serverOwner.lastLink(), {kPicture, base::Bytes(512U * 1024)});
  expectEnd(End::timeout);
  EXPECT_THAT(serverOwner.ends().front().reason, HasSubstr("did not take"));
}

TEST_F(HostilePeer, ThatIsDeadIsEndedByTheIdleLimit) {
  settings.limits.idle = std::chrono::milliseconds(100);
  startServer();
  auto peer = connectedPeer();
  expectEnd(End::timeout);
  EXPECT_THAT(serverOwner.ends().front().reason, HasSubstr("nothing came"));
}

TEST_F(HostilePeer, ThatSendsOneByteAtATimeIsEndedByTheIdleLimit) {
  settings.limits.idle = std::chrono::milliseconds(100);
  startServer();
  auto peer = connectedPeer();
  const base::Bytes frame = RawPeer::frame(kPicture, std::string(500'000, 'x'));
  std::size_t sent = 0;
  while (sent < frame.size() && peer->send(base::ByteView(frame).subspan(sent, 1))) ++sent;
  expectEnd(End::timeout);
  EXPECT_TRUE(serverOwner.frames().empty());
}

TEST_F(HostilePeer, ThatHangsUpBetweenFramesIsTruncated) {
  startServer();
  auto peer = connectedPeer();
  // It reads all it is sent: a socket closed with unread bytes would send a reset instead (io).
  ASSERT_TRUE(peer->send(RawPeer::frame(kText, "ping")));
  ASSERT_EQ(peer->receive(10), RawPeer::frame(kText, "pong"));
  peer->hangUp();
  expectEnd(End::truncated);
}

TEST_F(HostilePeer, ThatClosesInsideAFrameIsTruncated) {
  startServer();
  auto peer = connectedPeer();
  ASSERT_TRUE(peer->send(base::ByteView(RawPeer::frame(kText, "half a frame")).first(9)));
  ASSERT_TRUE(peer->sendCloseNotify());
  expectEnd(End::truncated);
}

TEST_F(HostilePeer, ThatForgesARecordIsEnded) {
  startServer();
  auto peer = connectedPeer();
  base::Bytes record = peer->sealed(RawPeer::frame(kText, "forged"));
  record.back() ^= 1;
  ASSERT_TRUE(peer->sendRaw(record));
  expectEnd(End::tls);
}

}  // namespace
}  // namespace vigie::link
