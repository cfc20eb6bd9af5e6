#include "proctor-console/model/Workplace.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/DeskScene.hpp"

namespace vigie::console {
namespace {

namespace message = protocol::message;
using namespace test;

class WorkplaceTest : public ::testing::Test {
 protected:
  WorkplaceTest() : place({"console-test 1", {}}, staffKey, StandingBook()) {}

  void receive(const protocol::Message& arrived) { place.receive(arrived, kNow); }

  void join(std::uint64_t position = 1) {
    place.linkOpened();
    message::Welcome welcome;
    welcome.set_protocol(protocol::kProtocolVersion);
    welcome.set_program("center-test 1");
    welcome.set_label("Accueil");
    welcome.set_wall_ms(kNow + 5'000);
    welcome.set_epoch(idOf<base::EpochId>(1).bytes());
    welcome.set_checkpoint_key(base::toString(staffKey->publicKey().spki()));
    receive(welcome);
    message::HeartbeatReply reply;
    reply.set_wall_ms(kNow + 5'000);
    reply.set_health(10);
    *reply.mutable_standing() = toMessage(standingAt(position));
    receive(reply);
  }

  // What waits to be sent of this kind; forgets everything else that waited.
  template <class Kind>
  std::vector<Kind> sent() {
    std::vector<Kind> out;
    for (const auto& one : place.takeOutgoing()) {
      if (const auto* kind = std::get_if<Kind>(&one)) out.push_back(*kind);
    }
    return out;
  }

  static message::Reply wholeRoom(std::vector<message::CandidateView> people) {
    message::Reply reply;
    *reply.add_sessions() = sessionView(kSession, "open");
    for (const auto& one : people) *reply.add_candidates() = one;
    *reply.add_standings() = toMessage(standingAt(3, 0, 7));
    return reply;
  }

  const std::shared_ptr<crypto::PrivateKey> staffKey = newKey();
  const base::CandidateRef ada = idOf<base::CandidateRef>(1);
  const base::CandidateRef bo = idOf<base::CandidateRef>(2);
  Workplace place;
};

TEST_F(WorkplaceTest, WatchesTheCentreOnEveryLink) {
  join();
  auto watches = sent<message::Watch>();
  ASSERT_EQ(watches.size(), 1U);
  EXPECT_TRUE(watches[0].session().empty()) << "of no session: of the centre";
  EXPECT_EQ(place.outlook().link.phase, LinkPhase::linked);
  EXPECT_EQ(place.outlook().centreAheadMs, 5'000);
  place.linkLost({"truncated", ""}, kNow);
  EXPECT_EQ(place.outlook().link.phase, LinkPhase::lost);
  join();
  EXPECT_EQ(sent<message::Watch>().size(), 1U);
}

TEST_F(WorkplaceTest, ShowsWhatTheCentrePushesInTheOrderOfUrgency) {
  join();
  message::Reply overview;
  *overview.add_sessions() = sessionView(idOf<base::SessionId>(1), "finalised");
  *overview.add_sessions() = sessionView(idOf<base::SessionId>(2), "created");
  *overview.add_sessions() = sessionView(idOf<base::SessionId>(3), "open");
  overview.add_tickets()->set_number("T-2");
  overview.add_machines()->set_label("Poste 2");
  receive(overview);
  ASSERT_EQ(place.outlook().sessions.size(), 3U);
  EXPECT_EQ(place.outlook().sessions[0].phase(), "open");
  EXPECT_EQ(place.outlook().sessions[2].phase(), "finalised");
  EXPECT_TRUE(place.outlook().isComplete);
  EXPECT_TRUE(place.takeChanged());
  receive(overview);
  EXPECT_FALSE(place.takeChanged()) << "the same again is no news";
}

TEST_F(WorkplaceTest, BuildsTheRoomFromTheFirstAnswerAndThenFromChanges) {
  join();
  place.look(kSession);
  EXPECT_EQ(sent<message::Watch>().back().session(), kSession.bytes());
  message::Reply overview;  // says nothing of who is there
  *overview.add_sessions() = sessionView(kSession, "open");
  receive(overview);
  EXPECT_EQ(place.outlook().room, nullptr);
  receive(wholeRoom({candidateView(ada, "Noël", "running"), candidateView(bo, "Petit", "running")}));
  const auto before = place.outlook().room;
  ASSERT_NE(before, nullptr);
  message::Reply change;
  *change.add_sessions() = sessionView(kSession, "open");
  *change.add_candidates() = candidateView(bo, "Petit", "ended");
  receive(change);
  EXPECT_EQ(place.outlook().room->find(bo)->phase(), "ended");
  EXPECT_EQ(place.outlook().room->candidates().size(), 2U);
  EXPECT_EQ(before->find(bo)->phase(), "running") << "whoever still reads the room of before sees it unchanged";
}

TEST_F(WorkplaceTest, DoesNotTakeTheOverviewForTheRoom) {
  join();
  place.look(kSession);
  receive(wholeRoom({candidateView(ada, "Noël", "running")}));
  message::Reply overview;
  *overview.add_sessions() = sessionView(kSession, "open");
  *overview.add_standings() = toMessage(standingAt(4, 0, 7));
  overview.add_machines()->set_label("Poste 1");
  receive(overview);
  EXPECT_EQ(place.outlook().room->candidates().size(), 1U);
}

TEST_F(WorkplaceTest, LeavesTheRoomAloneWhenAnotherSessionChanges) {
  join();
  place.look(kSession);
  receive(wholeRoom({candidateView(ada, "Noël", "running")}));
  message::Reply change;
  *change.add_sessions() = sessionView(idOf<base::SessionId>(9), "open");
  *change.add_candidates() = candidateView(bo, "Autre", "running");
  receive(change);
  EXPECT_EQ(place.outlook().room->candidates().size(), 1U);
}

TEST_F(WorkplaceTest, SettlesEachOrderOnce) {
  join();
  std::vector<std::string> outcomes;
  const auto note = [&](const std::optional<base::Error>& refusal) {
    outcomes.push_back(refusal ? refusal->code : "done");
  };
  const Order first = openSession(kSession);
  const Order second = pauseSession(kSession);
  place.give(first, note, kNow);
  place.give(second, note, kNow);
  message::StaffDone done;
  done.set_command(first.body.command());
  receive(done);
  message::Refused refused;
  refused.set_command(second.body.command());
  refused.set_code("session-not-open");
  receive(refused);
  EXPECT_THAT(outcomes, ::testing::ElementsAre("done", "session-not-open"));
}

TEST_F(WorkplaceTest, RepeatsAnUnansweredOrderWithTheSameBytesOnTheNextLink) {
  join();
  std::string outcome;
  place.give(openSession(kSession), [&](const auto& refusal) { outcome = refusal ? refusal->code : "done"; }, kNow);
  const auto first = sent<message::StaffCommand>();
  ASSERT_EQ(first.size(), 1U);
  place.linkLost({"truncated", ""}, kNow);
  EXPECT_EQ(outcome, "") << "it waits";
  join();
  const auto again = sent<message::StaffCommand>();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].SerializeAsString(), first[0].SerializeAsString());
}

TEST_F(WorkplaceTest, StopsAtAFork) {
  join(5);
  std::string outcome;
  place.give(openSession(kSession), [&](const auto& refusal) { outcome = refusal ? refusal->code : "done"; }, kNow);
  place.takeOutgoing();
  message::HeartbeatReply back;
  *back.mutable_standing() = toMessage(standingAt(4));
  receive(back);
  EXPECT_EQ(outcome, "fork");
  ASSERT_TRUE(place.outlook().fork.has_value());
  EXPECT_EQ(place.outlook().link.phase, LinkPhase::stopped);
  EXPECT_FALSE(place.mayConnect());
  EXPECT_EQ(sent<message::ForkReport>().size(), 1U);
  place.give(openSession(kSession), [&](const auto& refusal) { outcome = "after: " + refusal->code; }, kNow);
  EXPECT_EQ(outcome, "after: fork");
}

TEST_F(WorkplaceTest, SettlesWhatWaitsWhenTheCentreRefusesThisConsole) {
  std::string outcome;
  place.give(openSession(kSession), [&](const auto& refusal) { outcome = refusal ? refusal->code : "done"; }, kNow);
  place.linkRefused({"not-admitted", "unknown certificate"}, kNow);
  EXPECT_EQ(outcome, "not-admitted");
  EXPECT_EQ(place.outlook().link.phase, LinkPhase::refused);
  place.linkLost({"closed", ""}, kNow);
  EXPECT_EQ(place.outlook().link.phase, LinkPhase::refused) << "the reason stays on the screen";
}

TEST_F(WorkplaceTest, RefusesWhatIsTooLongForTheCentre) {
  join();
  std::string outcome;
  place.give(
      messageEverybody(kSession, std::string(62'000, 'x')),
      [&](const auto& refusal) { outcome = refusal ? refusal->code : "done"; }, kNow);
  EXPECT_EQ(outcome, "message-too-big");
}

TEST_F(WorkplaceTest, AsksForEachNewPictureOnceAndOneAtATime) {
  join();
  place.look(kSession);
  auto withPicture = [&](const base::CandidateRef& who, std::uint32_t number) {
    auto view = candidateView(who, "Noël", "running");
    view.set_last_picture(number);
    return view;
  };
  sent<message::Query>();
  receive(wholeRoom({withPicture(ada, 3), withPicture(bo, 5)}));
  auto queries = sent<message::Query>();
  ASSERT_EQ(queries.size(), 1U) << "an order would not wait behind more";
  EXPECT_EQ(queries[0].candidate(), ada.bytes());
  EXPECT_EQ(queries[0].number(), 3U);
  message::Reply reply;
  reply.set_id(queries[0].id());
  reply.mutable_picture()->set_number(3);
  reply.mutable_picture()->set_jpeg("jpeg");
  receive(reply);
  ASSERT_TRUE(place.outlook().pictures.contains(ada));
  EXPECT_EQ(place.outlook().pictures.at(ada)->jpeg(), "jpeg");
  queries = sent<message::Query>();
  ASSERT_EQ(queries.size(), 1U);
  EXPECT_EQ(queries[0].candidate(), bo.bytes());
  message::Refused gone;
  gone.set_code("keys-erased");
  receive(gone);
  EXPECT_FALSE(place.outlook().pictures.contains(bo));
  receive(wholeRoom({withPicture(ada, 3), withPicture(bo, 5)}));
  EXPECT_TRUE(sent<message::Query>().empty()) << "nothing is asked for twice";
}

TEST_F(WorkplaceTest, KeepsDoubtsForThePerson) {
  join();
  message::CheckpointToSign forged;
  *forged.mutable_checkpoint() = signedCheckpoint(*newKey(), standingAt(2));
  receive(forged);
  ASSERT_EQ(place.outlook().notices.size(), 1U);
  EXPECT_EQ(place.outlook().notices[0].code, "checkpoint-doubted");
  EXPECT_TRUE(sent<message::Countersign>().empty());
}

// ---- one candidate closely ----

class LiveTest : public WorkplaceTest {
 protected:
  LiveTest() {
    join();
    place.look(kSession);
    auto away = candidateView(bo, "Petit", "running");
    away.set_capture("refused");
    auto here = candidateView(ada, "Noël", "running");
    for (auto* one : {&here, &away}) one->set_linked(true);
    receive(wholeRoom({here, away}));
    place.takeOutgoing();
  }

  std::vector<message::Query> asked() {
    auto queries = sent<message::Query>();
    std::erase_if(queries, [](const message::Query& one) { return one.about_case() != message::Query::kTile; });
    return queries;
  }
  void tile(const message::Query& query, const std::string& jpeg) {
    message::Reply reply;
    reply.set_id(query.id());
    reply.mutable_picture()->set_candidate(query.candidate());
    reply.mutable_picture()->set_jpeg(jpeg);
    receive(reply);
  }
  void refuse(const std::string& code) {
    message::Refused refused;
    refused.set_code(code);
    receive(refused);
  }
};

TEST_F(LiveTest, AsksForTheNextTileWhenTheLastHasComeAndNoFasterThanTheBeat) {
  EXPECT_TRUE(asked().empty()) << "nobody is looked at";
  place.regard(ada);
  auto first = asked();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].candidate(), ada.bytes());
  place.beat();
  EXPECT_TRUE(asked().empty()) << "one is under way";
  tile(first[0], "one");
  EXPECT_TRUE(asked().empty()) << "the next one with the beat";
  ASSERT_TRUE(place.outlook().live && place.outlook().live->picture);
  EXPECT_EQ(place.outlook().live->picture->jpeg(), "one");
  place.beat();
  EXPECT_EQ(asked().size(), 1U);
  place.regard(std::nullopt);
  EXPECT_FALSE(place.outlook().live);
  place.beat();
  EXPECT_TRUE(asked().empty());
}

TEST_F(LiveTest, LetsNoOrderWaitForASeatThatIsSlow) {
  place.regard(ada);
  const auto query = asked();
  ASSERT_EQ(query.size(), 1U);
  bool isDone = false;
  place.give(pauseCandidate(kSession, ada), [&](const auto& refusal) { isDone = !refusal; }, kNow);
  const auto orders = sent<message::StaffCommand>();
  ASSERT_EQ(orders.size(), 1U) << "beside the tile";
  refuse("tile-late");
  EXPECT_FALSE(isDone) << "the refusal is the tile's";
  exam::record::StaffBody body;
  ASSERT_TRUE(body.ParseFromString(orders[0].signed_().body()));
  message::StaffDone done;
  done.set_command(body.command());
  *done.mutable_standing() = toMessage(standingAt(9));
  receive(done);
  EXPECT_TRUE(isDone);
}

TEST_F(LiveTest, SaysWhyThereIsNoneAndRestsBeforeItAsksAgain) {
  place.regard(ada);
  tile(asked().at(0), "one");
  place.beat();
  ASSERT_EQ(asked().size(), 1U);
  refuse("tile-unlinked");
  ASSERT_TRUE(place.outlook().live && place.outlook().live->why);
  EXPECT_EQ(place.outlook().live->why->code, "tile-unlinked");
  EXPECT_EQ(place.outlook().live->picture, nullptr) << "an old picture is not live";
  place.beat();
  EXPECT_TRUE(asked().empty());
  for (int i = 0; i < 4; ++i) place.beat();
  const auto again = asked();
  ASSERT_EQ(again.size(), 1U);
  tile(again[0], "two");
  EXPECT_FALSE(place.outlook().live->why);
}

TEST_F(LiveTest, DoesNotAskForWhoDoesWithoutTheCamera) {
  place.regard(bo);
  place.beat();
  EXPECT_TRUE(asked().empty());
}

TEST_F(LiveTest, ShowsNobodyTheTileOfWhoWasLookedAtBefore) {
  place.regard(ada);
  const auto old = asked();
  ASSERT_EQ(old.size(), 1U);
  message::Reply change;
  *change.add_sessions() = sessionView(kSession, "open");
  auto back = candidateView(bo, "Petit", "running");
  back.set_linked(true);
  back.set_capture("pictures");
  *change.add_candidates() = back;
  receive(change);
  place.regard(bo);
  EXPECT_TRUE(asked().empty()) << "the old question is still under way";
  tile(old[0], "ada");
  EXPECT_EQ(place.outlook().live->picture, nullptr);
  const auto now = asked();
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].candidate(), bo.bytes());
}

TEST_F(LiveTest, BeginsAnewOnTheNextLink) {
  place.regard(ada);
  tile(asked().at(0), "one");
  place.beat();
  asked();
  place.linkLost({"truncated", ""}, kNow);
  EXPECT_EQ(place.outlook().live->picture, nullptr);
  join(5);
  place.beat();
  EXPECT_EQ(asked().size(), 1U);
}

}  // namespace
}  // namespace vigie::console
