#include "candidate-client/ui/activity/web/SearchResults.hpp"

#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/web/Browser.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

SearchResults::SearchResults(const Spec& spec)
    : Interaction(spec), query_(spec.words("query").left(200)), stage_(new Stage), fields_(new AnswerFields(spec)) {
  for (const Spec& each : spec.parts("results", 1, 12)) {
    const QString text = each.words("text");
    results_.push_back({each.id(), each.label(), each.words("address").left(200), text,
                        each.has("page") ? each.words("page") : text, each.flag("sponsored", false)});
  }
  fields_->onChanged = [this] { changed(); };
  columnOf(*this)->addWidget(stage_);
  columnOf(*this)->addWidget(fields_);
  show();
}

void SearchResults::showList(QVBoxLayout& column) {
  column.addWidget(makeWords(say(Word::searchFor).arg(query_), "address"));
  for (const Result& result : results_) {
    auto* block = new QWidget;
    QVBoxLayout& lines = *columnOf(*block);
    lines.setSpacing(0);
    auto* link = makeAct(result.title, [this, id = result.id] { open(id); }, "link");
    const QString notice = result.isSponsored ? say(Word::sponsored) + " · " : QString();
    link->setAccessibleDescription(notice + result.address);
    lines.addWidget(link, 0, Qt::AlignLeft);
    lines.addWidget(makeWords(notice + result.address, "quiet"));
    lines.addWidget(makeWords(result.text, "plain"));
    column.addWidget(block);
    if (first_ == nullptr) first_ = link;
  }
}

void SearchResults::show() {
  first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* page = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*page);
    page->setMinimumHeight(ui::look().px(220));
    const auto here =
        std::find_if(results_.begin(), results_.end(), [this](const Result& each) { return each.id == place_; });
    if (here == results_.end()) {
      showList(inside);
    } else {
      first_ = addAddressLine(inside, here->address, say(Word::backToResults), [this] {
        place_.clear();
        show();
        first_->setFocus();
        changed();
      });
      inside.addWidget(makeWords(here->title, "subtitle"));
      inside.addWidget(makeWords(here->page, "plain"));
    }
    inside.addStretch(1);
    column.addWidget(page);
  });
}

void SearchResults::open(const QString& id) {
  opened_.add(id);
  place_ = id;
  show();
  first_->setFocus();
  for (const Result& result : results_) {
    if (result.id == id) tell(say(Word::openedThing).arg(result.title));
  }
  changed();
}

QJsonObject SearchResults::summary() const {
  QJsonObject out{{"opened", opened_.json()}, {"lastOpened", opened_.last()}, {"place", place_}};
  if (!fields_->isEmpty()) out["answers"] = fields_->answers();
  return out;
}

void SearchResults::restore(const QJsonObject& summary) {
  opened_.restore(summary.value("opened"));
  place_ = summary.value("place").toString();
  fields_->restore(summary.value("answers").toObject());
  show();
}

}  // namespace vigie::activity
