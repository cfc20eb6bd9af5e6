// One choice of a question as a card: large, its whole face a target, its text wrapped. A radio button or a check box
// for the keyboard and for screen readers. Thread: the window's.
#pragma once

#include <QAbstractButton>
#include <QCheckBox>
#include <QEvent>
#include <QPaintEvent>
#include <QRadioButton>
#include <string>

namespace vigie::candidate {

struct ChoiceFace {
  QString text;       // as read
  bool code = false;  // set in a fixed-width font: the author put it between backticks
};

ChoiceFace choiceFace(const std::string& written);
int choiceHeight(const ChoiceFace& face, const QFont& font, int width);
void paintChoice(QAbstractButton& button, const ChoiceFace& face, bool round);

template <class Button>
class ChoiceButton : public Button {
 public:
  ChoiceButton(std::string id, const std::string& written) : id_(std::move(id)), face_(choiceFace(written)) {
    // Preferred: at its real width it is lower than its hint, and may be.
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    this->setSizePolicy(policy);
    this->setAccessibleName(face_.text);
    this->setCursor(Qt::PointingHandCursor);
    this->setAttribute(Qt::WA_Hover);
  }

  const std::string& id() const { return id_; }

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return choiceHeight(face_, this->font(), width); }
  QSize sizeHint() const override { return {400, heightForWidth(400)}; }
  QSize minimumSizeHint() const override { return {160, choiceHeight({}, this->font(), 160)}; }

 protected:
  bool hitButton(const QPoint& at) const override { return this->rect().contains(at); }
  void paintEvent(QPaintEvent*) override { paintChoice(*this, face_, std::is_same_v<Button, QRadioButton>); }
  void changeEvent(QEvent* event) override {
    Button::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) this->updateGeometry();
  }

 private:
  std::string id_;
  ChoiceFace face_;
};

}  // namespace vigie::candidate
