// One thing to know, in large letters, and at most one thing to do: connecting, silence, pause, help, the end.
#pragma once

#include <functional>

#include "candidate-client/ui/Page.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

struct CalmWords {
  Text title;
  Text lead;
  std::optional<Text> more = {};
  std::optional<Text> button = {};
};

class CalmPage final : public Page {
 public:
  // `press`: of the button.
  CalmPage(CalmWords words, std::function<void()> press = {});

  void say(CalmWords words);               // others, in the same language
  void explain(const std::string& codes);  // code of a notice, shown in words and as it is, for staff
  void speak(ui::Language language) override;
  void looksChanged() override { page_->applyLook(); }
  QWidget* firstFocus() const override;
  QString title() const override { return title_->text(); }

 private:
  CalmWords words_;
  ui::Language language_ = ui::Language::french;
  std::string code_;
  ui::ColumnPage* page_;
  QLabel* title_;
  QLabel* lead_;
  QLabel* more_;
  ui::NoticeBox* reason_;
  QLabel* codeLine_;
  QPushButton* button_;
};

}  // namespace vigie::candidate
