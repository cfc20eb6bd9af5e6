// Before the test: the workstation comes to its centre, the person types the code of the slip and confirms the name.
#pragma once

#include "candidate-client/ui/CodeField.hpp"
#include "candidate-client/ui/Page.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

// A code, perhaps an address, and one button.
class EnrolPage final : public Page {
 public:
  enum class Knows { nothing, itsCentre };  // the second: centre.trust came with the package
  EnrolPage(const Actions& actions, const QString& host, Knows knows);

  void speak(ui::Language language) override;
  void refused(const std::string& code) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return code_; }
  QString title() const override { return title_->text(); }

 private:
  void go();

  const Actions& actions_;
  Knows knows_;
  bool busy_ = false;
  std::string refusal_;
  ui::Language language_ = ui::Language::french;
  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *codeLabel_, *hostLabel_;
  CodeField* code_;
  QLineEdit* host_;
  ui::NoticeBox* notice_;
  QPushButton* button_;
};

class CodePage final : public Page {
 public:
  explicit CodePage(const Actions& actions);

  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void refused(const std::string& code) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return code_; }
  QString title() const override { return title_->text(); }

 private:
  void go();

  const Actions& actions_;
  bool busy_ = false;
  std::string refusal_;
  ui::Language language_ = ui::Language::french;
  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *label_;
  CodeField* code_;
  ui::NoticeBox* notice_;
  QPushButton* button_;
};

class NamePage final : public Page {
 public:
  explicit NamePage(const Actions& actions);

  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void refused(const std::string& code) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return yes_; }
  QString title() const override { return title_->text() + " " + name_->text(); }

 private:
  void arrange();

  const Actions& actions_;
  bool denied_ = false;  // "It is not me": until an invigilator has helped
  std::string refusal_;
  ui::Language language_ = ui::Language::french;
  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *name_;
  ui::NoticeBox *notice_, *help_;
  QPushButton *yes_, *no_;
};

}  // namespace vigie::candidate
