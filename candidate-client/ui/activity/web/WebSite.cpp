#include "candidate-client/ui/activity/web/WebSite.hpp"

#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/web/Browser.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

WebSite::WebSite(const Spec& spec) : Interaction(spec), stage_(new Stage), fields_(new AnswerFields(spec)) {
  const auto pages = spec.parts("pages", 1, 24);
  for (const Spec& each : pages) {
    Page page{each.id(), each.label(), each.words("text"), {}};
    for (const Spec& link : each.objects("links", 16)) page.links.push_back({link.id("to"), link.label()});
    pages_.push_back(std::move(page));
  }
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    for (const Option& link : pages_[i].links) {
      if (find(link.id) == nullptr) pages[i].wrong("links", "no page \"" + link.id + "\"");
    }
  }
  fields_->onChanged = [this] { changed(); };
  columnOf(*this)->addWidget(stage_);
  columnOf(*this)->addWidget(fields_);
  if (pages_.empty()) return;
  visited_.add(pages_.front().id);
  show();
}

const WebSite::Page* WebSite::find(const QString& id) const {
  for (const Page& page : pages_) {
    if (page.id == id) return &page;
  }
  return nullptr;
}

void WebSite::show() {
  const Page* here = find(visited_.last());
  first_ = nullptr;
  stage_->renew([this, here](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*panel);
    panel->setMinimumHeight(ui::look().px(230));
    QPushButton* back = addAddressLine(inside, here->title, say(Word::previousPage), [this] {
      const QString to = back_.takeLast();
      visited_.add(to);
      show();
      changed();
      first_->setFocus();
    });
    back->setEnabled(!back_.isEmpty());
    inside.addWidget(makeWords(here->title, "subtitle"));
    if (!here->text.isEmpty()) inside.addWidget(makeWords(here->text, "plain"));
    for (const Option& link : here->links) {
      auto* button = makeAct(link.label, [this, to = link.id] { visit(to); }, "link");
      inside.addWidget(button, 0, Qt::AlignLeft);
      if (first_ == nullptr) first_ = button;
    }
    if (first_ == nullptr) first_ = back;
    inside.addStretch(1);
    column.addWidget(panel);
  });
}

void WebSite::visit(const QString& id) {
  back_.push_back(visited_.last());
  if (back_.size() > kMostEvents) back_.pop_front();
  visited_.add(id);
  show();
  first_->setFocus();
  tell(say(Word::openedThing).arg(find(id)->title));
  changed();
}

QJsonObject WebSite::summary() const {
  QJsonObject out{{"visited", visited_.json()}};
  if (!fields_->isEmpty()) out["answers"] = fields_->answers();
  return out;
}

void WebSite::restore(const QJsonObject& summary) {
  Events visited;
  for (const QString& id : textsIn(summary.value("visited"))) {
    if (find(id) != nullptr) visited.add(id);
  }
  if (!visited.list().isEmpty()) visited_ = visited;
  back_ = visited_.list();
  back_.removeLast();
  fields_->restore(summary.value("answers").toObject());
  show();
}

}  // namespace vigie::activity
