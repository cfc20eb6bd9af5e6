#include "proctor-console/model/Room.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/Scene.hpp"

namespace vigie::console::test {
namespace {

const auto kSession = idOf<base::SessionId>(7);
const auto kAda = idOf<base::CandidateRef>(1);
const auto kBob = idOf<base::CandidateRef>(2);

message::Reply roomOf(std::vector<message::CandidateView> candidates) {
  message::Reply reply;
  *reply.add_sessions() = sessionView(kSession, "open");
  for (auto& view : candidates) *reply.add_candidates() = std::move(view);
  return reply;
}

TEST(Room, ShowsWhatTheReplySays) {
  Room room(kSession);
  EXPECT_FALSE(room.session());
  room.replace(roomOf({candidateView(kBob, "Zola", "running"), candidateView(kAda, "Arnaud", "ready")}));
  ASSERT_TRUE(room.session());
  EXPECT_EQ(room.session()->phase(), "open");
  ASSERT_EQ(room.byName().size(), 2U);
  EXPECT_EQ(room.byName()[0]->family_name(), "Arnaud");
  EXPECT_EQ(room.find(kBob)->phase(), "running");
}

TEST(Room, ReplacingDropsWhatIsNotThereAnyMore) {
  Room room(kSession);
  message::Reply first = roomOf({candidateView(kBob, "Zola", "running"), candidateView(kAda, "Arnaud", "ready")});
  *first.add_alerts() = alertView(1, kBob, true);
  room.replace(first);
  room.replace(roomOf({candidateView(kAda, "Arnaud", "ready")}));
  EXPECT_EQ(room.find(kBob), nullptr);
  EXPECT_TRUE(room.alerts().empty());
}

TEST(Room, MergesPushedChangesAndNamesThem) {
  Room room(kSession);
  room.replace(roomOf({candidateView(kBob, "Zola", "ready"), candidateView(kAda, "Arnaud", "ready")}));
  message::Reply change;
  *change.add_sessions() = sessionView(kSession, "open");  // as before
  *change.add_candidates() = candidateView(kBob, "Zola", "running");
  *change.add_candidates() = candidateView(kAda, "Arnaud", "ready");  // as before
  *change.add_alerts() = alertView(1, kBob, true);
  EXPECT_EQ(room.merge(change), (RoomChange{false, {kBob}, {1}}));
  EXPECT_EQ(room.merge(change), RoomChange{});
  EXPECT_EQ(room.find(kBob)->phase(), "running");
  EXPECT_EQ(room.find(kAda)->phase(), "ready");
}

TEST(Room, IgnoresOtherSessionsAndMalformedReferences) {
  Room room(kSession);
  message::Reply reply;
  *reply.add_sessions() = sessionView(idOf<base::SessionId>(99), "ended");
  reply.add_candidates()->set_candidate("short");
  room.replace(reply);
  EXPECT_FALSE(room.session());
  EXPECT_TRUE(room.candidates().empty());
}

TEST(Room, CallsForAttention) {
  Room room(kSession);
  room.replace(roomOf({candidateView(kBob, "Zola", "identified"), candidateView(kAda, "Arnaud", "running")}));
  EXPECT_EQ(room.attention(*room.find(kBob)), Attention::confirmPresence);
  EXPECT_EQ(room.attention(*room.find(kAda)), Attention::none);

  message::Reply change;
  message::CandidateView lost = candidateView(kAda, "Arnaud", "running");
  lost.set_linked(false);
  *change.add_candidates() = lost;
  room.merge(change);
  EXPECT_EQ(room.attention(*room.find(kAda)), Attention::linkLost);

  *change.add_alerts() = alertView(1, kAda, true);
  room.merge(change);
  EXPECT_EQ(room.attention(*room.find(kAda)), Attention::openAlert);

  *change.mutable_candidates(0) = candidateView(kAda, "Arnaud", "ended");
  room.merge(change);
  EXPECT_EQ(room.attention(*room.find(kAda)), Attention::none);
}

TEST(Room, NobodyLinkedBeforeCheckInIsNoLoss) {
  Room room(kSession);
  message::CandidateView added = candidateView(kBob, "Zola", "added");
  added.set_linked(false);
  room.replace(roomOf({added}));
  EXPECT_EQ(room.attention(*room.find(kBob)), Attention::none);
}

TEST(Room, ListsOpenAlertsOldestFirst) {
  Room room(kSession);
  message::Reply reply = roomOf({});
  *reply.add_alerts() = alertView(3, kBob, true);
  *reply.add_alerts() = alertView(2, kBob, false);
  *reply.add_alerts() = alertView(1, kAda, true);
  room.replace(reply);
  ASSERT_EQ(room.openAlerts().size(), 2U);
  EXPECT_EQ(room.openAlerts()[0]->alert(), 1U);
  EXPECT_EQ(room.openAlerts()[1]->alert(), 3U);
}

TEST(Room, KnowsHowFarEverybodyCame) {
  using enum exam::CandidatePhase;
  Room room(kSession);
  room.replace(roomOf({}));
  EXPECT_FALSE(room.allReached(added)) << "an empty room has not come anywhere";
  room.replace(roomOf({candidateView(kBob, "Zola", "running"), candidateView(kAda, "Arnaud", "ready")}));
  EXPECT_TRUE(room.allReached(ready));
  EXPECT_FALSE(room.allReached(running));
  EXPECT_TRUE(room.sessionReached(exam::SessionPhase::created));
  EXPECT_FALSE(room.sessionReached(exam::SessionPhase::ended));
}

TEST(Room, KnowsEveryPhaseByName) {
  using Candidate = exam::CandidatePhase;
  for (const Candidate phase : {Candidate::added, Candidate::seated, Candidate::identified, Candidate::ready,
                                Candidate::running, Candidate::ended}) {
    EXPECT_EQ(candidatePhase(exam::phaseName(phase)), phase);
  }
  EXPECT_FALSE(candidatePhase("asleep"));
  EXPECT_EQ(sessionPhase("finalised"), exam::SessionPhase::finalised);
  EXPECT_FALSE(sessionPhase(""));
}

}  // namespace
}  // namespace vigie::console::test
