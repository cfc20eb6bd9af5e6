// A box to tick, with its words wrapped beside it. Drawn here, because a style sheet has no tick without a picture.
// Ownership: the parent's. Thread: the window's.
#pragma once

#include <QCheckBox>

namespace vigie::activity {

class Tick : public QCheckBox {
 public:
  explicit Tick(const QString& name);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  bool hitButton(const QPoint& at) const override { return rect().contains(at); }
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
};

}  // namespace vigie::activity
