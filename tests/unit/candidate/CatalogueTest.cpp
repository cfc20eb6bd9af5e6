// The words of the candidate's screens, in both languages, and what screen readers ask of them.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QRegularExpression>
#include <QScrollArea>

#include "candidate-client/ui/Catalogue.hpp"
#include "common/ui/Accessibility.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

using ui::Language;

TEST(Catalogue, HasWordsForEveryTextInBothLanguages) {
  for (int i = 0; i < static_cast<int>(Text::count); ++i) {
    const auto text = static_cast<Text>(i);
    EXPECT_FALSE(say(text, Language::french).isEmpty()) << i;
    EXPECT_FALSE(say(text, Language::english).isEmpty()) << i;
    EXPECT_EQ(say(text, Language::french).count('%'), say(text, Language::english).count('%')) << i;
  }
}

// Easy to read: one idea in a sentence, at most 20 words.
TEST(Catalogue, SpeaksInShortSentences) {
  static const QRegularExpression kEnd("[.!?:;…](\\s|$)");
  static const QRegularExpression kSpace("\\s+");
  for (int i = 0; i < static_cast<int>(Text::count); ++i) {
    for (const Language language : ui::kLanguages) {
      const QString text = say(static_cast<Text>(i), language);
      for (const QString& sentence : text.split(kEnd, Qt::SkipEmptyParts)) {
        EXPECT_LE(sentence.split(kSpace, Qt::SkipEmptyParts).size(), 20) << sentence.toStdString();
      }
    }
  }
}

TEST(Catalogue, ExplainsWhatACentreMayRefuseToASeat) {
  for (const char* code : {"code-unknown",
                           "code-in-use",
                           "session-not-open",
                           "session-paused",
                           "session-phase",
                           "workstation-taken",
                           "workstation-unknown",
                           "candidate-unknown",
                           "test-ended",
                           "ticket-expired",
                           "clock-wrong",
                           "no-lease",
                           "lease-stale",
                           "identity-not-confirmed",
                           "presence-not-confirmed",
                           "question-not-open",
                           "test-not-running",
                           "alert-open",
                           "busy",
                           "protocol-version",
                           "past-changed",
                           "answers-differ",
                           "keep-unwritable",
                           "enrolment-code",
                           "enrolment-unreachable",
                           "centre-unknown",
                           "enrolment-broken",
                           "code-expired"}) {
    EXPECT_TRUE(isExplained(code)) << code;
  }
  EXPECT_TRUE(sayCode("something-new", Language::english).contains("something-new"));
}

TEST(Catalogue, SaysTimeAsPeopleDo) {
  EXPECT_EQ(sayTime(72 * 60'000, Language::french), "1 h 12 min");
  EXPECT_EQ(sayTime(3'599'999, Language::french), "59 min");
  EXPECT_EQ(sayTime(299'999, Language::english), "4 min 59 s");
  EXPECT_EQ(sayTime(-5, Language::english), "0 min 00 s");
}

// A screen reader may ask for the last child that it counted when a scroll bar has gone meanwhile.
TEST(Accessibility, SurvivesAQuestionForAChildThatHasGone) {
  support::qtApplication();
  ui::guardAccessibility();
  QScrollArea area;
  auto* tall = new QWidget;
  tall->setFixedHeight(2'000);
  area.setWidget(tall);
  area.resize(200, 200);
  area.show();
  QAccessibleInterface* seen = QAccessible::queryAccessibleInterface(&area);
  ASSERT_NE(seen, nullptr);
  EXPECT_GE(seen->childCount(), 1);
  for (int index = 0; index < seen->childCount(); ++index) EXPECT_NE(seen->child(index), nullptr);
  for (int index = seen->childCount(); index < 8; ++index) EXPECT_EQ(seen->child(index), nullptr);
}

}  // namespace
}  // namespace vigie::candidate
