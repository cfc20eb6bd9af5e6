// Abbreviated handshakes after a cable cut: cheaper, never laxer.
#include <atomic>

#include "LinkFixture.hpp"

namespace vigie::link {
namespace {

using testing::HasSubstr;

class Resumption : public LinkFixture {
 protected:
  // A link with a frame each way: after it the client holds the session that the server sent.
  void exchange() {
    auto client = startClient(clientOwner, seat, clientSettings());
    const std::size_t before = clientOwner.frames().size();
    ASSERT_TRUE(clientOwner.waitForOpen(before + 1));
    client->send(clientOwner.lastLink(), textFrame("question"));
    ASSERT_TRUE(clientOwner.waitForFrames(before + 1));
    client->close();
  }

  void startEcho() {
    serverOwner.answer = [this](LinkId link, const Frame& frame) {
      server->send(link, frame);
      return Reading::goOn;
    };
    startServer();
  }

  std::shared_ptr<TlsContext> seat = seatContext();
};

TEST_F(Resumption, SecondHandshakeIsAbbreviatedAndShowsTheSameIdentity) {
  startEcho();
  for (int link = 0; link < 3; ++link) exchange();
  const auto seen = serverOwner.peers();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_FALSE(seen[0].resumed);
  EXPECT_TRUE(seen[1].resumed);
  EXPECT_TRUE(seen[2].resumed);
  EXPECT_EQ(seen[2].certificate->fingerprint(), seen[0].certificate->fingerprint());
  EXPECT_EQ(seen[2].role, seen[0].role);
  EXPECT_TRUE(clientOwner.peers().back().resumed);
  EXPECT_EQ(clientOwner.peers().back().role->role, crypto::Role::centre);
  EXPECT_EQ(context->counts().full, 1U);
  EXPECT_EQ(context->counts().resumed, 2U);
}

TEST_F(Resumption, RevokedMachineIsRefusedAllTheSame) {
  std::atomic<bool> revoked = false;
  JudgeOptions options;
  options.admit = [&revoked](const PeerIdentity&) -> base::Result<void> {
    if (revoked) return base::fail("revoked", "revoked meanwhile");
    return {};
  };
  context = serverContext(options);
  startEcho();
  exchange();
  revoked = true;
  auto client = startClient(clientOwner, seat, clientSettings());
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_THAT(serverOwner.refusals().front().detail, HasSubstr("revoked meanwhile"));
  EXPECT_EQ(context->counts().resumed, 0U);
}

TEST_F(Resumption, MachineThatExpiredMeanwhileIsRefused) {
  std::atomic<std::int64_t> time = nowMs();
  JudgeOptions options;
  options.datesAt = [&time] { return time.load(); };
  context = serverContext(options);
  startEcho();
  exchange();
  time = nowMs() + 2 * kDayMs;
  auto client = startClient(clientOwner, seat, clientSettings());
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_THAT(serverOwner.refusals().front().detail, HasSubstr("expired"));
}

TEST_F(Resumption, ServerThatLostItsSessionsMakesAFullHandshake) {
  startEcho();
  exchange();
  settings.port = server->boundPort();
  server->close();
  server.reset();
  context = serverContext();
  startServer();
  exchange();
  EXPECT_FALSE(serverOwner.peers().back().resumed);
  EXPECT_EQ(context->counts().full, 1U);
}

}  // namespace
}  // namespace vigie::link
