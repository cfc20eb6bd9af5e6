// The surface of ClickTargets, scaled to the room there is, and the round buttons on it: drawn as large as the author
// says, pressed in at least ui::kSmallestTarget pixels. Ownership: Qt's. Thread: the window's.
#pragma once

#include <QAbstractButton>
#include <functional>
#include <vector>

namespace vigie::activity {

struct Circle {
  double x, y, radius;  // in the author's units
};

class TargetButton : public QAbstractButton {
 public:
  TargetButton(const QString& name, const QString& words, QWidget* parent);

  void setRadius(double pixels) { radius_ = pixels; }
  void setDone(bool isDone);
  bool isDone() const { return done_; }

  std::function<void(const char* pointer)> onPressed;

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  QString words_;
  double radius_ = 24;
  bool done_ = false;
  bool byMouse_ = false;
};

class TargetCanvas : public QWidget {
 public:
  TargetCanvas(QSizeF size, QWidget* parent = nullptr);

  void place(TargetButton* button, Circle circle);
  std::function<void()> onMissed;

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  struct Placed {
    TargetButton* button;
    Circle circle;
  };

  double scaleFor(int width) const;

  QSizeF size_;
  std::vector<Placed> placed_;
};

}  // namespace vigie::activity
