#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/console/DeskScene.hpp"

namespace vigie::console::test {
namespace {

class StaffDeskCheckpointTest : public StaffDeskTest {
 protected:
  StaffDeskCheckpointTest() { desk = StaffDesk({"console-test 1", folder.path()}, staffKey, StandingBook()); }

  message::CheckpointToSign shown(const Standing& standing, const std::string& purpose = "checkpoint") const {
    message::CheckpointToSign out;
    *out.mutable_checkpoint() = signedCheckpoint(*centreKey, standing, purpose);
    return out;
  }

  std::vector<nlohmann::json> kept() const {
    std::vector<nlohmann::json> out;
    std::ifstream file(folder.path() / "checkpoints.jsonl");
    for (std::string line; std::getline(file, line);) out.push_back(nlohmann::json::parse(line));
    return out;
  }

  const TemporaryFolder folder;
};

TEST_F(StaffDeskCheckpointTest, KeepsAndCountersigns) {
  join();
  const auto checkpoint = shown(standingAt(10));
  const auto events = receive(checkpoint);
  ASSERT_NE(only<CheckpointKept>(events), nullptr);
  EXPECT_TRUE(only<CheckpointKept>(events)->countersigned);
  const auto countersign = sent<message::Countersign>();
  EXPECT_EQ(countersign.checkpoint().body(), checkpoint.checkpoint().body());
  EXPECT_TRUE(
      crypto::verifyMessage(*exam::fromRecord(countersign.checkpoint()), "countersignature", staffKey->publicKey()));
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept()[0]["position"], 10);
  const auto body = base::fromBase64(kept()[0]["body"].get<std::string>());
  EXPECT_EQ(base::toString(*body), checkpoint.checkpoint().body());
  EXPECT_EQ(desk.book().newest(standingAt(10).stream)->position, 10U);
}

TEST_F(StaffDeskCheckpointTest, DoubtsForgedOrMisusedSignatures) {
  join();
  message::CheckpointToSign forged = shown(standingAt(10));
  forged.mutable_checkpoint()->mutable_body()->back() ^= 1;
  message::CheckpointToSign byOther;
  *byOther.mutable_checkpoint() = signedCheckpoint(*newKey(), standingAt(10));
  for (const auto& one : {forged, byOther, shown(standingAt(10), "countersignature")}) {
    const auto events = receive(one);
    ASSERT_NE(only<CheckpointDoubted>(events), nullptr);
    EXPECT_THAT(only<CheckpointDoubted>(events)->why.code, ::testing::StartsWith("signature-"));
  }
  EXPECT_TRUE(desk.takeOutgoing().empty());
  EXPECT_TRUE(kept().empty());
}

TEST_F(StaffDeskCheckpointTest, DoubtsWithoutTheCentresKey) {
  desk.linkOpened();
  message::Welcome silent = welcome();
  silent.clear_checkpoint_key();
  receive(silent);
  desk.takeOutgoing();
  const auto events = receive(shown(standingAt(10)));
  ASSERT_NE(only<CheckpointDoubted>(events), nullptr);
  EXPECT_EQ(only<CheckpointDoubted>(events)->why.code, "checkpoint-key");
  EXPECT_TRUE(desk.takeOutgoing().empty());
}

TEST_F(StaffDeskCheckpointTest, CountersignsEarlierPositionButNotAnotherHead) {
  join();
  receive(heartbeatReply(11));
  EXPECT_NE(only<CheckpointKept>(receive(shown(standingAt(10)))), nullptr);
  desk.takeOutgoing();
  EXPECT_NE(only<ForkSeen>(receive(shown(standingAt(11, 99)))), nullptr);
  EXPECT_EQ(sent<message::ForkReport>().known().position(), 11U);
}

TEST_F(StaffDeskCheckpointTest, KeepsWithoutCountersigningWhenNobodysKeyIsLoaded) {
  desk = StaffDesk({"console-test 1", folder.path()}, nullptr, StandingBook());
  join();
  const auto events = receive(shown(standingAt(10)));
  ASSERT_NE(only<CheckpointKept>(events), nullptr);
  EXPECT_FALSE(only<CheckpointKept>(events)->countersigned);
  EXPECT_TRUE(desk.takeOutgoing().empty());
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(StaffDeskCheckpointTest, DoesNotCountersignWhatItCannotKeep) {
  std::filesystem::remove_all(folder.path());
  join();
  const auto events = receive(shown(standingAt(10)));
  ASSERT_NE(only<CheckpointDoubted>(events), nullptr);
  EXPECT_EQ(only<CheckpointDoubted>(events)->why.code, "file-unwritable");
  EXPECT_TRUE(desk.takeOutgoing().empty());
}

}  // namespace
}  // namespace vigie::console::test
