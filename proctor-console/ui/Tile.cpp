#include "proctor-console/ui/Tile.hpp"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "proctor-console/ui/Context.hpp"
#include "proctor-console/ui/Theme.hpp"

namespace vigie::window {
namespace {

constexpr int kMinuteMs = 60'000;

int padding(const QFontMetrics& metrics) {
  return metrics.height() / 2;
}

int pictureHeight(int width) {
  return (width - 4) * 9 / 16;
}

QFont strong(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

}  // namespace

Tile::Tile(QWidget* parent) : QPushButton(parent) {
  setObjectName(QStringLiteral("tile"));
  setFocusPolicy(Qt::StrongFocus);
  setAutoDefault(true);
  setCursor(Qt::PointingHandCursor);
}

void Tile::show(const console::TileWords& words, std::int64_t remainingMs, const console::Text& text) {
  words_ = words;
  text_ = text;
  remainingMs_ = remainingMs;
  since_.start();
  shownRemaining_ = remainingWords();
  forgetHeight();
  describe();
  update();
}

void Tile::setPicture(const QImage& picture, const QString& caption) {
  if (picture.isNull() && picture_.isNull() && caption == caption_) return;
  picture_ = picture;
  caption_ = caption;
  describe();
  update();
}

void Tile::setChosen(bool chosen) {
  if (isChosen_ == chosen) return;
  isChosen_ = chosen;
  update();
}

void Tile::tick() {
  if (!words_.counts) return;
  const QString now = remainingWords();
  if (now == shownRemaining_) return;
  shownRemaining_ = now;
  forgetHeight();
  describe();
  update();
}

QString Tile::remainingWords() const {
  if (!text_ || words_.question.empty() || words_.isOver) return {};
  const std::int64_t left = std::max<std::int64_t>(remainingMs_ - (words_.counts ? since_.elapsed() : 0), 0);
  const std::int64_t minutes = (left + kMinuteMs - 1) / kMinuteMs;
  return toQt((*text_)({"Reste {} min", "{} min left"}, {std::to_string(minutes)}));
}

std::vector<Tile::Line> Tile::lines() const {
  const Tone tone = toneOf(words_.level);
  std::vector<Line> out;
  out.push_back({toQt(words_.name), kInk, true, false});
  out.push_back({toQt(words_.state), tone.ink, true, true});
  if (!words_.alert.empty()) out.push_back({toQt(words_.alert), toneOf(console::Level::bad).ink});
  if (!words_.advice.empty()) out.push_back({toQt(words_.advice), toneOf(console::Level::attention).ink});
  if (!words_.beside.empty()) out.push_back({toQt(words_.beside), kInk});
  QString where = toQt(words_.place);
  if (!words_.link.empty()) where += (where.isEmpty() ? QString() : QStringLiteral(" · ")) + toQt(words_.link);
  if (!where.isEmpty()) out.push_back({where, kQuietInk});
  if (!words_.question.empty()) {
    // Each half stays whole.
    const auto whole = [](QString text) { return text.replace(QChar(u' '), QChar(0x00a0)); };
    QString line = whole(toQt(words_.question));
    if (!shownRemaining_.isEmpty()) line += QStringLiteral(" · ") + whole(shownRemaining_);
    out.push_back({line, kQuietInk});
  }
  return out;
}

QRect Tile::rectOf(const Line& line, int width, int top) const {
  const QFontMetrics metrics(line.isStrong ? strong(font()) : font());
  const int indent = line.hasSign ? metrics.height() + 4 : 0;
  const int side = padding(metrics);
  const QRect room(side + indent, top, width - 2 * side - indent, 100'000);
  const QRect words = metrics.boundingRect(room, Qt::TextWordWrap, line.text);
  return words.width() <= room.width() ? words : metrics.boundingRect(room, Qt::TextWrapAnywhere, line.text);
}

int Tile::heightFor(int width) const {
  if (measuredWidth_ == width) return measuredHeight_;
  int top = pictureHeight(width) + padding(fontMetrics());
  for (const Line& line : lines()) top = rectOf(line, width, top).bottom() + 3;
  measuredWidth_ = width;
  measuredHeight_ = top + padding(fontMetrics());
  return measuredHeight_;
}

void Tile::describe() {
  QStringList parts;
  for (const Line& line : lines()) parts << QString(line.text).replace(QChar(0x00a0), QChar(u' '));
  if (!caption_.isEmpty()) parts << caption_;
  setAccessibleName(parts.join(QStringLiteral(", ")));
}

void Tile::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const Tone tone = toneOf(words_.level);
  const bool isUrgent = words_.level == console::Level::bad || words_.level == console::Level::attention;
  const QColor frame = hasFocus() || isChosen_ ? kFocus : isUrgent ? tone.ink : QColor(0xc3, 0xca, 0xd5);
  const double stroke = hasFocus() || isChosen_ ? 3 : isUrgent ? 2 : 1;
  const QRectF box = QRectF(rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2);
  painter.setPen(QPen(frame, stroke));
  painter.setBrush(isUrgent ? tone.paper : kPaper);
  painter.drawRoundedRect(box, 8, 8);

  const QRect slot(2, 2, width() - 4, pictureHeight(width()));
  QPainterPath clip;
  clip.addRoundedRect(QRectF(slot).adjusted(stroke, stroke, -stroke, 0), 6, 6);
  painter.save();
  painter.setClipPath(clip);
  painter.fillRect(slot, QColor(0xea, 0xed, 0xf1));
  if (!picture_.isNull()) {
    const QSize size = picture_.size().scaled(slot.size(), Qt::KeepAspectRatioByExpanding);
    QRect where(QPoint(), size);
    where.moveCenter(slot.center());
    painter.drawImage(where, picture_);
  } else {
    painter.setPen(kQuietInk);
    painter.drawText(slot.adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, caption_);
  }
  painter.restore();

  int top = pictureHeight(width()) + padding(fontMetrics());
  for (const Line& line : lines()) {
    const QRect where = rectOf(line, width(), top);
    painter.setFont(line.isStrong ? strong(font()) : font());
    const QFontMetrics metrics = painter.fontMetrics();
    if (line.hasSign) {
      paintSign(painter, QRectF(padding(metrics), where.top() + 1, metrics.height() - 2, metrics.height() - 2),
                words_.level);
    }
    painter.setPen(line.ink);
    // In the whole room, wrapped where it was measured.
    const QRect room(where.left(), where.top(), width() - where.left() - padding(metrics), where.height());
    const bool fits = metrics.boundingRect(room, Qt::TextWordWrap, line.text).width() <= room.width();
    painter.drawText(room, fits ? Qt::TextWordWrap : Qt::TextWrapAnywhere, line.text);
    top = where.bottom() + 3;
  }
}

}  // namespace vigie::window
