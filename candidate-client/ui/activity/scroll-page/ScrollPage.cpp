#include "candidate-client/ui/activity/scroll-page/ScrollPage.hpp"

#include <QScrollArea>
#include <QScrollBar>
#include <algorithm>
#include <array>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

ScrollPage::ScrollPage(const Spec& spec) : Interaction(spec), area_(new QScrollArea) {
  const Spec button = spec.object("button");
  id_ = button.id();
  label_ = button.label();
  const auto paragraphs = static_cast<int>(spec.number("paragraphs", 1, 200, 24));
  auto* page = new QWidget;
  ui::setKind(*page, "plain");
  QVBoxLayout* column = columnOf(*page);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(14);
  constexpr auto kTexts = std::to_array<Word>({Word::pageOne, Word::pageTwo, Word::pageThree, Word::pageFour});
  for (int i = 0; i < paragraphs; ++i) {
    const Word text = kTexts[static_cast<std::size_t>(i) % kTexts.size()];
    column->addWidget(makeWords(QString::number(i + 1) + ". " + say(text), "plain"));
  }
  button_ = makeAct(label_, [this] { press(); });
  column->addWidget(button_, 0, Qt::AlignLeft);
  area_->setWidgetResizable(true);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area_->setFocusPolicy(Qt::StrongFocus);
  area_->setAccessibleName(say(Word::longPage));
  ui::setKind(*area_, "stage");
  area_->setWidget(page);
  area_->setFixedHeight(std::min(ui::look().px(330), 420));
  columnOf(*this)->addWidget(area_);
  connect(area_->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    const int most = area_->verticalScrollBar()->maximum();
    if (most <= 0) return;
    const int percent = std::min(100, value * 100 / most);
    if (percent <= percent_) return;
    percent_ = percent;
    changed();
  });
}

void ScrollPage::press() {
  area_->ensureWidgetVisible(button_);
  if (area_->verticalScrollBar()->maximum() == 0) percent_ = 100;  // a page without an end below
  pressed_ = id_;
  tell(say(Word::pressedButton).arg(label_));
  changed();
}

QJsonObject ScrollPage::summary() const {
  return {{"pressed", pressed_}, {"scrolledPercent", percent_}};
}

void ScrollPage::restore(const QJsonObject& summary) {
  pressed_ = summary.value("pressed").toString();
  percent_ = std::clamp(summary.value("scrolledPercent").toInt(), 0, 100);
}

QWidget* ScrollPage::firstInput() const {
  return area_;
}

}  // namespace vigie::activity
