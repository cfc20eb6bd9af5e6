// How the staff window looks: colours whose contrast with what lies behind them is at least 4.5:1, sizes that follow
// the zoom, and the four signs of a level, told apart by their shape. Thread: Qt's main one.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include "proctor-console/model/Readiness.hpp"

class QPainter;

namespace vigie::window {

struct Tone {
  QColor ink;    // of text and signs
  QColor paper;  // behind them
};

inline const QColor kInk(0x1b, 0x24, 0x30);
inline const QColor kQuietInk(0x46, 0x51, 0x61);
inline const QColor kPaper(0xff, 0xff, 0xff);
inline const QColor kDesk(0xf3, 0xf5, 0xf8);
inline const QColor kPrimary(0x17, 0x4a, 0x96);
inline const QColor kDanger(0xa0, 0x18, 0x1c);
inline const QColor kFocus(0x17, 0x4a, 0x96);

Tone toneOf(console::Level level);
double contrast(const QColor& one, const QColor& other);  // WCAG 2: 1 to 21

inline constexpr int kSmallestZoom = 100;  // per cent
inline constexpr int kLargestZoom = 200;

// Sizes of the whole window: one em is 15 pixels at 100 %.
QString styleOf(int zoomPercent);

// A circle with a tick, a triangle with "!", a square with a cross, an empty circle.
void paintSign(QPainter& painter, const QRectF& where, console::Level level);

// The same as a widget, as large as the text beside it.
class Sign : public QWidget {
 public:
  explicit Sign(console::Level level, QWidget* parent = nullptr);
  void show(console::Level level);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  console::Level level_;
};

}  // namespace vigie::window
