// What the window says about sessions, the centre and people, without a window.
#include <gmock/gmock.h>

#include "common/exam/Accommodations.hpp"
#include "proctor-console/model/NextStep.hpp"
#include "proctor-console/model/TileWords.hpp"
#include "tests/unit/console/DeskScene.hpp"

namespace vigie::console {
namespace {

namespace message = protocol::message;
using namespace test;

const Text kEnglish(Language::english);

message::SessionView session(const std::string& phase, std::uint32_t candidates = 2) {
  message::SessionView view = sessionView(kSession, phase);
  view.set_candidates(candidates);
  return view;
}

TEST(NextStep, FollowsASessionFromItsCreationToTheRegistry) {
  EXPECT_EQ(nextStep(session("created", 0)), NextStep::addCandidates);
  EXPECT_EQ(nextStep(session("created")), NextStep::open);
  EXPECT_EQ(nextStep(session("open", 0)), NextStep::addCandidates);
  auto view = session("open");
  EXPECT_EQ(nextStep(view), NextStep::confirmAndWatch);
  view.set_paused(true);
  EXPECT_EQ(nextStep(view), NextStep::resume);
  view.set_paused(false);
  view.set_ended(2);
  EXPECT_EQ(nextStep(view), NextStep::endSession);
  EXPECT_EQ(nextStep(session("ended")), NextStep::finalise);
  view = session("finalised");
  EXPECT_EQ(nextStep(view), NextStep::issue);
  view.set_certificates(2);
  EXPECT_EQ(nextStep(view), NextStep::awaitRegistry);
  view.set_anchored(true);
  EXPECT_EQ(nextStep(view), NextStep::seeResults);
}

TEST(NextStep, HasAButtonInBothLanguages) {
  for (int step = 0; step <= static_cast<int>(NextStep::seeResults); ++step) {
    EXPECT_FALSE(buttonOf(static_cast<NextStep>(step)).french.empty());
    EXPECT_FALSE(buttonOf(static_cast<NextStep>(step)).english.empty());
  }
}

Outlook linked() {
  Outlook outlook;
  outlook.link.phase = LinkPhase::linked;
  outlook.health = 10;
  return outlook;
}

Level levelOf(const Outlook& outlook, std::size_t line) {
  return readinessOf(outlook, kEnglish, kNow).at(line).level;
}

TEST(Readiness, HasFiveLinesThatAllSayTheirLevelInWords) {
  const auto lines = readinessOf(linked(), kEnglish, kNow);
  ASSERT_EQ(lines.size(), 5U);
  for (const auto& line : lines) {
    EXPECT_FALSE(line.words.empty());
    EXPECT_FALSE(nameOf(line.level).english.empty());
  }
}

TEST(Readiness, KnowsNothingWithoutTheServer) {
  Outlook outlook;
  outlook.link.phase = LinkPhase::lost;
  EXPECT_EQ(levelOf(outlook, 0), Level::bad);
  for (std::size_t line = 1; line < 5; ++line) EXPECT_EQ(levelOf(outlook, line), Level::unknown) << line;
}

TEST(Readiness, ComparesTheServersDateWithThisComputers) {
  Outlook outlook = linked();
  EXPECT_EQ(levelOf(outlook, 1), Level::good);
  outlook.centreAheadMs = -600'000;
  EXPECT_EQ(levelOf(outlook, 1), Level::attention);
  outlook.centreAheadMs = 86'400'000;
  EXPECT_EQ(levelOf(outlook, 1), Level::bad);
}

TEST(Readiness, CountsTheSeatsThatAreLinked) {
  Outlook outlook = linked();
  EXPECT_EQ(levelOf(outlook, 3), Level::bad) << "no seat at all";
  for (const bool isLinked : {true, false}) {
    auto& seat = outlook.machines.emplace_back();
    seat.set_role("seat");
    seat.set_linked(isLinked);
  }
  outlook.machines.emplace_back().set_role("console");
  const auto line = readinessOf(outlook, kEnglish, kNow).at(3);
  EXPECT_EQ(line.level, Level::attention);
  EXPECT_EQ(line.words, "1 linked of 2");
}

TEST(TileWords, SaysTheMostUrgentFirst) {
  Room room(kSession);
  const auto ada = idOf<base::CandidateRef>(1);
  message::Reply view;
  *view.add_sessions() = session("open");
  auto candidate = candidateView(ada, "Noël", "running");
  candidate.set_question(7);
  candidate.set_questions(32);
  candidate.set_workstation_label("Poste 3");
  *view.add_candidates() = candidate;
  room.replace(view);
  TileWords words = tileWords(room, candidate, kEnglish);
  EXPECT_EQ(words.state, "Running");
  EXPECT_EQ(words.question, "Question 7 of 32");
  EXPECT_TRUE(words.counts);
  EXPECT_EQ(words.level, Level::good);

  candidate.set_paused(true);
  EXPECT_EQ(tileWords(room, candidate, kEnglish).state, "Paused");
  candidate.set_linked(false);
  words = tileWords(room, candidate, kEnglish);
  EXPECT_EQ(words.state, "Link lost");
  EXPECT_EQ(words.level, Level::bad);
  EXPECT_FALSE(words.counts);

  auto alert = alertView(4, ada, true);
  alert.set_category("does-not-display");
  alert.set_comment("l'image manque");
  alert.set_question(7);
  *view.add_alerts() = alert;
  room.replace(view);
  words = tileWords(room, candidate, kEnglish);
  EXPECT_EQ(words.state, "Report to decide");
  EXPECT_EQ(words.alert, "does not display: \"l'image manque\"");
  EXPECT_EQ(alertWords(room, alert, kEnglish),
            "Noël Ada · Poste 3 · question 7 · does not display: \"l'image manque\"");
}

TEST(TileWords, SaysOnTheTileWhoHelpsAndEverythingAgreedOnlyCloseUp) {
  Room room(kSession);
  auto view = candidateView(idOf<base::CandidateRef>(1), "Noël", "running");
  EXPECT_TRUE(tileWords(room, view, kEnglish).agreed.empty());
  for (const char* name : {"veil", "large-text", "human-reader", "scribe"}) view.add_accommodations(name);
  const TileWords words = tileWords(room, view, kEnglish);
  EXPECT_EQ(words.beside, "Agreed: a person reads the questions, a person writes the answers");
  EXPECT_EQ(words.agreed,
            "Accommodations: veil or head covering, large text, a person reads the questions, a person "
            "writes the answers");
  view.set_phase("ended");
  EXPECT_TRUE(tileWords(room, view, kEnglish).beside.empty());
}

TEST(TileWords, HasWordsForEveryAccommodationInBothLanguages) {
  for (const exam::KnownAccommodation& one : exam::knownAccommodations()) {
    const std::string name(one.name);
    EXPECT_NE(kEnglish.word(name), name);
    EXPECT_NE(Text(Language::french).word(name), kEnglish.word(name)) << name;
  }
}

TEST(TileWords, TellsHowATestEnded) {
  Room room(kSession);
  auto candidate = candidateView(idOf<base::CandidateRef>(1), "Noël", "ended");
  EXPECT_EQ(tileWords(room, candidate, kEnglish).state, "Finished");
  candidate.set_has_result(true);
  candidate.set_status("rejected");
  EXPECT_EQ(tileWords(room, candidate, kEnglish).state, "Not validated");
  candidate.set_status("validated");
  candidate.set_certificate("P-1234");
  EXPECT_EQ(tileWords(room, candidate, kEnglish).state, "Certificate issued");
}

}  // namespace
}  // namespace vigie::console
