// Somebody holds every key that lies on the server, and works on the data folder of a finished session: records
// changed, private parts sealed again, hashes, checkpoints and certificates made again and signed. verify-session, the
// program, names each of their deeds, with the place and a sentence, and exits 3.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "common/content/ItemSource.hpp"
#include "common/journal/VaultSegment.hpp"
#include "tests/support/AuditorDesk.hpp"
#include "tests/support/InsiderDeeds.hpp"
#include "tests/support/ShellRun.hpp"
#include "tests/unit/center/PictureScene.hpp"

namespace vigie::support {
namespace {

// One candidate, who takes 40 seconds for each answer: five minutes are several answers.
SyntheticSession& session() {
  static SyntheticSession* session = [] {
    auto* made = new SyntheticSession({.candidates = 1, .secondsPerAnswer = 40});
    made->run();
    return made;
  }();
  return *session;
}

struct Deed {
  const char* name;
  void (*commit)(Insider&);
  const char* code;      // of a finding
  const char* sentence;  // part of it
};

void PrintTo(const Deed& deed, std::ostream* out) {
  *out << deed.name;
}

nlohmann::json audit(const AuditorDesk& desk, const std::filesystem::path& subject) {
  const Ran ran = shellRun(VIGIE_PROGRAM, "'" + subject.string() + "'" + desk.trusting() + desk.withBank() + " --json");
  auto report = nlohmann::json::parse(ran.out);
  report["exit"] = ran.status;
  return report;
}

bool isNamed(const nlohmann::json& report, const Deed& deed) {
  for (const auto& finding : report["findings"]) {
    if (finding["code"] == deed.code && finding["status"] == 3 &&
        finding["sentence"].get<std::string>().find(deed.sentence) != std::string::npos) {
      return true;
    }
  }
  return false;
}

// The same with a camera: pictures 1 to 3 lie in the vault.
SyntheticSession& photographedSession() {
  static SyntheticSession* session = [] {
    auto* made = new SyntheticSession({.candidates = 1});
    made->create();
    made->open();
    made->seat();
    Photographer photographer(*made, 0);
    for (const std::uint32_t number : {1U, 2U, 3U}) {
      EXPECT_EQ(photographer.picture(number, jpegOf(static_cast<char>('a' + number))), "stored");
      made->step(0);
    }
    made->answerAll();
    made->close();
    return made;
  }();
  return *session;
}

class InsiderDeed : public testing::TestWithParam<Deed> {};

TEST_P(InsiderDeed, IsNamedByVerifySession) {
  const AuditorDesk desk(session());
  Insider insider(session());
  GetParam().commit(insider);
  insider.coverTracks();
  insider.writeDataFolder(desk.path("centre"));
  AuditorDesk::put(desk.path("session.bundle"), insider.signedBundle());
  for (const char* subject : {"centre", "session.bundle"}) {
    const nlohmann::json report = audit(desk, desk.path(subject));
    EXPECT_EQ(report["exit"], 3) << report.dump(1);
    EXPECT_TRUE(isNamed(report, GetParam())) << subject << "\n" << report.dump(1);
  }
}

// A question that nobody was asked, in the words of the demonstration's bank.
void askAnotherItem(Insider& insider) {
  std::set<std::string> asked;
  for (KeptRecord& one : insider.records) {
    if (const auto* question = one.as<exam::record::QuestionAsked>()) asked.insert(question->item());
  }
  for (const content::Item& item : syntheticBank().bank->items()) {
    if (asked.contains(item.id)) continue;
    someQuestion(insider).set_item(item.id);
    return;
  }
}

// The clock of the last checkpoint and all after it: "it was over before the ticket ended".
void moveEndOfSession(Insider& insider) {
  const std::size_t from = insider.findLast<exam::record::AnswerAccepted>();
  for (std::size_t i = from; i < insider.records.size(); ++i) insider.records[i].record.wallMs -= 1'800'000;
}

// Only what nobody outside signed: the ticks between two answers.
void stretchTicks(Insider& insider) {
  for (KeptRecord& one : insider.records) {
    if (one.as<exam::record::Ticked>() != nullptr) one.record.wallMs += 3'000;
  }
}

INSTANTIATE_TEST_SUITE_P(
    OnAFinishedSession, InsiderDeed,
    testing::Values(Deed{"TurnsAnAnswer", turnLastAnswer, "head-disagrees", "vouched for another past"},
                    Deed{"TurnsAnAnswerAgainstItsText", turnLastAnswer, "head-disagrees", "staff"},
                    Deed{"RewritesAnAnswerWithItsText", rewriteLastWrongAnswer, "answer-mismatch",
                         "the private part is not the one that was signed"},
                    Deed{"DropsTheLastFiveMinutes", dropLastFiveMinutes, "head-disagrees", "staff"},
                    Deed{"MovesTheClock", moveClock, "head-disagrees", "vouched for another past"},
                    Deed{"MovesTheEndOfTheSession", moveEndOfSession, "head-disagrees", "staff"},
                    Deed{"StretchesTicks", stretchTicks, "head-disagrees", "answer"},
                    Deed{"SwapsAQuestionsText", swapQuestionText, "question-content", "question"},
                    Deed{"AsksAnotherItem", askAnotherItem, "question-choice", "question"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Insider, WhoChangesNothingLeavesASessionThatHolds) {
  // Otherwise the deeds above could be found by the tool's own traces.
  const AuditorDesk desk(session());
  Insider insider(session());
  insider.coverTracks();
  insider.writeDataFolder(desk.path("centre"));
  const nlohmann::json report = audit(desk, desk.path("centre"));
  EXPECT_EQ(report["exit"], 0) << report.dump(1);
  EXPECT_TRUE(report["findings"].empty()) << report.dump(1);
  EXPECT_EQ(report["facts"]["answersJudgedAgain"], report["facts"]["answers"]);
}

TEST(Insider, WhoChangesNothingLeavesAPhotographedSessionThatHolds) {
  const AuditorDesk desk(photographedSession());
  Insider insider(photographedSession());
  insider.coverTracks();
  insider.writeDataFolder(desk.path("centre"));
  const nlohmann::json report = audit(desk, desk.path("centre"));
  EXPECT_EQ(report["exit"], 0) << report.dump(1);
}

TEST(Insider, CannotDeleteAnAnnouncedPictureFromTheVault) {
  const AuditorDesk desk(photographedSession());
  Insider insider(photographedSession());
  insider.coverTracks();
  insider.writeDataFolder(desk.path("centre"));
  std::filesystem::remove(journal::segmentFile(desk.path("centre") / "vault", photographedSession().id(), 1));
  const nlohmann::json report = audit(desk, desk.path("centre"));
  EXPECT_EQ(report["exit"], 3);
  EXPECT_TRUE(isNamed(report, {"", nullptr, "picture-damaged", "not the one that was announced"})) << report.dump(1);
}

TEST(Insider, CannotDeleteAPictureWithItsAnnouncement) {
  const AuditorDesk desk(photographedSession());
  Insider insider(photographedSession());
  forgetPicture(insider, 2);
  insider.coverTracks();
  insider.writeDataFolder(desk.path("centre"));
  AuditorDesk::put(desk.path("session.bundle"), insider.signedBundle());
  for (const char* subject : {"centre", "session.bundle"}) {
    const nlohmann::json report = audit(desk, desk.path(subject));
    EXPECT_EQ(report["exit"], 3);
    EXPECT_TRUE(isNamed(report, {"", nullptr, "head-disagrees", "vouched for another past"})) << report.dump(1);
  }
}

TEST(Insider, CannotSwapATextInTheBankItself) {
  // They hold the content key, so bank.items can be sealed again; bank.cal, which its author signed, names its digest.
  const AuditorDesk desk(session());
  Insider(session()).writeDataFolder(desk.path("centre"));
  const SyntheticBank& bank = syntheticBank();
  const auto authors = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  std::string text = must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/items.json"));
  const std::string word = "web page is very long";
  text.replace(text.find(word), word.size(), "web page is quite short");
  const auto source = must(content::readItemSource(text));
  const auto theirs = must(content::makeBank(source, 1, authors, bank.contentKey));
  AuditorDesk::put(desk.bankFolder() / "bank.items", theirs.items);
  nlohmann::json report = audit(desk, desk.path("centre"));
  EXPECT_EQ(report["exit"], 3);
  EXPECT_TRUE(isNamed(report, {"", nullptr, "bank-damaged", "bank.items was altered"})) << report.dump(1);
  AuditorDesk::put(desk.bankFolder() / "bank.cal", theirs.cal);  // and a calibration of their own
  report = audit(desk, desk.path("centre"));
  EXPECT_EQ(report["exit"], 3);
  EXPECT_TRUE(isNamed(report, {"", nullptr, "bank-differs", "not the one that the ticket names"})) << report.dump(1);
}

}  // namespace
}  // namespace vigie::support
