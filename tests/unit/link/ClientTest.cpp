// A client that looks after its own connection.
#include <atomic>

#include "LinkFixture.hpp"

namespace vigie::link {
namespace {

class ClientOfAServer : public LinkFixture {
 protected:
  ClientOfAServer() {
    persistent.reconnect = Reconnect{std::chrono::milliseconds(10), std::chrono::milliseconds(50)};
    serverOwner.welcome = [this](LinkId link, const PeerIdentity&) {
      if (server) server->send(link, textFrame("welcome"));
    };
  }

  void restartServer() {
    settings.port = server->boundPort();
    server->close();
    server.reset();
    startServer();
  }

  ClientSettings persistent = clientSettings();
};

TEST_F(ClientOfAServer, ComesBackAfterTheServerRestarted) {
  startServer();
  auto client = startClient(clientOwner, seatContext(), persistent);
  for (std::size_t life = 1; life <= 3; ++life) {
    ASSERT_TRUE(clientOwner.waitForFrames(life));
    EXPECT_EQ(clientOwner.ends().size(), life - 1);
    client->send(clientOwner.lastLink(), textFrame("life"));
    ASSERT_TRUE(serverOwner.waitForFrames(life));
    if (life < 3) restartServer();
  }
}

TEST_F(ClientOfAServer, GivesEachConnectionItsOwnIdAndDropsFramesOfTheFormer) {
  startServer();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForFrames(1));
  const LinkId former = clientOwner.lastLink();
  restartServer();
  ASSERT_TRUE(clientOwner.waitForFrames(2));
  EXPECT_NE(clientOwner.lastLink(), former);
  client->send(former, textFrame("for the former"));
  client->send(clientOwner.lastLink(), textFrame("for this one"));
  ASSERT_TRUE(serverOwner.waitForFrames(1));
  EXPECT_EQ(textOf(serverOwner.frames().front()), "for this one");
}

TEST_F(ClientOfAServer, KeepsTryingWhileNobodyListens) {
  startServer();
  persistent.port = server->boundPort();
  settings.port = persistent.port;
  server.reset();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForRefusals(3));
  EXPECT_EQ(clientOwner.refusals().front().code, "connect");
  startServer();
  EXPECT_TRUE(clientOwner.waitForFrames(1));
}

TEST_F(ClientOfAServer, TriesOnceWhenToldSo) {
  startServer();
  ClientSettings once = clientSettings();
  once.port = server->boundPort();
  server.reset();
  auto client = startClient(clientOwner, seatContext(), once);
  ASSERT_TRUE(clientOwner.waitForRefusals(1));
  client->close();
  EXPECT_EQ(clientOwner.refusals().size(), 1U);
}

TEST_F(ClientOfAServer, ResolvesNames) {
  startServer();
  persistent.host = "localhost";
  persistent.port = server->boundPort();
  auto client = startClient(clientOwner, seatContext(), persistent);
  EXPECT_TRUE(clientOwner.waitForFrames(1));
}

TEST_F(ClientOfAServer, NameThatDoesNotExistIsToldToItsOwner) {
  startServer();
  persistent.host = "no-such-host.invalid";
  persistent.port = server->boundPort();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForRefusals(1));
  EXPECT_EQ(clientOwner.refusals().front().code, "connect");
}

TEST_F(ClientOfAServer, ClosesDuringItsPauseAtOnce) {
  startServer();
  persistent.reconnect = Reconnect{std::chrono::hours(1), std::chrono::hours(1)};
  persistent.port = server->boundPort();
  server.reset();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForRefusals(1));
  client->close();  // or this test hangs for half an hour
}

TEST_F(ClientOfAServer, ClosesDuringItsFirstDelayAtOnce) {
  startServer();
  persistent.firstDelay = std::chrono::hours(1);
  auto client = startClient(clientOwner, seatContext(), persistent);
  client->close();
  EXPECT_TRUE(clientOwner.peers().empty());
}

TEST_F(ClientOfAServer, CloseFlushesAndDoesNotComeBack) {
  startServer();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForFrames(1));
  for (int count = 0; count < 50; ++count) client->send(clientOwner.lastLink(), {kPicture, base::Bytes(20'000)});
  client->close();
  ASSERT_EQ(clientOwner.ends().size(), 1U);
  EXPECT_EQ(clientOwner.ends().front().end, End::closed);
  ASSERT_TRUE(serverOwner.waitForEnds(1));
  EXPECT_EQ(serverOwner.frames().size(), 50U);
  EXPECT_EQ(serverOwner.peers().size(), 1U);
}

TEST_F(ClientOfAServer, AbortedLinkIsReplaced) {
  startServer();
  auto client = startClient(clientOwner, seatContext(), persistent);
  ASSERT_TRUE(clientOwner.waitForFrames(1));
  client->abort(clientOwner.lastLink());
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::cancelled);
  EXPECT_TRUE(clientOwner.waitForFrames(2));
}

TEST_F(ClientOfAServer, ManyOfThemAreServedAtOnce) {
  constexpr std::size_t kClients = 50;
  startServer();
  Owner all;
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t count = 0; count < kClients; ++count) {
    clients.push_back(startClient(all, seatContext(), persistent));
  }
  ASSERT_TRUE(all.waitForFrames(kClients));
  EXPECT_EQ(all.ends().size(), 0U);
  for (auto& client : clients) client->close();
  EXPECT_EQ(all.ends().size(), kClients);
}

}  // namespace
}  // namespace vigie::link
