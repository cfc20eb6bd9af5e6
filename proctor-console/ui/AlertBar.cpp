#include "proctor-console/ui/AlertBar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "proctor-console/model/TileWords.hpp"
#include "proctor-console/ui/Action.hpp"

namespace vigie::window {

AlertBar::AlertBar(const Context& context, std::function<void(const base::CandidateRef&)> decide, QWidget* parent)
    : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("alertBar"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  auto* column = new QVBoxLayout();
  what_ = makeLabel({}, "strong", this);
  waited_ = makeLabel({}, "quietOnRed", this);
  column->addWidget(what_);
  column->addWidget(waited_);
  row->addLayout(column, 1);
  decide_ = makeButton(
      context_.say({"Trancher", "Decide"}), Kind::plain,
      [this, decide = std::move(decide)] {
        if (candidate_) decide(*candidate_);
      },
      this);
  decide_->setObjectName(QStringLiteral("decide"));
  row->addWidget(decide_);
  setVisible(false);
}

void AlertBar::show(const console::Room& room) {
  const auto open = room.openAlerts();
  std::erase_if(since_, [&](const auto& entry) {
    return std::none_of(open.begin(), open.end(), [&](const auto* one) { return one->alert() == entry.first; });
  });
  for (const auto* one : open) {
    if (const auto [place, isNew] = since_.try_emplace(one->alert()); isNew) place->second.start();
  }
  setVisible(!open.empty());
  if (open.empty()) {
    alert_.reset();
    candidate_.reset();
    return;
  }
  const auto& oldest = *open.front();
  alert_ = oldest.alert();
  if (const auto ref = base::CandidateRef::fromBytes(oldest.candidate())) candidate_ = *ref;
  behind_ = open.size() - 1;
  what_->setText(toQt(console::alertWords(room, oldest, context_.text)));
  decide_->setAccessibleName(decide_->text() + QStringLiteral(" : ") + what_->text());
  tick();
}

void AlertBar::tick() {
  if (!alert_) return;
  QString words = context_.say({"Signalement {}, attend depuis {}", "Report {}, waiting for {}"},
                               {std::to_string(*alert_), context_.text.duration(since_.at(*alert_).elapsed())});
  if (behind_ == 1) words += context_.say({" · 1 autre attend", " · 1 other waits"});
  if (behind_ > 1) words += context_.say({" · {} autres attendent", " · {} others wait"}, {std::to_string(behind_)});
  waited_->setText(words);
}

}  // namespace vigie::window
