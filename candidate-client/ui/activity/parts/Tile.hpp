// Something that lies on a desktop or in a list: an icon with a name, or a line of words. One click selects it, two
// clicks open it, the right button opens its menu, a drag moves it. The keyboard: Space, Return, Menu (or Shift+F10). A
// screen reader: the actions "Press", "open" and "ShowMenu". Callbacks that are not set are not offered: pressing what
// can only be opened opens it. Ownership: the parent's. Thread: the window's.
#pragma once

#include <QAbstractButton>
#include <QTimer>
#include <functional>

#include "candidate-client/ui/activity/parts/Icon.hpp"

namespace vigie::activity {

enum class TileForm { icon, line };

class Tile : public QAbstractButton {
 public:
  struct Acts {
    std::function<void()> select, open, menu;
    std::function<void(QPoint)> dragged;  // let go at this place of the screen
  };

  Tile(Icon icon, const QString& name, TileForm form, QWidget* parent = nullptr);

  void setActs(Acts acts) { acts_ = std::move(acts); }
  const Acts& acts() const { return acts_; }
  void setDetail(const QString& detail);  // after the name, in less weight; read out too
  void setStrong(bool isStrong);          // new, unread
  void setSlowestDoubleClick(int ms) { slowest_ = ms; }
  void setMarked(bool isMarked);  // selected, held, dropped upon
  bool isMarked() const { return marked_; }

  void press();  // as Space does
  void open();   // as two clicks do
  void menu();   // as the right button does

  bool hasHeightForWidth() const override { return form_ == TileForm::line; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int textHeight(int width) const;
  int iconSize() const;
  void stopGhost();

  Icon icon_;
  TileForm form_;
  QString detail_;
  bool strong_ = false;
  bool marked_ = false;
  bool isDragging_ = false;
  bool ignoreRelease_ = false;
  Acts acts_;
  int slowest_;
  quint64 lastClick_ = 0;
  QPoint pressedAt_;
  QTimer held_;  // a long press is the right button of a finger
  QWidget* ghost_ = nullptr;
};

// Once: what screen readers are told of tiles.
void guardTiles();

}  // namespace vigie::activity
