#include "Scene.hpp"

namespace vigie::test {
namespace {

using cli::ExitStatus;
using ::testing::HasSubstr;

TEST_F(ProctorCliTest, SaysWhatToCheckWhenNobodyAnswers) {
  configure("timeout = 1\n");
  centre.stop();
  const Outcome outcome = run({"session", "list"});
  EXPECT_EQ(outcome.status, ExitStatus::unreachable);
  EXPECT_THAT(outcome.err, HasSubstr("network cable"));
  EXPECT_EQ(runJson({"session", "list"}).json()["error"]["code"], "unreachable");
}

TEST_F(ProctorCliTest, SaysThatALinkedCentreDoesNotAnswer) {
  configure("timeout = 4\n");
  centre.intercept = [](link::LinkId, const protocol::Message& in) {
    return std::holds_alternative<message::Query>(in);
  };
  const Outcome outcome = runJson({"session", "list"});
  EXPECT_EQ(outcome.status, ExitStatus::unreachable);
  EXPECT_EQ(outcome.json()["error"]["code"], "timeout");
}

TEST_F(ProctorCliTest, RepeatsACommandWithTheSameBytesWhenTheLinkBreaks) {
  centre.intercept = [this, broken = false](link::LinkId link, const protocol::Message& in) mutable {
    if (broken || !std::holds_alternative<message::StaffCommand>(in)) return false;
    broken = true;
    centre.abort(link);
    return true;
  };
  const Outcome outcome = run({"session", "pause"});
  ASSERT_EQ(outcome.status, ExitStatus::done) << outcome.err;
  const auto commands = centre.received<message::StaffCommand>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(exam::bytesOf(commands[0]), exam::bytesOf(commands[1]));
  EXPECT_EQ(centre.received<message::Hello>().size(), 2U);
}

TEST_F(ProctorCliTest, WaitsForPushedChangesWithoutAsking) {
  message::Reply pushed = centre.views;
  pushed.mutable_candidates(0)->set_phase("ready");
  pushed.mutable_candidates(1)->set_phase("running");
  centre.intercept = [&, answered = false](link::LinkId link, const protocol::Message& in) mutable {
    const auto* query = std::get_if<message::Query>(&in);
    if (query == nullptr || !query->session_view() || answered) return false;
    answered = true;
    message::Reply reply = centre.views;
    reply.set_id(query->id());
    centre.send(link, reply);
    centre.send(link, pushed);
    return true;
  };
  const Outcome outcome = runJson({"session", "wait", "--until", "all-ready", "--timeout", "60"});
  ASSERT_EQ(outcome.status, ExitStatus::done) << outcome.out;
  EXPECT_EQ(outcome.json()["session"], session.hex());
  EXPECT_EQ(centre.received<message::Watch>().size(), 1U);
  EXPECT_EQ(centre.received<message::Query>().size(), 2U) << "which session, then its room; afterwards it only listens";
}

TEST_F(ProctorCliTest, WaitsOnAcrossARestartOfTheCentre) {
  centre.intercept = [this, broken = false](link::LinkId link, const protocol::Message& in) mutable {
    if (broken || !std::holds_alternative<message::Heartbeat>(in) || centre.received<message::Watch>().empty())
      return false;
    broken = true;
    centre.views.mutable_candidates(0)->set_phase("ended");  // while nobody was linked
    centre.abort(link);
    return true;
  };
  const Outcome outcome = runJson({"session", "wait", "--candidate", "ada0", "--phase", "ended", "--timeout", "60"});
  ASSERT_EQ(outcome.status, ExitStatus::done) << outcome.out;
  EXPECT_EQ(outcome.json()["state"], "ended");
  EXPECT_EQ(centre.received<message::Watch>().size(), 2U);
}

TEST_F(ProctorCliTest, SaysThatWhatItWaitedForDidNotHappen) {
  const Outcome outcome = runJson({"session", "wait", "--until", "ended", "--timeout", "3"});
  EXPECT_EQ(outcome.status, ExitStatus::unreachable);
  EXPECT_EQ(outcome.json()["error"]["code"], "wait-timeout");
  EXPECT_EQ(runJson({"session", "wait", "--until", "dawn"}).status, ExitStatus::usage);
}

TEST_F(ProctorCliTest, CountersignsTheCheckpointsItIsShown) {
  centre.intercept = [this](link::LinkId link, const protocol::Message& in) {
    if (std::holds_alternative<message::StaffCommand>(in)) centre.send(link, centre.checkpoint());
    return false;
  };
  ASSERT_EQ(run({"session", "pause"}).status, ExitStatus::done);
  ASSERT_TRUE(centre.waitFor<message::Countersign>(1));
  const auto signedBytes = exam::fromRecord(centre.received<message::Countersign>().at(0).checkpoint());
  ASSERT_TRUE(signedBytes);
  EXPECT_TRUE(crypto::verifyMessage(*signedBytes, "countersignature", staffKey.publicKey()));
  EXPECT_TRUE(std::filesystem::exists(machineFolder / "checkpoints.jsonl"));
}

TEST_F(ProctorCliTest, SendsNothingToAnotherCentre) {
  const Authority other;
  std::filesystem::remove_all(machineFolder);
  enrolConsole(other);
  const Outcome outcome = runJson({"session", "list"});
  EXPECT_EQ(outcome.status, ExitStatus::unreachable);
  EXPECT_EQ(outcome.json()["error"]["code"], "centre-not-trusted");
  EXPECT_TRUE(centre.received<message::Hello>().empty());
}

TEST_F(ProctorCliTest, SaysThatItsCertificateIsRefused) {
  std::filesystem::remove_all(machineFolder);
  enrolConsole(authority, Dates::past);
  const Outcome outcome = runJson({"session", "list"});
  EXPECT_EQ(outcome.status, ExitStatus::refused);
  EXPECT_EQ(outcome.json()["error"]["code"], "not-admitted") << outcome.out;
}

TEST_F(ProctorCliTest, TellsWhyTheCentreDoesNotGreet) {
  centre.intercept = [this](link::LinkId link, const protocol::Message& in) {
    if (!std::holds_alternative<message::Hello>(in)) return false;
    message::Refused refused;
    refused.set_code("machine-revoked");
    refused.set_detail("not enrolled here any more");
    centre.send(link, refused);
    return true;
  };
  const Outcome outcome = runJson({"session", "list"});
  EXPECT_EQ(outcome.status, ExitStatus::refused);
  EXPECT_EQ(outcome.json()["error"]["code"], "machine-revoked");
}

}  // namespace
}  // namespace vigie::test
