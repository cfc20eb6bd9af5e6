// Short reads, short writes and false would-blocks in seeded disorder: what is sent arrives, whole and in order.
#include <random>

#include "LinkFixture.hpp"

namespace vigie::link {
namespace {

class Faults : public LinkFixture, public testing::WithParamInterface<std::uint64_t> {};

FaultPlan planOf(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  FaultPlan plan;
  plan.seed = seed;
  plan.shortReadPercent = static_cast<unsigned>(random() % 90);
  plan.shortWritePercent = static_cast<unsigned>(random() % 90);
  plan.blockPercent = static_cast<unsigned>(random() % 60);
  return plan;
}

TEST_P(Faults, EverythingArrivesInOrderBothWaysAndTheEndIsClean) {
  serverOwner.answer = [this](LinkId link, const Frame& frame) {
    server->send(link, frame);
    return Reading::goOn;
  };
  settings.faults = planOf(GetParam());
  startServer();
  ClientSettings chosen = clientSettings();
  chosen.faults = planOf(GetParam() + 1'000'000);
  auto client = startClient(clientOwner, seatContext(), chosen);
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  std::mt19937_64 random(GetParam());
  std::vector<Frame> sent;
  for (int count = 0; count < 60; ++count) {
    Frame frame{count % 20 == 7 ? kPicture : kText, base::Bytes(random() % (count % 20 == 7 ? 50'000 : 900))};
    for (std::uint8_t& byte : frame.body) byte = static_cast<std::uint8_t>(random());
    sent.push_back(frame);
    client->send(clientOwner.lastLink(), std::move(frame));
  }
  client->finish(clientOwner.lastLink());
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(endName(clientOwner.ends().front().end), "closed") << clientOwner.ends().front().reason;
  EXPECT_TRUE(clientOwner.frames() == sent);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Faults, testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace vigie::link
