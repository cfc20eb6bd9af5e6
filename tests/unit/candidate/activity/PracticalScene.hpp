// A practical question in the candidate's window, as the centre sends it, and what the centre's judge says of the
// answer.
#pragma once

#include <QJsonObject>
#include <map>

#include "candidate-client/ui/Window.hpp"
#include "common/content/Item.hpp"
#include "tests/unit/candidate/activity/Hands.hpp"

namespace vigie::activity::test {

// The practical items of the bank and of the sample, by id.
const std::map<std::string, content::Item>& practicalItems();
std::shared_ptr<const session::ShownQuestion> shownItem(const content::Item& item, const std::string& language);

class PracticalScene {
 public:
  explicit PracticalScene(ui::Look look = {}, ui::Language language = ui::Language::french);

  void ask(const std::string& item);  // the next question
  void follow(With with, const std::string& script);
  void restart();  // the program, with what was noted
  bool isShown();  // as a task, not as a question that cannot be shown
  content::Answer confirm(With with);
  QJsonObject summary() const;  // as it was noted last
  candidate::Window& window() { return *window_; }

 private:
  void open();
  void present();

  ui::Look look_;
  ui::Language language_;
  candidate::Actions actions_;
  session::Notes notes_;
  std::optional<content::Answer> answer_;
  std::string item_;
  std::uint32_t number_ = 0;
  std::unique_ptr<candidate::Window> window_;
};

bool isRight(const std::string& item, const std::string& language, const content::Answer& answer);

}  // namespace vigie::activity::test
