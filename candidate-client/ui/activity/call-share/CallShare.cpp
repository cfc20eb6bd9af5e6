#include "candidate-client/ui/activity/call-share/CallShare.hpp"

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"

namespace vigie::activity {

CallShare::CallShare(const Spec& spec) : Interaction(spec), stage_(new Stage) {
  for (const Spec& source : spec.parts("sources", 1, 12)) sources_.push_back({source.id(), source.label()});
  const auto buttons = spec.parts("buttons", 0, 1);
  shareWords_ = buttons.empty() ? say(Word::share) : buttons.front().label();
  columnOf(*this)->addWidget(stage_);
  show();
}

QString CallShare::labelOf(const QString& id) const {
  for (const Option& source : sources_) {
    if (source.id == id) return source.label;
  }
  return {};
}

void CallShare::show() {
  first_ = nullptr;
  chosen_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*panel);
    if (!shared_.isEmpty()) {
      inside.addWidget(makeWords(say(Word::youShare).arg(labelOf(shared_)), "done"));
      first_ = makeAct(say(Word::stopSharing), [this] { stop(); });
      inside.addWidget(first_, 0, Qt::AlignLeft);
      column.addWidget(panel);
      return;
    }
    inside.addWidget(makeWords(say(Word::shareLead), "label"));
    auto* line = new ui::FlowLayout(12);
    for (const Option& source : sources_) {
      auto* tile = new Tile(source.id == "screen" ? Icon::screen : Icon::program, source.label, TileForm::icon);
      tile->setMarked(source.id == now_);
      tile->setActs({.select = [this, id = source.id] { select(id); }, .open = {}, .menu = {}, .dragged = {}});
      line->addWidget(tile);
      if (first_ == nullptr) first_ = tile;
      if (source.id == now_) chosen_ = tile;
    }
    inside.addLayout(line);
    inside.addWidget(makeAct(shareWords_, [this] { share(); }), 0, Qt::AlignLeft);
    column.addWidget(panel);
  });
}

void CallShare::select(const QString& id) {
  now_ = id;
  looked_.add(id);
  show();
  chosen_->setFocus();
  tell(say(Word::selectedThing).arg(labelOf(id)));
  changed();
}

void CallShare::share() {
  if (now_.isEmpty()) return tell(say(Word::selectFirst));
  shared_ = now_;
  show();
  first_->setFocus();
  tell(say(Word::youShare).arg(labelOf(shared_)));
  changed();
}

void CallShare::stop() {
  shared_.clear();
  now_.clear();
  show();
  first_->setFocus();
  tell({});
  changed();
}

QJsonObject CallShare::summary() const {
  return {{"shared", shared_}, {"looked", looked_.json()}, {"now", now_}};
}

void CallShare::restore(const QJsonObject& summary) {
  const auto known = [this](const QString& id) { return labelOf(id).isEmpty() ? QString() : id; };
  looked_.restore(summary.value("looked"));
  now_ = known(summary.value("now").toString());
  shared_ = known(summary.value("shared").toString());
  show();
}

}  // namespace vigie::activity
