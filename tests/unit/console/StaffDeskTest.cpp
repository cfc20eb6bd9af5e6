#include "proctor-console/model/StaffDesk.hpp"

#include <algorithm>

#include "tests/unit/console/DeskScene.hpp"

namespace vigie::console::test {
namespace {

TEST_F(StaffDeskTest, SaysHelloFirstAndNothingBeforeTheWelcome) {
  desk.ask(aboutSessions());
  desk.heartbeat();
  desk.linkOpened();
  EXPECT_EQ(sent<message::Hello>().program(), "console-test 1");
  const auto events = receive(welcome());
  ASSERT_NE(only<Welcomed>(events), nullptr);
  EXPECT_EQ(only<Welcomed>(events)->label, "Accueil");
  EXPECT_EQ(sent<message::Heartbeat>().session(), "") << "nothing is asked before the centre shows where it stands";
  receive(heartbeatReply(1));
  EXPECT_EQ(sent<message::Query>().id(), 1U);
}

TEST_F(StaffDeskTest, RefusesCentreOfAnotherProtocol) {
  desk.linkOpened();
  message::Welcome other = welcome();
  other.set_protocol(9);
  const auto events = receive(other);
  ASSERT_NE(only<ConversationRefused>(events), nullptr);
  EXPECT_EQ(only<ConversationRefused>(events)->why.code, "protocol-version");
}

TEST_F(StaffDeskTest, MatchesDoneToItsCommand) {
  join();
  const base::CommandId id = desk.command(openSession(kSession), kNow);
  const auto command = sent<message::StaffCommand>();
  EXPECT_TRUE(crypto::verifyMessage(*exam::fromRecord(command.signed_()), "staff", staffKey->publicKey()));
  EXPECT_TRUE(receive(done(idOf<base::CommandId>(99), 9)).empty()) << "somebody else's";
  const auto events = receive(done(id));
  ASSERT_NE(only<CommandSettled>(events), nullptr);
  EXPECT_EQ(only<CommandSettled>(events)->command, id);
  EXPECT_FALSE(only<CommandSettled>(events)->refusal);
  EXPECT_EQ(*desk.book().newest(standingAt(10).stream), standingAt(10));
}

TEST_F(StaffDeskTest, HandsOverRefusals) {
  join();
  const base::CommandId id = desk.command(openSession(kSession), kNow);
  message::Refused refused;
  refused.set_code("clock-wrong");
  refused.set_detail("set the date");
  refused.set_command(id.bytes());
  const auto events = receive(refused);
  ASSERT_NE(only<CommandSettled>(events), nullptr);
  EXPECT_EQ(only<CommandSettled>(events)->refusal, (base::Error{"clock-wrong", "set the date"}));
}

TEST_F(StaffDeskTest, RefusalWithoutCommandIsAboutWhatIsUnderWay) {
  join();
  const std::uint32_t id = desk.ask(aboutSessions());
  message::Refused refused;
  refused.set_code("session-unknown");
  auto events = receive(refused);
  ASSERT_NE(only<QuerySettled>(events), nullptr);
  EXPECT_EQ(only<QuerySettled>(events)->query, id);
  EXPECT_EQ(only<QuerySettled>(events)->reply.error().code, "session-unknown");
  events = receive(refused);
  ASSERT_NE(only<ConversationRefused>(events), nullptr) << "nothing is under way any more";
}

TEST_F(StaffDeskTest, KeepsOneErrandUnderWay) {
  join();
  const std::uint32_t first = desk.ask(aboutSessions());
  const base::CommandId second = desk.command(openSession(kSession), kNow);
  EXPECT_EQ(sent<message::Query>().id(), first);
  message::Reply reply;
  reply.set_id(first);
  *reply.add_sessions() = sessionView(kSession, "open");
  const auto events = receive(reply);
  ASSERT_NE(only<QuerySettled>(events), nullptr);
  ASSERT_TRUE(only<QuerySettled>(events)->reply);
  EXPECT_EQ(only<QuerySettled>(events)->reply->sessions_size(), 1);
  EXPECT_EQ(exam::fromRecord(sent<message::StaffCommand>().signed_())->keyId, staffKey->publicKey().id());
  EXPECT_EQ(only<CommandSettled>(receive(done(second)))->command, second);
}

TEST_F(StaffDeskTest, RepeatsUnansweredCommandWithSameBytesAfterReconnection) {
  join();
  const base::CommandId id = desk.command(createSession(kSession, "T-1"), kNow);
  const auto first = sent<message::StaffCommand>();
  desk.linkLost();
  EXPECT_TRUE(desk.takeOutgoing().empty());
  join(2, 2);
  EXPECT_EQ(exam::bytesOf(sent<message::StaffCommand>()), exam::bytesOf(first));
  message::StaffDone repeated = done(id);
  repeated.set_repeated(true);
  EXPECT_TRUE(only<CommandSettled>(receive(repeated))->repeated);
  desk.linkLost();
  join(10);
  EXPECT_TRUE(desk.takeOutgoing().empty()) << "answered: not repeated again";
}

TEST_F(StaffDeskTest, SignsForTheEpochItWasWelcomedIn) {
  const base::CommandId id = desk.command(openSession(kSession), kNow);  // before any link
  join(1, 5);
  exam::record::StaffBody body;
  ASSERT_TRUE(body.ParseFromString(sent<message::StaffCommand>().signed_().body()));
  EXPECT_EQ(body.centre_epoch(), idOf<base::EpochId>(5).bytes());
  EXPECT_EQ(body.command(), id.bytes());
  EXPECT_EQ(body.wall_ms(), kNow);
}

TEST_F(StaffDeskTest, SignsOnTopOfTheNewestHeadOfTheSession) {
  join();
  const Standing known = standingAt(33, 0, 7);
  message::HeartbeatReply shown;
  *shown.mutable_standing() = toMessage(known);
  receive(shown);
  desk.command(openSession(base::SessionId{known.stream.value}), kNow);
  exam::record::StaffBody body;
  ASSERT_TRUE(body.ParseFromString(sent<message::StaffCommand>().signed_().body()));
  EXPECT_EQ(body.position(), 33U);
  EXPECT_EQ(body.head(), base::toString(known.head));
}

TEST_F(StaffDeskTest, NamesNoHeadForWhatIsNoSessionItKnows) {
  join(20);
  for (const Order& order : {createSession(kSession, "T-1"), loadTicket("a.b.c")}) {
    const base::CommandId id = desk.command(order, kNow);
    exam::record::StaffBody body;
    ASSERT_TRUE(body.ParseFromString(sent<message::StaffCommand>().signed_().body()));
    EXPECT_EQ(body.position(), 0U);
    EXPECT_EQ(body.head(), "");
    receive(done(id, 21));
  }
}

TEST_F(StaffDeskTest, WatchesAgainOnEveryLink) {
  join();
  desk.watch(kSession);
  EXPECT_EQ(sent<message::Watch>().session(), kSession.bytes());
  desk.linkLost();
  desk.linkOpened();
  desk.takeOutgoing();
  receive(welcome());
  const auto outgoing = desk.takeOutgoing();
  ASSERT_EQ(outgoing.size(), 2U);
  EXPECT_EQ(std::get<message::Heartbeat>(outgoing[0]).session(), kSession.bytes());
  EXPECT_EQ(std::get<message::Watch>(outgoing[1]).session(), kSession.bytes());
  message::Reply pushed;
  *pushed.add_sessions() = sessionView(kSession, "ended");
  const auto events = receive(pushed);
  ASSERT_NE(only<RoomChanged>(events), nullptr);
  EXPECT_EQ(only<RoomChanged>(events)->change.sessions(0).phase(), "ended");
}

TEST_F(StaffDeskTest, ReportsForkAndStops) {
  join();
  EXPECT_TRUE(receive(heartbeatReply(10)).empty());
  desk.ask(aboutSessions());
  desk.takeOutgoing();
  const auto events = receive(heartbeatReply(9));
  ASSERT_NE(only<ForkSeen>(events), nullptr);
  EXPECT_EQ(only<ForkSeen>(events)->fork.known, standingAt(10));
  const auto report = sent<message::ForkReport>();
  EXPECT_EQ(report.known().position(), 10U);
  EXPECT_EQ(report.shown().position(), 9U);
  EXPECT_TRUE(desk.isStopped());
  desk.command(openSession(kSession), kNow);
  desk.heartbeat();
  desk.linkLost();
  desk.linkOpened();
  EXPECT_TRUE(receive(welcome()).empty());
  EXPECT_TRUE(desk.takeOutgoing().empty());
}

TEST_F(StaffDeskTest, SaysThatACommandWasDoneThoughItsAnswerShowsAFork) {
  join();
  receive(heartbeatReply(20));
  const base::CommandId id = desk.command(openSession(kSession), kNow);
  const auto events = receive(done(id, 10));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<CommandSettled>(events[0]));
  EXPECT_TRUE(std::holds_alternative<ForkSeen>(events[1]));
}

TEST_F(StaffDeskTest, NoticesRestoredServerAfterItsOwnRestart) {
  const TemporaryFolder folder;
  {
    StaffDesk before({"console-test 1", folder.path()}, staffKey, *StandingBook::load(folder.path()));
    before.linkOpened();
    before.receive(welcome(1), kNow);
    before.receive(heartbeatReply(50), kNow);
    ASSERT_TRUE(before.book().save());
  }
  StaffDesk after({"console-test 1", folder.path()}, staffKey, *StandingBook::load(folder.path()));
  after.linkOpened();
  const auto welcomed = after.receive(welcome(2), kNow);
  ASSERT_EQ(welcomed.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<EpochChanged>(welcomed[0]));
  after.command(openSession(kSession), kNow);
  const auto events = after.receive(heartbeatReply(30), kNow);
  ASSERT_NE(only<ForkSeen>(events), nullptr);
  const auto outgoing = after.takeOutgoing();
  EXPECT_TRUE(std::holds_alternative<message::ForkReport>(outgoing.back()));
  EXPECT_TRUE(std::none_of(outgoing.begin(), outgoing.end(), [](const auto& one) {
    return std::holds_alternative<message::StaffCommand>(one);
  })) << "nothing is commanded at a restored server";
}

TEST_F(StaffDeskTest, HoldsTheJournalsStreamsAgainstItsMemory) {
  join(20);
  const std::uint32_t id = desk.ask(aboutSessions());
  message::Reply reply;
  reply.set_id(id);
  for (const std::uint64_t position : {19U, 18U}) {
    message::StreamView& stream = *reply.add_streams();
    stream.set_stream(standingAt(position).stream.bytes());
    stream.set_position(position);
    stream.set_head(base::toString(standingAt(position).head));
    stream.set_intact(true);
  }
  const auto events = receive(reply);
  ASSERT_EQ(events.size(), 2U) << "one message, one report";
  EXPECT_TRUE(std::holds_alternative<QuerySettled>(events[0]));
  EXPECT_TRUE(std::holds_alternative<ForkSeen>(events[1]));
}

}  // namespace
}  // namespace vigie::console::test
