#include "Scene.hpp"

namespace vigie::test {
namespace {

using cli::ExitStatus;
using ::testing::HasSubstr;

TEST_F(ProctorCliTest, NoticesARestoredServerInALaterCall) {
  centre.position = 50;
  ASSERT_EQ(run({"session", "list"}).status, ExitStatus::done);
  centre.position = 40;
  const Outcome seen = runJson({"session", "list"});
  EXPECT_EQ(seen.status, ExitStatus::refused);
  EXPECT_EQ(seen.json()["error"]["code"], "fork");
  ASSERT_TRUE(centre.waitFor<message::ForkReport>(1));
  EXPECT_EQ(centre.received<message::ForkReport>().at(0).known().position(), 50U);
  EXPECT_EQ(centre.received<message::ForkReport>().at(0).shown().position(), 40U);
}

TEST_F(ProctorCliTest, CommandsNothingAtARestoredServer) {
  centre.position = 50;
  ASSERT_EQ(run({"session", "list"}).status, ExitStatus::done);
  centre.position = 40;
  EXPECT_EQ(runJson({"session", "create", "--ticket", "T-1"}).json()["error"]["code"], "fork");
  EXPECT_TRUE(centre.received<message::StaffCommand>().empty());
}

TEST_F(ProctorCliTest, StaysStoppedAfterAForkUntilAPersonAcceptsIt) {
  centre.position = 50;
  ASSERT_EQ(run({"session", "list"}).status, ExitStatus::done);
  centre.headFill = 0x77;
  ASSERT_EQ(run({"session", "list"}).status, ExitStatus::refused);
  centre.position = 60;  // it grew beyond what was known, but the fork was not explained
  const std::size_t greeted = centre.received<message::Hello>().size();
  EXPECT_EQ(runJson({"session", "pause"}).json()["error"]["code"], "fork");
  EXPECT_EQ(centre.received<message::Hello>().size(), greeted) << "it does not even link";

  const Outcome verified = runJson({"journal", "verify"});
  EXPECT_EQ(verified.status, ExitStatus::refused);
  ASSERT_EQ(verified.json()["forks"].size(), 1U);
  EXPECT_EQ(verified.json()["forks"][0]["known"]["position"], 50);
  EXPECT_EQ(verified.json()["error"]["code"], "fork");

  ASSERT_EQ(runJson({"journal", "accept"}).json()["accepted"].size(), 1U);
  EXPECT_EQ(run({"session", "pause"}).status, ExitStatus::done);
  EXPECT_EQ(run({"journal", "verify"}).status, ExitStatus::done);
}

TEST_F(ProctorCliTest, SaysThatTheServerWasRestoredFromABackup) {
  ASSERT_EQ(run({"session", "list"}).err, "");
  centre.epoch = crypto::randomId<base::EpochId>();
  const Outcome told = run({"session", "list"});
  EXPECT_EQ(told.status, ExitStatus::done);
  EXPECT_THAT(told.err, HasSubstr("restored from a backup"));
  EXPECT_EQ(run({"session", "list"}).err, "") << "once is enough";
}

TEST_F(ProctorCliTest, VerifiesTheJournalAgainstTheCentreAndItsOwnMemory) {
  message::StreamView& stream = *centre.views.add_streams();
  stream.set_stream(centre.standing().stream());
  stream.set_position(centre.position);
  stream.set_head(centre.standing().head());
  stream.set_intact(true);
  const Outcome intact = runJson({"journal", "verify"});
  ASSERT_EQ(intact.status, ExitStatus::done) << intact.out;
  EXPECT_EQ(intact.json()[0]["stream"], "centre");
  EXPECT_EQ(intact.json()[0]["intact"], true);

  stream.set_intact(false);
  stream.set_damage("record 7: another digest");
  const Outcome damaged = runJson({"journal", "verify"});
  EXPECT_EQ(damaged.status, ExitStatus::refused);
  EXPECT_EQ(damaged.json()["error"]["code"], "journal-damaged");
  EXPECT_EQ(damaged.json()["streams"][0]["damage"], "record 7: another digest");

  stream.set_intact(true);
  stream.set_head(std::string(32, 'x'));
  const Outcome forked = runJson({"journal", "verify"});
  EXPECT_EQ(forked.json()["error"]["code"], "fork") << "the centre calls it intact, this console knows better";
}

}  // namespace
}  // namespace vigie::test
