#include "common/ui/Widgets.hpp"

#include <QAccessible>
#include <QApplication>
#include <QEvent>

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

void nameField(QLabel& label, QWidget& field) {
  label.setAccessibleName(label.text());
  label.setText(label.text().replace('&', "&&"));
  label.setBuddy(&field);
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

void ColumnPage::applyLook() {
  const Look& now = look();
  middle_->setMaximumWidth(now.px(width_));
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
