#include "candidate-client/ui/document/PictureBox.hpp"

#include <QResizeEvent>
#include <algorithm>

#include "common/ui/Theme.hpp"

namespace vigie::candidate {

PictureBox::PictureBox(Fit fit) : fit_(fit), label_(new QLabel) {
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::NoFrame);
  setAlignment(fit == Fit::whole ? Qt::AlignCenter : Qt::AlignHCenter | Qt::AlignTop);
  setWidget(label_);
  setMinimumHeight(ui::look().px(160));
}

void PictureBox::setPicture(const QImage& picture) {
  picture_ = picture;
  scale();
}

void PictureBox::describe(const QString& description) {
  label_->setAccessibleName(description);
  setAccessibleName(description);
}

void PictureBox::enlarge(bool twice) {
  twice_ = twice;
  scale();
}

// Sharp drawings are enlarged by at most what a person asked for the text, and a half more.
void PictureBox::scale() {
  if (picture_.isNull()) return;
  const QSize room = viewport()->size() - QSize(2, 2);
  double factor = room.width() / static_cast<double>(picture_.width());
  if (fit_ == Fit::whole) factor = std::min(factor, room.height() / static_cast<double>(picture_.height()));
  factor = std::clamp(factor, 0.05, 1.5 * ui::look().zoom / 100.0);
  if (twice_) factor *= 2;
  const QSize wanted(std::max(1, static_cast<int>(picture_.width() * factor)),
                     std::max(1, static_cast<int>(picture_.height() * factor)));
  if (label_->size() == wanted && !label_->pixmap(Qt::ReturnByValue).isNull()) return;
  label_->setPixmap(QPixmap::fromImage(picture_.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
  label_->resize(wanted);
}

void PictureBox::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  scale();
}

}  // namespace vigie::candidate
