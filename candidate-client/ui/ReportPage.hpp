// "Report a problem": what is wrong, a few words if the person likes, and a way back to the question.
#pragma once

#include <string>
#include <vector>

#include "candidate-client/ui/Page.hpp"
#include "common/ui/Fields.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

class ReportPage final : public Page {
 public:
  // `back`: to the question, nothing was reported.
  ReportPage(const Actions& actions, std::function<void()> back);

  void clear();
  void speak(ui::Language language) override;
  void refused(const std::string& code) override;
  void looksChanged() override;
  QWidget* firstFocus() const override;
  QString title() const override { return title_->text(); }

 private:
  struct Category {
    const char* code;
    Text text;
    QAbstractButton* button;
  };

  void send();
  void build();

  const Actions& actions_;
  ui::Language language_ = ui::Language::french;
  std::string refusal_;
  bool asked_ = false;     // to choose first
  qsizetype tooLong_ = 0;  // characters of a comment that was not put in
  ui::ColumnPage* page_;
  QLabel *title_, *lead_, *commentLabel_;
  QWidget* holder_;
  std::vector<Category> categories_;
  ui::TextField* comment_;
  ui::NoticeBox* notice_;
  QPushButton *send_, *back_;
};

}  // namespace vigie::candidate
