// The preview: what an author sees and is told.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QLineEdit>
#include <QTest>
#include <fstream>

#include "candidate-client/preview/Check.hpp"
#include "candidate-client/preview/Preview.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

using ui::Language;

const std::string kBank = VIGIE_SOURCE_DIR "/common/content/bank/";

ItemsFile fileOf(const std::filesystem::path& file, std::vector<std::string> items = {}) {
  return {.file = file, .bankKey = {}, .contentKey = {}, .onlyItems = std::move(items)};
}

class PreviewTest : public testing::Test {
 protected:
  Preview& open(const ItemsFile& source, Language language = Language::french) {
    support::qtApplication();
    WindowSettings settings;
    settings.language = language;
    preview_ = std::make_unique<Preview>(support::must(readItemsFile(source)), settings);
    window().resize(1366, 768);
    window().show();
    window().activateWindow();
    support::settle();
    return *preview_;
  }
  Window& window() { return preview_->window(); }

  std::unique_ptr<Preview> preview_;
};

TEST_F(PreviewTest, JudgesWhatIsChosenAndSaysSo) {
  open(fileOf(VIGIE_SOURCE_DIR "/deploy/demonstration/items.json", {"smp-1.1-01"}));
  support::press(window(), "Ctrl + F");
  support::press(window(), "Valider et continuer");
  EXPECT_EQ(preview_->verdict(), content::Verdict::right);
  EXPECT_TRUE(support::says(window(), "Verdict : juste"));
  support::press(window(), "Ctrl + S");
  support::press(window(), "Valider et continuer");
  EXPECT_EQ(preview_->verdict(), content::Verdict::wrong);
  EXPECT_TRUE(support::says(window(), "Verdict : faux"));
}

TEST_F(PreviewTest, GoesThroughTheItemsBothWaysAndInBothLanguages) {
  open(fileOf(kBank + "1.1.json"));
  ASSERT_TRUE(support::says(window(), "Question 1 sur"));
  support::press(window(), "◀ Précédente");
  EXPECT_FALSE(support::says(window(), "Question 1 sur"));
  support::press(window(), "Suivante ▶");
  support::press(window(), "Suivante ▶");
  EXPECT_TRUE(support::says(window(), "Question 2 sur"));
  support::press(window(), "Question en français");
  EXPECT_TRUE(support::says(window(), "Question 2 of"));
}

// Everything that is not a practical task: the author's right example is judged right through the widgets.
TEST_F(PreviewTest, JudgesEveryExampleThatIsPutIntoTheQuestion) {
  open(fileOf(kBank + "1.3.json", {"vig-1.3-21"}));
  auto* list = window().findChild<QListWidget*>();
  ASSERT_NE(list, nullptr);
  for (int row = 0; row < list->count(); ++row) {
    const bool right = list->item(row)->text().startsWith("juste");
    list->setCurrentRow(row);
    emit list->itemActivated(list->item(row));
    support::settle();
    for (int i = 0; i < 2 && !preview_->verdict(); ++i) support::press(window(), "Valider et continuer");
    ASSERT_TRUE(preview_->verdict()) << row;
    EXPECT_EQ(*preview_->verdict() == content::Verdict::right, right) << list->item(row)->text().toStdString();
  }
}

TEST_F(PreviewTest, RefusesAPasteOfTenMegabytesAndSaysSo) {
  open(fileOf(VIGIE_SOURCE_DIR "/deploy/demonstration/items.json", {"smp-2.1-02"}));
  auto* line = qobject_cast<QLineEdit*>(support::findNamed(window(), "Nom de domaine"));
  ASSERT_NE(line, nullptr);
  line->setText("avant");
  QGuiApplication::clipboard()->setText(QString(10'000'000, 'x'));
  line->setFocus();
  QTest::keyClick(line, Qt::Key_V, Qt::ControlModifier);
  support::settle();
  EXPECT_EQ(line->text(), "avant");
  EXPECT_TRUE(support::says(window(), "Ce texte est trop long : 10000005"));
  QGuiApplication::clipboard()->setText("!");
  QTest::keyClick(line, Qt::Key_V, Qt::ControlModifier);
  support::settle();
  EXPECT_EQ(line->text(), "avant!");
  EXPECT_FALSE(support::says(window(), "Ce texte est trop long"));
}

TEST(Check, BuildsAndJudgesEveryOddItemThatTheFirstSchemaAllows) {
  support::qtApplication();
  const auto report = checkItemsFile(fileOf(VIGIE_SOURCE_DIR "/tests/fixtures/items/odd.json"));
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_GT(report->lines.size(), 1'400U);
  EXPECT_TRUE(report->faults.empty()) << report->faults.front();
  // Activities that no version has, and right answers that nobody can enter: said, and no difference of verdicts.
  EXPECT_LT(report->notes.size(), 30U);
}

// What `--check FILE --strict` asks of a bank before it is signed.
TEST(Check, ShowsEveryItemOfOurBanksAndTakesItsRightAnswer) {
  support::qtApplication();
  std::size_t lines = 0;
  for (const auto& file : std::filesystem::directory_iterator(kBank)) {
    const auto report = checkItemsFile(fileOf(file.path()));
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_TRUE(report->faults.empty()) << report->faults.front();
    EXPECT_TRUE(report->notes.empty()) << report->notes.front();
    lines += report->lines.size();
  }
  EXPECT_GT(lines, 3'000U);
}

// Nothing of an attachment is a verdict: it is told, like a task that no version of the client has.
TEST(Check, TellsWhatCannotBeShownWithoutCallingItADifference) {
  support::qtApplication();
  std::string text = support::must(base::readTextFile(kBank + "3.1.json"));
  const auto at = text.find("\"base64\": \"iVBOR");
  ASSERT_NE(at, std::string::npos);
  text.replace(at + 11, 5, "AAAAA");
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "items.json";
  std::ofstream(file) << text;
  const auto report = checkItemsFile(fileOf(file));
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_TRUE(report->faults.empty()) << report->faults.front();
  ASSERT_FALSE(report->notes.empty());
  EXPECT_NE(report->notes[0].find("attachments: "), std::string::npos) << report->notes[0];
}

TEST(Check, NamesItemAndFieldOfWhatIsWrong) {
  support::qtApplication();
  const std::string whole = support::must(base::readTextFile(kBank + "1.1.json"));
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "items.json";
  const auto check = [&](const std::string& text) {
    std::ofstream(file) << text;
    return checkItemsFile(fileOf(file));
  };
  const auto good = check(whole);
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_TRUE(good->faults.empty()) << good->faults.front();
  EXPECT_TRUE(good->notes.empty()) << good->notes.front();
  EXPECT_GE(good->lines.size(), 100U);
  std::string other = whole;
  const auto at = other.find("\"expected\": true");
  ASSERT_NE(at, std::string::npos);
  other.replace(at, 16, "\"expected\": false");
  const auto bad = check(other);
  ASSERT_TRUE(bad) << bad.error().detail;
  ASSERT_FALSE(bad->faults.empty());
  EXPECT_NE(bad->faults[0].find("item vig-1.1-01"), std::string::npos) << bad->faults[0];
  EXPECT_NE(bad->faults[0].find("examples[0]"), std::string::npos) << bad->faults[0];
}

}  // namespace
}  // namespace vigie::candidate
