#include "common/ui/Widgets.hpp"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <algorithm>

#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::ui {
namespace {

constexpr int kBetweenButtons = 16;

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

// Asked item by item: what a layout remembers of itself is behind by some events when texts and sizes change together.
int heightOf(const QVBoxLayout& column, int width) {
  int height = 0;
  bool isFirst = true;
  for (int i = 0; i < column.count(); ++i) {
    QLayoutItem& item = *column.itemAt(i);
    if (item.spacerItem() == nullptr && item.isEmpty()) continue;
    height += item.hasHeightForWidth() ? item.heightForWidth(width) : item.sizeHint().height();
    if (item.spacerItem() != nullptr) continue;
    if (!isFirst) height += column.spacing();
    isFirst = false;
  }
  return height;
}

// What a ColumnPage scrolls: as high as its column is at its width. A layout's own least height is that of its
// narrowest, and would make a page scroll that has room.
class Scrolled final : public QWidget {
 public:
  Scrolled(const QWidget& middle, const QVBoxLayout& column) : middle_(middle), column_(column) {}

  QSize minimumSizeHint() const override { return {0, 0}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override {
    const QMargins around = layout()->contentsMargins();
    // The two that keep it in the middle take a pixel each.
    const int wide = std::min(width - around.left() - around.right() - 2, middle_.maximumWidth());
    return around.top() + heightOf(column_, wide) + around.bottom();
  }

 private:
  const QWidget& middle_;
  const QVBoxLayout& column_;
};

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

int wrapFor(const QString& words, const QFont& font, int width) {
  const QRect room(0, 0, width, 100'000);
  const int usual = Qt::TextWordWrap;
  const bool fits = QFontMetrics(font).boundingRect(room, usual, words).width() <= width;
  return fits ? usual : usual | Qt::TextWrapAnywhere;
}

QString breakable(const QString& words) {
  constexpr int kWidest = 40;
  QString out;
  int run = 0;
  for (const QChar each : words) {
    run = each.isSpace() ? 0 : run + 1;
    if (run > kWidest && !each.isLowSurrogate() && !each.isMark()) {
      out += QChar(0x200B);
      run = 1;
    }
    out += each;
  }
  return out;
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
  middle_ = new QWidget;
  column_ = new QVBoxLayout(middle_);
  inner_ = new Scrolled(*middle_, *column_);
  setKind(*inner_, "page");
  auto* row = new QHBoxLayout(inner_);
  row->addStretch(1);
  row->addWidget(middle_, 1000);
  row->addStretch(1);
  column_->setContentsMargins(0, 0, 0, 0);
  setWidget(inner_);
  applyLook();
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    if (now != nullptr && inner_->isAncestorOf(now)) ensureWidgetVisible(now, 0, look().px(24));
  });
}

void ColumnPage::addButtons(std::initializer_list<QPushButton*> buttons) {
  buttons_ = new QWidget(parentWidget());
  setKind(*buttons_, "buttons");
  auto* flow = new FlowLayout(look().px(kBetweenButtons), buttons_);
  for (QPushButton* button : buttons) {
    flow->addWidget(button);
    flow->setAlignment(button, Qt::AlignVCenter);
  }
  place_ = new QWidget;
  column_->addWidget(place_);
  for (QWidget* watched : {buttons_, place_, inner_, middle_}) watched->installEventFilter(this);
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
  const int high = buttons_->layout()->heightForWidth(wide);
  place_->setFixedHeight(high);
  // With their place in the column, wherever they are now.
  const int needed = inner_->heightForWidth(whole) + (place_->isHidden() ? high + column_->spacing() : 0);
  const int bar = high + around.bottom() + column_->spacing();
  const bool fits = needed <= height();
  if (fits == place_->isHidden()) place_->setVisible(fits);
  setViewportMargins(0, 0, 0, fits ? 0 : bar);
  // Now, and not some events later: the buttons are put where their place is.
  inner_->layout()->activate();
  column_->setGeometry(middle_->rect());
  const QPoint at = middle_->mapTo(parentWidget(), QPoint(0, fits ? place_->y() : 0));
  const int bottom = mapTo(parentWidget(), QPoint(0, height())).y() - around.bottom() - high;
  buttons_->setGeometry(at.x(), fits ? at.y() : bottom, wide, high);
  buttons_->raise();
  arranging_ = false;
}

void ColumnPage::applyLook() {
  const Look& now = look();
  middle_->setMaximumWidth(now.px(width_));
  if (buttons_ != nullptr) buttons_->layout()->setSpacing(now.px(kBetweenButtons));
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
