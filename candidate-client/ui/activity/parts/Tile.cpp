#include "candidate-client/ui/activity/parts/Tile.hpp"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QStyleHints>
#include <algorithm>

#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {
namespace {

constexpr int kIcon = 48;
constexpr int kIconWidth = 148;  // of a tile with its icon above its name
constexpr int kLongPressMs = 900;

int pad() {
  return ui::look().px(8);
}

}  // namespace

Tile::Tile(Icon icon, const QString& name, TileForm form, QWidget* parent)
    : QAbstractButton(parent),
      icon_(icon),
      form_(form),
      slowest_(QGuiApplication::styleHints()->mouseDoubleClickInterval()) {
  guardTiles();
  setText(name);
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
  QSizePolicy policy(form == TileForm::line ? QSizePolicy::Expanding : QSizePolicy::Fixed,
                     form == TileForm::line ? QSizePolicy::Minimum : QSizePolicy::Fixed);
  policy.setHeightForWidth(form == TileForm::line);
  setSizePolicy(policy);
  held_.setSingleShot(true);
  held_.setInterval(kLongPressMs);
  connect(&held_, &QTimer::timeout, this, [this] {
    ignoreRelease_ = true;
    menu();
  });
  connect(this, &QAbstractButton::clicked, this, [this] { press(); });
}

void Tile::setDetail(const QString& detail) {
  detail_ = detail;
  setAccessibleDescription(detail);
  updateGeometry();
  update();
}

void Tile::setStrong(bool isStrong) {
  strong_ = isStrong;
  updateGeometry();
  update();
}

void Tile::setMarked(bool isMarked) {
  if (marked_ == isMarked) return;
  marked_ = isMarked;
  update();
}

void Tile::press() {
  if (acts_.select) {
    acts_.select();
  } else if (acts_.open) {
    acts_.open();
  }
}

void Tile::open() {
  if (acts_.open) {
    acts_.open();
  } else if (acts_.select) {
    acts_.select();
  }
}

void Tile::menu() {
  if (acts_.menu) acts_.menu();
}

int Tile::iconSize() const {
  return icon_ == Icon::none ? 0 : ui::look().px(form_ == TileForm::icon ? kIcon : 28);
}

int Tile::textHeight(int width) const {
  QFont bold = font();
  bold.setBold(strong_);
  const auto measure = [width](const QFont& used, const QString& text) {
    return QFontMetrics(used).boundingRect(0, 0, width, 10'000, ui::wrapFor(text, used, width), text).height();
  };
  return measure(bold, text()) + (detail_.isEmpty() ? 0 : measure(font(), detail_));
}

int Tile::heightForWidth(int width) const {
  const int room = std::max(40, width - 2 * pad() - (iconSize() > 0 ? iconSize() + pad() : 0));
  return std::max({ui::kSmallestTarget, textHeight(room) + pad(), iconSize() + pad()});
}

QSize Tile::sizeHint() const {
  const ui::Look& look = ui::look();
  if (form_ == TileForm::line) return {look.px(420), heightForWidth(look.px(420))};
  const int width = look.px(kIconWidth);
  return {width, std::max(ui::kSmallestTarget, iconSize() + textHeight(width - 2 * pad()) + 3 * pad())};
}

QSize Tile::minimumSizeHint() const {
  return form_ == TileForm::line ? QSize(ui::look().px(160), ui::kSmallestTarget) : sizeHint();
}

void Tile::paintEvent(QPaintEvent*) {
  const ui::Look& look = ui::look();
  const ui::Colours& colours = look.colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool isMarked = marked_ || isChecked();
  const double edge = look.px(hasFocus() ? 3 : 2);
  const bool plain = form_ == TileForm::icon && !isMarked && !hasFocus() && !underMouse();
  painter.setPen(plain ? QPen(Qt::NoPen)
                       : QPen(hasFocus() ? colours.focus
                              : isMarked ? colours.accent
                                         : colours.line,
                              edge));
  painter.setBrush(isMarked || underMouse() ? colours.accentSoft : colours.card);
  const double half = edge / 2;
  painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), look.px(8), look.px(8));

  const int size = iconSize();
  const int above = form_ == TileForm::icon ? pad() : pad() / 2;
  QRect words = rect().adjusted(pad(), above, -pad(), -above);
  int place = 0;
  if (form_ == TileForm::icon) {
    paintIcon(painter, QRectF((width() - size) / 2.0, pad(), size, size), icon_);
    words.setTop(size + 2 * pad());
    place = Qt::AlignHCenter | Qt::AlignTop;
  } else {
    paintIcon(painter, QRectF(pad(), (height() - size) / 2.0, size, size), icon_);
    if (size > 0) words.setLeft(2 * pad() + size);
    const int spare = words.height() - textHeight(words.width());
    words.adjust(0, std::max(0, spare / 2), 0, 0);
    place = Qt::AlignLeft | Qt::AlignTop;
  }
  QFont bold = font();
  bold.setBold(strong_);
  painter.setFont(bold);
  painter.setPen(colours.ink);
  QRect used;
  painter.drawText(words, place | ui::wrapFor(text(), bold, words.width()), text(), &used);
  if (detail_.isEmpty()) return;
  painter.setFont(font());
  painter.setPen(isMarked || underMouse() ? colours.ink : colours.quiet);
  words.setTop(used.bottom() + 1);
  painter.drawText(words, place | ui::wrapFor(detail_, font(), words.width()), detail_);
}

void Tile::mousePressEvent(QMouseEvent* event) {
  ignoreRelease_ = event->button() != Qt::LeftButton;
  if (ignoreRelease_) return;
  setFocus(Qt::MouseFocusReason);
  const bool isNear = (event->pos() - pressedAt_).manhattanLength() < ui::kSmallestTarget;
  const bool isSecond = lastClick_ != 0 && isNear && event->timestamp() - lastClick_ <= static_cast<quint64>(slowest_);
  pressedAt_ = event->pos();
  lastClick_ = isSecond ? 0 : event->timestamp();
  if (acts_.menu) held_.start();
  if (!isSecond) return;
  ignoreRelease_ = true;
  held_.stop();
  open();
}

void Tile::mouseDoubleClickEvent(QMouseEvent* event) {
  ignoreRelease_ = true;
  lastClick_ = 0;
  if (event->button() == Qt::LeftButton) open();
}

void Tile::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) == 0 || !acts_.dragged) return;
  if (!isDragging_ && (event->pos() - pressedAt_).manhattanLength() < QApplication::startDragDistance()) return;
  held_.stop();
  if (!isDragging_) {
    isDragging_ = true;
    auto* picture = new QLabel(window());
    picture->setPixmap(grab());
    picture->setAttribute(Qt::WA_TransparentForMouseEvents);
    picture->adjustSize();
    picture->show();
    ghost_ = picture;
    setCursor(Qt::ClosedHandCursor);
  }
  ghost_->move(window()->mapFromGlobal(event->globalPosition().toPoint()) - pressedAt_);
  ghost_->raise();
}

void Tile::stopGhost() {
  isDragging_ = false;
  delete ghost_;
  ghost_ = nullptr;
  setCursor(Qt::PointingHandCursor);
}

void Tile::mouseReleaseEvent(QMouseEvent* event) {
  held_.stop();
  const bool wasDragging = isDragging_;
  if (wasDragging) {
    stopGhost();
    lastClick_ = 0;
    acts_.dragged(event->globalPosition().toPoint());
  } else if (!ignoreRelease_ && rect().contains(event->pos())) {
    if (acts_.select) acts_.select();
  }
}

void Tile::contextMenuEvent(QContextMenuEvent* event) {
  held_.stop();
  setFocus(Qt::MouseFocusReason);
  event->setAccepted(static_cast<bool>(acts_.menu));
  menu();
}

void Tile::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (event->modifiers() & Qt::ControlModifier) break;  // the page's own key
      return open();
    case Qt::Key_Space:
      return press();
    case Qt::Key_Menu:
      return menu();
    case Qt::Key_F10:
      if (event->modifiers() & Qt::ShiftModifier) return menu();
      break;
    default:
      break;
  }
  QAbstractButton::keyPressEvent(event);
}

void Tile::changeEvent(QEvent* event) {
  QAbstractButton::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) updateGeometry();
}

}  // namespace vigie::activity
