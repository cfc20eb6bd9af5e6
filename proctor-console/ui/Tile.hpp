// One candidate in the room: last picture, name, state, question, seat, alert. Drawn by hand, so that two hundred of
// them cost nothing; to assistive technology it is a button whose name says all of it. Thread: Qt's main one.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QPushButton>

#include "proctor-console/model/TileWords.hpp"

namespace vigie::window {

class Tile : public QPushButton {
 public:
  explicit Tile(QWidget* parent = nullptr);

  // `remainingMs`: of the exam, at this moment; the tile counts on by itself while the clock runs.
  void show(const console::TileWords& words, std::int64_t remainingMs, const console::Text& text);
  void setPicture(const QImage& picture, const QString& caption);  // null: none; the caption says why
  void setChosen(bool chosen);
  void tick();  // once a second: remaining time

  const console::TileWords& words() const { return words_; }
  const QImage& picture() const { return picture_; }
  const QString& caption() const { return caption_; }
  int heightFor(int width) const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Line {
    QString text;
    QColor ink;
    bool isStrong = false;
    bool hasSign = false;
  };
  std::vector<Line> lines() const;
  QRect rectOf(const Line& line, int width, int top) const;
  QString remainingWords() const;
  void describe();
  void forgetHeight() { measuredWidth_ = -1; }

  console::TileWords words_;
  std::optional<console::Text> text_;
  std::int64_t remainingMs_ = 0;
  QElapsedTimer since_;
  QString shownRemaining_;
  QImage picture_;
  QString caption_;
  bool isChosen_ = false;
  mutable int measuredWidth_ = -1;
  mutable int measuredHeight_ = 0;
};

}  // namespace vigie::window
