// Frames across a real link: order, sizes, flow control, identities, caps on the number of links.
#include <array>
#include <thread>

#include "LinkFixture.hpp"
#include "RawPeer.hpp"

namespace vigie::link {
namespace {

using testing::HasSubstr;

class Frames : public LinkFixture {};

TEST_F(Frames, ComeBackAsTheyWereSent) {
  serverOwner.answer = [this](LinkId link, const Frame& frame) {
    server->send(link, frame);
    return Reading::goOn;
  };
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  std::vector<Frame> sent;
  for (const std::size_t size : {0U, 1U, 16'378U, 16'379U, 65'536U, 65'537U, 200'000U, 524'288U, 3U}) {
    Frame frame{kPicture, base::Bytes(size)};
    for (std::size_t index = 0; index < size; ++index) frame.body[index] = static_cast<std::uint8_t>(index * 31 + size);
    sent.push_back(frame);
    client->send(clientOwner.lastLink(), frame);
  }
  ASSERT_TRUE(clientOwner.waitForFrames(sent.size()));
  EXPECT_TRUE(clientOwner.frames() == sent);
}

TEST_F(Frames, EachEndLearnsWhoTheOtherIs) {
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  const PeerIdentity centreSeen = clientOwner.peers().front();
  const PeerIdentity seatSeen = serverOwner.peers().front();
  EXPECT_EQ(centreSeen.role->role, crypto::Role::centre);
  EXPECT_EQ(seatSeen.role->role, crypto::Role::seat);
  EXPECT_EQ(seatSeen.role->id, std::string(32, 'a'));
  EXPECT_TRUE(seatSeen.certificate->isIssuedBy(centre.certificate()));
  EXPECT_EQ(seatSeen.validity, Validity::valid);
  EXPECT_THAT(seatSeen.address, HasSubstr("127.0.0.1:"));
}

TEST_F(Frames, NothingIsReadWhileTheOwnerOwesAnAnswer) {
  serverOwner.answer = [](LinkId, const Frame&) { return Reading::pause; };
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  constexpr std::size_t kCount = 20;
  for (std::size_t count = 0; count < kCount; ++count) {
    client->send(clientOwner.lastLink(), textFrame(std::to_string(count)));
  }
  for (std::size_t count = 1; count <= kCount; ++count) {
    ASSERT_TRUE(serverOwner.waitForFrames(count));
    // Whatever is sent to a paused link's peer arrives, and nothing more came meanwhile.
    server->send(serverOwner.lastLink(), textFrame("answer"));
    ASSERT_TRUE(clientOwner.waitForFrames(count));
    EXPECT_EQ(serverOwner.frames().size(), count);
    server->resumeReading(serverOwner.lastLink());
  }
}

TEST_F(Frames, ResumingFromInsideTheCallbackIsNotLost) {
  serverOwner.answer = [this](LinkId link, const Frame&) {
    server->resumeReading(link);
    return Reading::pause;
  };
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  for (int count = 0; count < 50; ++count) client->send(clientOwner.lastLink(), textFrame("x"));
  EXPECT_TRUE(serverOwner.waitForFrames(50));
}

TEST_F(Frames, OfOneThreadKeepTheirOrderAmongThoseOfOthers) {
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  const LinkId link = clientOwner.lastLink();
  std::vector<std::thread> senders;
  for (int sender = 0; sender < kThreads; ++sender) {
    senders.emplace_back([&client, link, sender] {
      for (int count = 0; count < kEach; ++count) {
        client->send(link, textFrame(std::to_string(sender) + " " + std::to_string(count)));
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  ASSERT_TRUE(serverOwner.waitForFrames(kThreads * kEach));
  std::array<int, kThreads> next{};
  for (const Frame& frame : serverOwner.frames()) {
    const std::string text = textOf(frame);
    auto& expected = next.at(static_cast<std::size_t>(text[0] - '0'));
    EXPECT_EQ(text.substr(2), std::to_string(expected++));
  }
}

TEST_F(Frames, ToALinkThatEndedAreDropped) {
  startServer();
  auto client = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  const LinkId link = serverOwner.lastLink();
  server->abort(link);
  ASSERT_TRUE(serverOwner.waitForEnds(1));
  EXPECT_EQ(serverOwner.ends().front().end, End::cancelled);
  server->send(link, textFrame("too late"));
  server->resumeReading(link);
  server->finish(link);
  server->abort(link);
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::truncated);
  EXPECT_TRUE(clientOwner.frames().empty());
}

TEST_F(Frames, LinkAboveTheirNumberIsRefused) {
  settings.maxLinks = 1;
  startServer();
  auto first = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  Owner second;
  auto refused = startClient(second);
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_EQ(serverOwner.refusals().front().code, "too-many-links");
  ASSERT_TRUE(second.waitForRefusals(1));
  EXPECT_EQ(server->openLinks(), 1U);
}

TEST_F(Frames, HandshakesAboveTheirNumberWaitTheirTurn) {
  settings.maxHandshakes = 1;
  settings.limits.handshake = std::chrono::milliseconds(300);
  startServer();
  const RawPeer silent(server->boundPort(), nullptr);
  auto client = startClient(clientOwner);
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_EQ(serverOwner.refusals().front().code, "timeout");
  EXPECT_TRUE(serverOwner.waitForOpen(1));
}

TEST_F(Frames, AnAddressThatIsNotOursCannotBeListenedOn) {
  settings.address = "192.0.2.1";
  const auto elsewhere = Server::listen(threads, context, settings);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, "listen");
  settings.address = "not an address";
  EXPECT_FALSE(Server::listen(threads, context, settings));
}

TEST_F(Frames, APortInUseCannotBeListenedOn) {
  startServer();
  settings.port = server->boundPort();
  EXPECT_FALSE(Server::listen(threads, context, settings));
}

}  // namespace
}  // namespace vigie::link
