// Between the name and the first question: what is recorded and why, the invigilator, "I am ready".
#pragma once

#include <vector>

#include "candidate-client/ui/Page.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

enum class CameraState { off, on, refused, absent, failed };

QString sayCamera(CameraState state, ui::Language language);  // empty when off

class RecordingPage final : public Page {
 public:
  explicit RecordingPage(const Actions& actions);

  void setCamera(bool present);
  void speak(ui::Language language) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return accept_; }
  QString title() const override { return title_->text(); }

 private:
  struct Row {
    Text what, why;
    QLabel *whatLabel, *whyLabel;
  };

  bool camera_ = false;
  ui::Language language_ = ui::Language::french;
  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *who_, *refusal_;
  std::vector<Row> rows_;
  QPushButton *accept_, *refuse_;
};

class WaitPage final : public Page {
 public:
  explicit WaitPage(std::function<void()> practise);

  void speak(ui::Language language) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return practise_; }
  QString title() const override { return title_->text(); }

 private:
  struct Tip {
    Text text;
    QLabel* label;
  };

  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *tipsTitle_;
  std::vector<Tip> tips_;
  QPushButton* practise_;
};

class BeginPage final : public Page {
 public:
  BeginPage(const Actions& actions, std::function<void()> practise);

  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void refused(const std::string& code) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override { return button_; }
  QString title() const override { return title_->text(); }

 private:
  bool busy_ = false;
  std::string refusal_;
  ui::Language language_ = ui::Language::french;
  ui::ColumnPage* page_;
  QLabel *title_, *lead_;
  ui::NoticeBox* notice_;
  QPushButton *button_, *practise_;
};

}  // namespace vigie::candidate
