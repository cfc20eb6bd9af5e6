#include "candidate-client/ui/activity/click-targets/ClickTargets.hpp"

#include <algorithm>

#include "candidate-client/ui/activity/click-targets/TargetCanvas.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"

namespace vigie::activity {

ClickTargets::ClickTargets(const Spec& spec)
    : Interaction(spec),
      inTurn_(spec.raw("order").toString() == "sequential"),
      oneByOne_(inTurn_ && spec.flag("showNextOnlyAfterHit", false)) {
  double width = 960;
  double height = 540;
  if (spec.has("canvas")) {
    const Spec surface = spec.object("canvas");
    width = surface.number("width", 100, 4000, width);
    height = surface.number("height", 100, 4000, height);
  }
  canvas_ = new TargetCanvas({width, height});
  canvas_->onMissed = [this] { miss(); };
  const auto targets = spec.parts("targets", 1);
  for (const Spec& target : targets) {
    const QString words = target.has("label") ? target.label() : QString();
    const auto number = static_cast<int>(buttons_.size()) + 1;
    const QString name = words.isEmpty() ? say(Word::targetNumber).arg(number).arg(targets.size()) : words;
    auto* button = new TargetButton(name, words, canvas_);
    button->onPressed = [this, at = buttons_.size()](const char* pointer) { hit(at, pointer); };
    canvas_->place(button,
                   {target.number("x", 0, width, 0), target.number("y", 0, height, 0), target.number("r", 4, 400, 24)});
    ids_.push_back(target.id());
    buttons_.push_back(button);
  }
  columnOf(*this)->addWidget(canvas_);
  show();
}

void ClickTargets::show() {
  const auto done = static_cast<std::size_t>(
      std::count_if(ids_.begin(), ids_.end(), [this](const QString& id) { return hits_.list().contains(id); }));
  for (std::size_t i = 0; i < buttons_.size(); ++i) {
    const bool isHit = hits_.list().contains(ids_[i]);
    buttons_[i]->setDone(isHit);
    buttons_[i]->setVisible(!oneByOne_ || i <= done);
  }
}

void ClickTargets::hit(std::size_t target, const char* pointer) {
  const auto due = static_cast<std::size_t>(hits_.list().size());
  if (hits_.list().contains(ids_[target]) || (inTurn_ && target != due)) return miss();
  pointer_ = QLatin1String(pointer);
  hits_.add(ids_[target]);
  show();
  const auto next = std::find_if(buttons_.begin(), buttons_.end(), [](const TargetButton* b) { return !b->isDone(); });
  if (next != buttons_.end() && inTurn_) (*next)->setFocus();
  tell(say(Word::targetsHit).arg(hits_.list().size()).arg(buttons_.size()));
  changed();
}

void ClickTargets::miss() {
  ++misses_;
  tell(say(Word::targetMissed));
  changed();
}

QJsonObject ClickTargets::summary() const {
  QJsonObject out{{"hits", hits_.json()}, {"misses", misses_}};
  if (!pointer_.isEmpty()) out["pointer"] = pointer_;
  return out;
}

void ClickTargets::restore(const QJsonObject& summary) {
  hits_.restore(summary.value("hits"));
  misses_ = summary.value("misses").toInt();
  pointer_ = summary.value("pointer").toString();
  show();
}

QWidget* ClickTargets::firstInput() const {
  const auto next = std::find_if(buttons_.begin(), buttons_.end(), [](const TargetButton* b) { return !b->isDone(); });
  return next == buttons_.end() ? buttons_.empty() ? nullptr : buttons_.front() : *next;
}

}  // namespace vigie::activity
