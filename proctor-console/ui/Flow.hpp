// A layout that puts its widgets one behind the other, each as large as it wants to be, and goes on in the next row
// where the width ends: toolbars and cards stay whole at every zoom. Thread: Qt's main one.
#pragma once

#include <QLayout>
#include <vector>

namespace vigie::window {

class Flow : public QLayout {
 public:
  explicit Flow(int spacing, QWidget* parent = nullptr);
  ~Flow() override;

  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), Doing::measure); }
  void setGeometry(const QRect& rect) override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;

 private:
  enum class Doing { measure, place };
  int arrange(const QRect& rect, Doing doing) const;

  std::vector<QLayoutItem*> items_;
};

}  // namespace vigie::window
