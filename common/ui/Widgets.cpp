#include "common/ui/Widgets.hpp"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <algorithm>

#include "common/ui/Theme.hpp"

namespace vigie::ui {
namespace {

const char* kindOf(Weight weight) {
  switch (weight) {
    case Weight::title:
      return "title";
    case Weight::subtitle:
      return "subtitle";
    case Weight::lead:
      return "lead";
    case Weight::plain:
      return "plain";
    case Weight::quiet:
      return "quiet";
  }
  return "plain";
}

}  // namespace

void setKind(QWidget& widget, const char* kind) {
  widget.setProperty("kind", kind);
  widget.setAttribute(Qt::WA_StyledBackground);
}

QLabel* makeText(Weight weight, const QString& text) {
  auto* label = new QLabel(text);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  setKind(*label, kindOf(weight));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  label->setSizePolicy(policy);
  return label;
}

QPushButton* makeButton(Action action, const QString& text) {
  auto* button = new QPushButton(text);
  setKind(*button, action == Action::primary ? "primary" : action == Action::tool ? "tool" : "secondary");
  button->setAutoDefault(action != Action::tool);
  button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  button->setMinimumWidth(kSmallestTarget);
  return button;
}

void announce(QWidget& widget, const QString& text) {
  widget.setAccessibleName(text);
  QAccessibleEvent alert(&widget, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

ButtonRow::ButtonRow(std::initializer_list<QPushButton*> buttons)
    : layout_(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSizeConstraint(QLayout::SetNoConstraint);
  for (QPushButton* button : buttons) layout_->addWidget(button, 0, Qt::AlignLeft | Qt::AlignVCenter);
  layout_->addStretch(1);
  applyLook();
}

void ButtonRow::applyLook() {
  layout_->setSpacing(look().px(16));
}

int ButtonRow::widthInOneRow() const {
  int width = 0;
  for (int i = 0; i < layout_->count(); ++i) {
    const QWidget* button = layout_->itemAt(i)->widget();
    if (button != nullptr && !button->isHidden())
      width += (width > 0 ? layout_->spacing() : 0) + button->sizeHint().width();
  }
  return width;
}

int ButtonRow::heightForWidth(int width) const {
  const bool isRow = widthInOneRow() <= width;
  int height = 0;
  for (int i = 0; i < layout_->count(); ++i) {
    const QWidget* button = layout_->itemAt(i)->widget();
    if (button == nullptr || button->isHidden()) continue;
    const int own = button->sizeHint().height();
    height = isRow ? std::max(height, own) : height + (height > 0 ? layout_->spacing() : 0) + own;
  }
  return height;
}

QSize ButtonRow::sizeHint() const {
  return {widthInOneRow(), heightForWidth(widthInOneRow())};
}

void ButtonRow::arrange() {
  const auto wanted = widthInOneRow() <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
  if (layout_->direction() != wanted) layout_->setDirection(wanted);
}

bool ButtonRow::event(QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) arrange();
  return QWidget::event(event);
}

ColumnPage::ColumnPage(int width, QWidget* parent) : QScrollArea(parent), width_(width) {
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  inner_ = new QWidget;
  setKind(*inner_, "page");
  middle_ = new QWidget;
  auto* row = new QHBoxLayout(inner_);
  row->addStretch(1);
  row->addWidget(middle_, 1000);
  row->addStretch(1);
  column_ = new QVBoxLayout(middle_);
  column_->setContentsMargins(0, 0, 0, 0);
  setWidget(inner_);
  applyLook();
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    if (now != nullptr && inner_->isAncestorOf(now)) ensureWidgetVisible(now, 0, look().px(24));
  });
}

void ColumnPage::addButtons(ButtonRow& buttons) {
  buttons_ = &buttons;
  place_ = new QWidget;
  column_->addWidget(place_);
  buttons.setParent(parentWidget());
  for (QWidget* watched : {static_cast<QWidget*>(buttons_), place_, inner_, middle_}) watched->installEventFilter(this);
}

bool ColumnPage::eventFilter(QObject* watched, QEvent* event) {
  const bool theirs = QScrollArea::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::LayoutRequest:
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Show:
      arrangeButtons();
      break;
    default:
      break;
  }
  return theirs;
}

void ColumnPage::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  arrangeButtons();
}

void ColumnPage::arrangeButtons() {
  if (buttons_ == nullptr || arranging_) return;
  arranging_ = true;
  const QMargins around = inner_->layout()->contentsMargins();
  const int whole = maximumViewportSize().width();
  const int wide = std::min(whole - around.left() - around.right(), middle_->maximumWidth());
  const int high = buttons_->heightForWidth(wide);
  place_->setFixedHeight(high);
  // With the place in the column, wherever the buttons are now.
  place_->show();
  const int needed = inner_->layout()->totalHeightForWidth(whole);
  const int bar = high + around.bottom() + column_->spacing();
  const bool fits = needed <= height();
  place_->setVisible(fits);
  setViewportMargins(0, 0, 0, fits ? 0 : bar);
  inner_->layout()->activate();
  const QPoint at = middle_->mapTo(parentWidget(), QPoint(0, fits ? place_->y() : 0));
  const int bottom = mapTo(parentWidget(), QPoint(0, height())).y() - around.bottom() - high;
  buttons_->setGeometry(at.x(), fits ? at.y() : bottom, wide, high);
  buttons_->raise();
  arranging_ = false;
}

void ColumnPage::applyLook() {
  const Look& now = look();
  middle_->setMaximumWidth(now.px(width_));
  if (buttons_ != nullptr) buttons_->applyLook();
  column_->setSpacing(now.px(16));
  inner_->layout()->setContentsMargins(now.px(24), now.px(14), now.px(24), now.px(14));
}

NoticeBox::NoticeBox(Tone tone, QWidget* parent) : QWidget(parent), label_(makeText(Weight::plain)) {
  setKind(*this, tone == Tone::alarm ? "alarm" : "notice");
  setKind(*label_, tone == Tone::alarm ? "alarmText" : "noticeText");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(18, 12, 18, 12);
  layout->addWidget(label_);
  hide();
}

void NoticeBox::say(const QString& text) {
  const bool news = !text.isEmpty() && text != label_->text();
  label_->setText(text);
  setVisible(!text.isEmpty());
  if (news) announce(*this, text);
}

}  // namespace vigie::ui
