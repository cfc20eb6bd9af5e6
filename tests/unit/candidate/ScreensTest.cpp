// How every screen shows: names, sizes, nothing cut off, in both languages, at every size, in every scheme.
#include <gtest/gtest.h>

#include <QAccessible>
#include <cstdlib>

#include "candidate-client/ui/Window.hpp"
#include "tests/support/SampleScreens.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

struct Case {
  ui::Language language;
  ui::Look look;
};

std::string nameOfCase(const Case& one) {
  constexpr const char* kSchemes[] = {"light", "dark", "contrast"};
  return std::string(ui::codeOf(one.language)) + "_" + kSchemes[static_cast<int>(one.look.scheme)] + "_" +
         std::to_string(one.look.zoom);
}

class Screens : public testing::TestWithParam<Case> {
 protected:
  Screens() {
    support::qtApplication();
    WindowSettings settings;
    settings.language = GetParam().language;
    settings.look = GetParam().look;
    settings.host = "192.168.10.2";
    settings.camera = true;
    window_ = std::make_unique<Window>(actions_, settings);
    window_->setWorkstation("Poste 4");
    window_->resize(1366, 768);
    window_->show();
    support::settle();
  }

  // VIGIE_SCREENSHOTS: a folder for pictures of what was tested.
  void check(const std::string& name) {
    support::settle();
    EXPECT_EQ(window_->size(), QSize(1366, 768)) << name << ": it has grown beyond its screen";
    for (const std::string& fault : support::faultsOf(*window_, ui::kSmallestTarget)) {
      ADD_FAILURE() << name << " " << nameOfCase(GetParam()) << ": " << fault;
    }
    if (const char* folder = std::getenv("VIGIE_SCREENSHOTS")) {
      window_->grab().save(
          QString::fromStdString(std::string(folder) + "/" + name + "_" + nameOfCase(GetParam()) + ".png"));
    }
  }

  Actions actions_;
  std::unique_ptr<Window> window_;
};

TEST_P(Screens, NameEverythingAndCutNothing) {
  int number = 0;
  window_->askEnrolment();
  check("00-enrol");
  for (const auto& screen : support::sampleScreens(std::string(ui::codeOf(GetParam().language)))) {
    window_->present(screen.view, screen.notes);
    ASSERT_EQ(window_->screenName(), screen.name);
    ++number;
    check((number < 10 ? "0" : "") + std::to_string(number) + "-" + screen.name);
  }
}

TEST_P(Screens, NameEverythingOnTheReport) {
  window_->present(support::questionView(support::sampleQuestion("smp-1.1-01", "fr")), {});
  support::settle();
  support::press(*window_, say(Text::report, GetParam().language));
  ASSERT_EQ(window_->screenName(), "report");
  check("20-report");
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const ui::Language language : ui::kLanguages) {
    for (const int zoom : {100, 150, 200}) out.push_back({language, {ui::Scheme::light, zoom}});
    out.push_back({language, {ui::Scheme::dark, 100}});
    out.push_back({language, {ui::Scheme::contrast, 200}});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(All, Screens, testing::ValuesIn(cases()),
                         [](const auto& info) { return nameOfCase(info.param); });

TEST(Theme, HasEnoughContrastInEveryScheme) {
  for (const ui::Scheme scheme : ui::kSchemes) {
    for (const ui::ColourPair& pair : ui::colourPairs(scheme)) {
      EXPECT_GE(ui::contrast(pair.front, pair.back), pair.least)
          << pair.what << ", scheme " << static_cast<int>(scheme);
    }
  }
}

TEST(Theme, MeasuresContrastAsTheStandardDoes) {
  EXPECT_NEAR(ui::contrast("#000000", "#ffffff"), 21.0, 1e-9);
  EXPECT_NEAR(ui::contrast("#777777", "#ffffff"), 4.478, 1e-3);
  EXPECT_DOUBLE_EQ(ui::contrast("#123456", "#123456"), 1.0);
}

}  // namespace
}  // namespace vigie::candidate
