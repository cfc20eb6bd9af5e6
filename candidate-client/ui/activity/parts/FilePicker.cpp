#include "candidate-client/ui/activity/parts/FilePicker.hpp"

#include "candidate-client/ui/activity/Spec.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"

namespace vigie::activity {

std::vector<Option> readFiles(const Spec& activity) {
  std::vector<Option> files;
  for (const Spec& file : activity.parts("files", 0)) files.push_back({file.id(), file.label()});
  return files;
}

FilePicker::FilePicker(const QString& name, std::vector<Option> files, ui::Language language)
    : name_(name), files_(std::move(files)), language_(language), stage_(new Stage) {
  columnOf(*this)->addWidget(stage_);
  show();
}

void FilePicker::choose(const QStringList& files) {
  chosen_.clear();
  for (const Option& file : files_) {
    if (files.contains(file.id)) chosen_ << file.id;
  }
  show();
}

void FilePicker::show() {
  stage_->renew([this](QVBoxLayout& column) {
    auto* line = new ui::FlowLayout;
    auto* adding = makeAct(say(Word::addFile, language_), [this] {
      isListing_ = !isListing_;
      show();
      first_->setFocus();
    });
    adding->setAccessibleDescription(name_);
    line->addWidget(adding);
    first_ = adding;
    for (const Option& file : files_) {
      if (!chosen_.contains(file.id)) continue;
      auto* taken = makeAct(file.label + QStringLiteral("  ✕"), [this, id = file.id] { remove(id); }, "option");
      taken->setAccessibleName(say(Word::removeFile, language_).arg(file.label));
      line->addWidget(taken);
    }
    column.addLayout(line);
    if (!isListing_) return;
    auto* list = new ui::FlowLayout(6);
    for (const Option& file : files_) {
      auto* tile = new Tile(iconOf({}, file.label), file.label, TileForm::icon);
      tile->setActs({.select = [this, id = file.id] { add(id); }, .open = {}, .menu = {}, .dragged = {}});
      list->addWidget(tile);
    }
    column.addLayout(list);
  });
}

void FilePicker::add(const QString& id) {
  if (!chosen_.contains(id)) chosen_ << id;
  isListing_ = false;
  changed();
}

void FilePicker::remove(const QString& id) {
  chosen_.removeAll(id);
  changed();
}

void FilePicker::changed() {
  show();
  first_->setFocus();
  if (onChanged) onChanged();
}

}  // namespace vigie::activity
