// How questions of every kind show, measured on the window: nothing cut, nothing over another thing, words that can be
// read, targets that can be hit, and no scrolling for a question of the bank at 1366 x 768.
#include <gtest/gtest.h>

#include <QScrollArea>
#include <QScrollBar>
#include <filesystem>
#include <map>

#include "candidate-client/preview/ItemsFile.hpp"
#include "candidate-client/ui/Window.hpp"
#include "candidate-client/ui/question/Showable.hpp"
#include "common/content/Template.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SampleScreens.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

using content::Item;
using content::Kind;

const std::vector<Item>& bank() {
  static const std::vector<Item> kItems = [] {
    std::vector<Item> items;
    for (const auto& file : std::filesystem::directory_iterator(VIGIE_SOURCE_DIR "/common/content/bank")) {
      auto some = support::must(readItemsFile({.file = file.path(), .bankKey = {}, .contentKey = {}, .onlyItems = {}}));
      std::move(some.begin(), some.end(), std::back_inserter(items));
    }
    return items;
  }();
  return kItems;
}

// One item for each combination of what makes questions look different.
std::vector<Item> oneOfEach() {
  std::map<std::string, Item> kinds;
  for (const Item& item : bank()) {
    std::string what(content::kindName(item.kind));
    for (const auto& [name, field] : item.fields) what += " " + field.input;
    for (const content::Attachment& attachment : item.attachments) what += " " + attachment.mediaType;
    if (item.timerSeconds) what += " timed";
    kinds.emplace(what, item);
  }
  std::vector<Item> items;
  for (const auto& [what, item] : kinds) {
    if (item.kind != Kind::abc) items.push_back(item);
  }
  return items;
}

class Questions : public testing::Test {
 protected:
  Questions() {
    support::qtApplication();
    actions_.report = [this](const std::string&, const std::string& why) { unshown_ = why; };
  }

  Window& open(ui::Language language, ui::Look look) {
    WindowSettings settings;
    settings.language = language;
    settings.look = look;
    window_ = std::make_unique<Window>(actions_, settings);
    window_->resize(1366, 768);
    window_->show();
    return *window_;
  }

  // Its documents decoded, its clock started.
  void ask(const Item& item, ui::Language language) {
    auto question = support::must(questionOf(item, std::string(ui::codeOf(language)), ++number_));
    window_->present(support::questionView(std::make_shared<const session::ShownQuestion>(std::move(question))), {});
    window_->question().begin();
    support::settle();
    while (!window_->question().isComplete()) {
      ASSERT_EQ(unshown_, "") << item.id;
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    support::settle();
  }

  Actions actions_;
  std::string unshown_;
  std::uint32_t number_ = 0;
  std::unique_ptr<Window> window_;
};

TEST_F(Questions, OfEveryKindAreWholeReadableAndLargeEnough) {
  const std::vector<Item> items = oneOfEach();
  ASSERT_GE(items.size(), 8U);
  for (const ui::Language language : ui::kLanguages) {
    for (const ui::Scheme scheme : ui::kSchemes) {
      for (const int zoom : {100, 200}) {
        open(language, {scheme, zoom});
        for (const Item& item : items) {
          ask(item, language);
          const std::string where = item.id + " " + std::string(ui::codeOf(language)) + " " +
                                    std::string(ui::codeOf(scheme)) + " " + std::to_string(zoom) + ": ";
          for (const auto& fault : support::faultsOf(*window_, ui::kSmallestTarget)) ADD_FAILURE() << where << fault;
          for (const auto& fault : support::contrastFaultsOf(*window_, 4.5)) ADD_FAILURE() << where << fault;
          for (const auto& fault : support::overlapsOf(*window_)) ADD_FAILURE() << where << fault;
        }
      }
    }
  }
}

// Three times as large, and wide apart: nothing is cut there either.
TEST_F(Questions, OfEveryKindAreWholeAtTheLargestAndTheWidest) {
  const std::vector<Item> items = oneOfEach();
  for (const ui::Look look :
       {ui::Look{ui::Scheme::light, 300, ui::Spacing::usual}, ui::Look{ui::Scheme::light, 150, ui::Spacing::wide}}) {
    open(ui::Language::french, look);
    for (const Item& item : items) {
      ask(item, ui::Language::french);
      const std::string where = item.id + " " + std::to_string(look.zoom) + ": ";
      // It begins at its first words; the first one came before its window was there.
      for (const QScrollArea* area : window_->question().findChildren<QScrollArea*>()) {
        const bool isPage = dynamic_cast<const ui::ColumnPage*>(area) != nullptr;
        if (isPage && number_ > 1) {
          EXPECT_EQ(area->verticalScrollBar()->value(), 0) << where;
        }
      }
      for (const auto& fault : support::faultsOf(*window_, ui::kSmallestTarget)) ADD_FAILURE() << where << fault;
      for (const auto& fault : support::overlapsOf(*window_)) ADD_FAILURE() << where << fault;
    }
  }
}

// Items as no author of ours writes them: every one is shown whole, or reports itself.
TEST_F(Questions, OfOddItemsAreWholeOrReportThemselves) {
  const auto items = support::must(readItemsFile(
      {.file = VIGIE_SOURCE_DIR "/tests/fixtures/items/odd.json", .bankKey = {}, .contentKey = {}, .onlyItems = {}}));
  int reported = 0;
  for (const auto& [language, zoom] : {std::pair{ui::Language::french, 100}, std::pair{ui::Language::english, 200}}) {
    open(language, {ui::Scheme::light, zoom});
    for (const Item& item : items) {
      const auto question = support::must(questionOf(item, std::string(ui::codeOf(language)), 1));
      if (!checkShowable(question)) {
        ++reported;
        continue;
      }
      ask(item, language);
      const std::string where = item.id + " (" + item.skill + ") " + std::to_string(zoom) + ": ";
      for (const auto& fault : support::faultsOf(*window_, ui::kSmallestTarget)) ADD_FAILURE() << where << fault;
      for (const auto& fault : support::overlapsOf(*window_)) ADD_FAILURE() << where << fault;
    }
  }
  EXPECT_LE(reported, 12);
}

TEST_F(Questions, NeedNoScrollingAtTheUsualSize) {
  for (const ui::Language language : ui::kLanguages) {
    open(language, {ui::Scheme::light, 100});
    for (const Item& item : bank()) {
      if (item.kind == Kind::abc) continue;
      ask(item, language);
      for (const QScrollArea* area : window_->question().findChildren<QScrollArea*>()) {
        if (!area->isVisible() || dynamic_cast<const ui::ColumnPage*>(area) == nullptr) continue;
        EXPECT_EQ(area->verticalScrollBar()->maximum(), 0) << item.id << " " << ui::codeOf(language);
      }
    }
  }
}

}  // namespace
}  // namespace vigie::candidate
