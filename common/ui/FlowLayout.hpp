// Widgets beside one another, in lines that break where the width ends: tool bars, icons and fields at any text size.
// At the top of their line, or in its middle (setAlignment, AlignVCenter).
// Ownership: as QLayout. Thread: the window's.
#pragma once

#include <QLayout>
#include <QLayoutItem>
#include <memory>
#include <vector>

namespace vigie::ui {

class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(int gap = 10, QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, Move::no); }
  QSize minimumSize() const override;
  QSize sizeHint() const override;
  void setGeometry(const QRect& room) override;

 private:
  enum class Move { no, yes };
  int arrange(const QRect& room, Move move) const;
  QSize sizeOf(const QLayoutItem& item, int room) const;

  std::vector<QLayoutItem*> items_;
};

}  // namespace vigie::ui
