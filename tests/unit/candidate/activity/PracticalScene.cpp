#include "tests/unit/candidate/activity/PracticalScene.hpp"

#include <QAbstractButton>
#include <QJsonDocument>

#include "common/base/File.hpp"
#include "common/content/ItemSource.hpp"
#include "common/content/Judge.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SampleScreens.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::activity::test {

using support::must;

const std::map<std::string, content::Item>& practicalItems() {
  static const auto kItems = [] {
    std::map<std::string, content::Item> out;
    for (const char* file : {"/common/content/bank/practical.json", "/deploy/demonstration/items.json"}) {
      const auto text = must(base::readTextFile(std::string(VIGIE_SOURCE_DIR) + file));
      for (content::Item& item : must(content::readItemSource(text)).items) {
        if (item.kind == content::Kind::abc) out.emplace(item.id, std::move(item));
      }
    }
    return out;
  }();
  return kItems;
}

std::shared_ptr<const session::ShownQuestion> shownItem(const content::Item& item, const std::string& language) {
  return support::questionOf(content::publicContent(item), language);
}

PracticalScene::PracticalScene(ui::Look look, ui::Language language) : look_(look), language_(language) {
  support::qtApplication();
  actions_.answer = [this](const content::Answer& answer) { answer_ = answer; };
  actions_.typed = [this](std::uint32_t question, const content::Answer& answer) {
    notes_.draft = session::Draft{question, answer};
  };
  open();
}

void PracticalScene::open() {
  candidate::WindowSettings settings;
  settings.look = look_;
  settings.language = language_;
  window_ = std::make_unique<candidate::Window>(actions_, settings);
  window_->resize(1366, 768);
  window_->show();
  window_->activateWindow();
  support::settle();
}

void PracticalScene::ask(const std::string& item) {
  item_ = item;
  ++number_;
  present();
}

void PracticalScene::present() {
  session::ShownQuestion question = *shownItem(practicalItems().at(item_), std::string(ui::codeOf(language_)));
  question.number = number_;
  session::View view = support::questionView(std::make_shared<const session::ShownQuestion>(std::move(question)));
  view.language = std::string(ui::codeOf(language_));
  window_->present(view, notes_);
  support::settle();
  // A timed task waits behind its own start; QuestionClock and WindowTest say how.
  if (auto* go =
          qobject_cast<QAbstractButton*>(support::findNamed(*window_, say(candidate::Text::timedGo, language_)))) {
    go->click();
    support::settle();
  }
}

void PracticalScene::restart() {
  open();
  present();
}

bool PracticalScene::isShown() {
  return support::findNamed(*window_, say(candidate::Text::validate, language_)) != nullptr;
}

void PracticalScene::follow(With with, const std::string& script) {
  makeHand(with, *window_)->follow(QString::fromStdString(script));
}

content::Answer PracticalScene::confirm(With with) {
  answer_.reset();
  makeHand(with, *window_)->follow("press " + say(candidate::Text::validate, language_));
  if (!answer_) throw std::runtime_error("the window sent no answer");
  return *answer_;
}

QJsonObject PracticalScene::summary() const {
  if (!notes_.draft || notes_.draft->answer.fields.empty()) return {};
  return QJsonDocument::fromJson(QByteArray::fromStdString(notes_.draft->answer.fields[0].second)).object();
}

bool isRight(const std::string& item, const std::string& language, const content::Answer& answer) {
  return must(content::judge(practicalItems().at(item), language, answer)) == content::Verdict::right;
}

}  // namespace vigie::activity::test
