// A picture that fits where it stands, or twice as large with scroll bars. By keyboard: arrows scroll.
// Thread: the window's.
#pragma once

#include <QImage>
#include <QLabel>
#include <QScrollArea>

namespace vigie::candidate {

class PictureBox final : public QScrollArea {
 public:
  enum class Fit { whole, width };
  explicit PictureBox(Fit fit);

  void setPicture(const QImage& picture);
  void describe(const QString& description);  // for a screen reader
  void enlarge(bool twice);
  bool isEnlarged() const { return twice_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void scale();

  Fit fit_;
  bool twice_ = false;
  QImage picture_;
  QLabel* label_;
};

}  // namespace vigie::candidate
