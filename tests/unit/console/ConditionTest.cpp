#include "proctor-console/model/Condition.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/Scene.hpp"

namespace vigie::console::test {
namespace {

const auto kSession = idOf<base::SessionId>(7);
const auto kAda = idOf<base::CandidateRef>(1);
const auto kBob = idOf<base::CandidateRef>(2);

Room roomWith(const std::string& phase, const message::CandidateView& ada, const message::CandidateView& bob) {
  message::Reply reply;
  *reply.add_sessions() = sessionView(kSession, phase);
  *reply.add_candidates() = ada;
  *reply.add_candidates() = bob;
  Room room(kSession);
  room.replace(reply);
  return room;
}

Room roomWith(const std::string& phase, const std::string& ada, const std::string& bob) {
  return roomWith(phase, candidateView(kAda, "Arnaud", ada), candidateView(kBob, "Zola", bob));
}

TEST(Condition, OfTheSessionHoldsOncePhaseIsReached) {
  struct Case {
    const char* until;
    const char* session;
    const char* ada;
    const char* bob;
    bool expected;
  };
  const Case cases[] = {
      {"open", "created", "added", "added", false},        {"open", "open", "added", "added", true},
      {"open", "ended", "ended", "ended", true},           {"ended", "open", "ended", "ended", false},
      {"all-ready", "open", "ready", "identified", false}, {"all-ready", "open", "ready", "running", true},
      {"all-ended", "open", "ended", "running", false},    {"all-ended", "open", "ended", "ended", true},
      {"all-seated", "open", "seated", "added", false},    {"all-running", "open", "running", "ended", true},
      {"finalised", "ended", "ended", "ended", false},     {"finalised", "finalised", "ended", "ended", true},
      {"alert", "open", "running", "running", false},      {"no-alert", "open", "running", "running", true},
      {"paused", "open", "running", "running", false},     {"resumed", "open", "running", "running", true},
  };
  for (const Case& one : cases) {
    const Condition condition{one.until, std::nullopt, "", 0};
    ASSERT_TRUE(checkCondition(condition)) << one.until;
    EXPECT_EQ(holds(condition, roomWith(one.session, one.ada, one.bob)), one.expected)
        << one.until << " " << one.session;
  }
}

TEST(Condition, OfOneCandidateIgnoresTheOthers) {
  const Room room = roomWith("open", "running", "seated");
  EXPECT_TRUE(holds({"", kAda, "running", 0}, room));
  EXPECT_TRUE(holds({"", kAda, "identified", 0}, room));
  EXPECT_FALSE(holds({"", kAda, "ended", 0}, room));
  EXPECT_FALSE(holds({"", kBob, "identified", 0}, room));
  EXPECT_TRUE(holds({"", kBob, "linked", 0}, room));
  EXPECT_FALSE(holds({"", kBob, "unlinked", 0}, room));
  EXPECT_FALSE(holds({"", idOf<base::CandidateRef>(3), "seated", 0}, room)) << "nobody with this reference";
}

TEST(Condition, WaitsForAQuestionAndAPhaseTogether) {
  message::CandidateView ada = candidateView(kAda, "Arnaud", "running");
  ada.set_question(4);
  const Room room = roomWith("open", ada, candidateView(kBob, "Zola", "added"));
  EXPECT_TRUE(holds({"", kAda, "", 4}, room));
  EXPECT_FALSE(holds({"", kAda, "", 5}, room));
  EXPECT_FALSE(holds({"", kAda, "ended", 4}, room));
  EXPECT_FALSE(holds({"ended", kAda, "", 4}, room));
}

TEST(Condition, AlertIsTheCandidatesOwn) {
  message::Reply change;
  *change.add_alerts() = alertView(1, kBob, true);
  Room room = roomWith("open", "running", "running");
  room.merge(change);
  EXPECT_TRUE(holds({"", kBob, "alert", 0}, room));
  EXPECT_FALSE(holds({"", kAda, "alert", 0}, room));
  EXPECT_TRUE(holds({"alert", std::nullopt, "", 0}, room));
}

TEST(Condition, IssuedWantsACertificateForEveryValidatedResult) {
  message::CandidateView ada = candidateView(kAda, "Arnaud", "ended");
  ada.set_status("validated");
  message::CandidateView bob = candidateView(kBob, "Zola", "ended");
  bob.set_status("rejected");
  const Condition issued{"issued", std::nullopt, "", 0};
  EXPECT_FALSE(holds(issued, roomWith("finalised", ada, bob)));
  ada.set_certificate("P-BCDF2346");
  EXPECT_TRUE(holds(issued, roomWith("finalised", ada, bob)));
  EXPECT_FALSE(holds(issued, roomWith("ended", ada, bob)));
}

TEST(Condition, HoldsNothingBeforeTheRoomWasShown) {
  EXPECT_FALSE(holds({"no-alert", std::nullopt, "", 0}, Room(kSession)));
}

TEST(Condition, RefusesUnknownOrIncompleteWords) {
  const Condition wrong[] = {{"soon", std::nullopt, "", 0},    {"", kAda, "all-ready", 0},
                             {"", std::nullopt, "running", 0}, {"", std::nullopt, "", 3},
                             {"", std::nullopt, "", 0},        {"", kAda, "", 0}};
  for (const Condition& one : wrong) {
    const auto checked = checkCondition(one);
    ASSERT_FALSE(checked) << one.until << "/" << one.phase;
    EXPECT_EQ(checked.error().code, "condition-unknown");
  }
}

}  // namespace
}  // namespace vigie::console::test
