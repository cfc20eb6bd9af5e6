#include "common/ui/Theme.hpp"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QStyleFactory>
#include <cmath>

namespace vigie::ui {
namespace {

constexpr int kTextPixels = 18;
Look applied;

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QPalette paletteOf(const Colours& colours) {
  QPalette palette;
  palette.setColor(QPalette::Window, colours.page);
  palette.setColor(QPalette::WindowText, colours.ink);
  palette.setColor(QPalette::Base, colours.card);
  palette.setColor(QPalette::AlternateBase, colours.page);
  palette.setColor(QPalette::Text, colours.ink);
  palette.setColor(QPalette::Button, colours.card);
  palette.setColor(QPalette::ButtonText, colours.ink);
  palette.setColor(QPalette::PlaceholderText, colours.quiet);
  palette.setColor(QPalette::Highlight, colours.accent);
  palette.setColor(QPalette::HighlightedText, colours.onAccent);
  palette.setColor(QPalette::Link, colours.ink);
  palette.setColor(QPalette::Mid, colours.line);
  return palette;
}

}  // namespace

std::string_view codeOf(Scheme scheme) {
  constexpr std::string_view kCodes[] = {"light", "dark", "contrast"};
  return kCodes[static_cast<std::size_t>(scheme)];
}

std::optional<Scheme> schemeOf(std::string_view code) {
  for (const Scheme scheme : kSchemes) {
    if (codeOf(scheme) == code) return scheme;
  }
  return std::nullopt;
}

const Colours& coloursOf(Scheme scheme) {
  static const Colours kLight{.page = "#f6f4ef",
                              .card = "#ffffff",
                              .ink = "#1b2430",
                              .quiet = "#525c69",
                              .line = "#dedad0",
                              .edge = "#7d8794",
                              .accent = "#14555c",
                              .onAccent = "#ffffff",
                              .accentSoft = "#e2f0f0",
                              .notice = "#fdf0cd",
                              .onNotice = "#4a3600",
                              .alarm = "#fbe4e0",
                              .onAlarm = "#7c1d10",
                              .focus = "#b3480b"};
  static const Colours kDark{.page = "#14181e",
                             .card = "#1e242c",
                             .ink = "#eceae4",
                             .quiet = "#b3bac4",
                             .line = "#39424d",
                             .edge = "#8b95a2",
                             .accent = "#84cbd0",
                             .onAccent = "#0c2225",
                             .accentSoft = "#1f3a3e",
                             .notice = "#40350f",
                             .onNotice = "#fbe7ad",
                             .alarm = "#4b1d16",
                             .onAlarm = "#ffd5cc",
                             .focus = "#ffb066"};
  static const Colours kContrast{.page = "#000000",
                                 .card = "#000000",
                                 .ink = "#ffffff",
                                 .quiet = "#ffffff",
                                 .line = "#ffffff",
                                 .edge = "#ffffff",
                                 .accent = "#ffe600",
                                 .onAccent = "#000000",
                                 .accentSoft = "#262600",
                                 .notice = "#000000",
                                 .onNotice = "#ffe600",
                                 .alarm = "#000000",
                                 .onAlarm = "#ffb3a8",
                                 .focus = "#00e5ff"};
  if (scheme == Scheme::dark) return kDark;
  return scheme == Scheme::contrast ? kContrast : kLight;
}

std::vector<ColourPair> colourPairs(Scheme scheme) {
  constexpr double kText = 4.5;
  constexpr double kMark = 3.0;
  const Colours& c = coloursOf(scheme);
  return {
      {"text on the page", c.ink, c.page, kText},
      {"text on a card", c.ink, c.card, kText},
      {"quiet text on the page", c.quiet, c.page, kText},
      {"quiet text on a card", c.quiet, c.card, kText},
      {"text of the main action", c.onAccent, c.accent, kText},
      {"the main action on the page", c.accent, c.page, kText},
      {"the main action on a card", c.accent, c.card, kText},
      {"text of a chosen card", c.ink, c.accentSoft, kText},
      {"mark of a chosen card", c.accent, c.accentSoft, kText},
      {"text of a notice", c.onNotice, c.notice, kText},
      {"text of an alarm", c.onAlarm, c.alarm, kText},
      {"edge of a control on a card", c.edge, c.card, kMark},
      {"edge of a control on the page", c.edge, c.page, kMark},
      {"focus on the page", c.focus, c.page, kMark},
      {"focus on a card", c.focus, c.card, kMark},
      {"focus on a chosen card", c.focus, c.accentSoft, kMark},
  };
}

double contrast(const QColor& one, const QColor& other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

void applyLook(QApplication& application, const Look& look) {
  applied = look;
  application.setStyle(QStyleFactory::create("Fusion"));
  QFont font;
  font.setFamilies({"Open Sans", "Noto Sans", "DejaVu Sans"});
  font.setPixelSize(look.px(kTextPixels));
  if (look.spacing == Spacing::wide) {
    font.setLetterSpacing(QFont::AbsoluteSpacing, look.px(2));
    font.setWordSpacing(look.px(5));
  }
  // Nothing on our windows moves by itself.
  for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip, Qt::UI_FadeMenu}) {
    QApplication::setEffectEnabled(effect, false);
  }
  static const int kUsualBlink = QApplication::cursorFlashTime();
  QApplication::setCursorFlashTime(look.motion == Motion::still ? 0 : kUsualBlink);
  application.setFont(font);
  application.setPalette(paletteOf(look.colours()));
  application.setStyleSheet(styleSheet(look));
}

const Look& look() {
  return applied;
}

}  // namespace vigie::ui
