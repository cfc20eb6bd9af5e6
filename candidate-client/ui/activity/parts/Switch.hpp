// On or off: a switch with its name before it and its state in words. A check box for screen readers.
// Ownership: the parent's. Thread: the window's.
#pragma once

#include <QCheckBox>

namespace vigie::activity {

class Switch : public QCheckBox {
 public:
  Switch(const QString& name, const QString& on, const QString& off);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  bool hitButton(const QPoint& at) const override { return rect().contains(at); }
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int stateWidth() const;

  QString on_, off_;
};

}  // namespace vigie::activity
