// Before anything else: the password of the person's key; on a new machine, the 20 characters that make it a console of
// its centre. Thread: Qt's main one.
#pragma once

#include <QWidget>

#include "proctor-console/ui/Context.hpp"
#include "proctor-console/ui/Desk.hpp"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace vigie::window {

class GatePage : public QWidget {
 public:
  using Opened = std::function<void(std::unique_ptr<Desk>)>;
  GatePage(const console::Text& text, Door& door, Opened opened, QWidget* parent = nullptr);

  void unlock(const QString& password);

 private:
  QWidget* buildUnlock();
  QWidget* buildEnrol();
  void enrol();
  void refuse(const base::Error& error);
  QString say(const Phrase& phrase) const { return toQt(text_(phrase)); }

  console::Text text_;
  Door& door_;
  Opened opened_;
  QLineEdit* password_ = nullptr;
  QLineEdit* again_ = nullptr;
  QLineEdit* code_ = nullptr;
  QLineEdit* host_ = nullptr;
  QSpinBox* port_ = nullptr;
  QSpinBox* enrolmentPort_ = nullptr;
  QPushButton* go_ = nullptr;
  QLabel* outcome_ = nullptr;
};

}  // namespace vigie::window
