#include "candidate-client/ui/activity/drag-drop/DragDrop.hpp"

#include <QKeyEvent>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

DragDrop::DragDrop(const Spec& spec) : Interaction(spec), stage_(new Stage) {
  for (const Spec& file : spec.parts("files", 1)) files_.push_back({file.id(), file.label()});
  for (const Spec& folder : spec.parts("folders", 1, 16)) folders_.push_back({folder.id(), folder.label()});
  columnOf(*this)->addWidget(stage_);
  show();
}

const Option* DragDrop::find(const std::vector<Option>& all, const QString& id) const {
  for (const Option& option : all) {
    if (option.id == id) return &option;
  }
  return nullptr;
}

Tile* DragDrop::makeFile(const Option& file) {
  auto* tile = new Tile(iconOf({}, file.label), file.label, TileForm::icon);
  tile->setMarked(held_ == file.id);
  if (held_ == file.id) tile->setAccessibleDescription(say(Word::fileHeld));
  tile->setActs({.select = [this, id = file.id] { take(id); },
                 .open = {},
                 .menu = {},
                 .dragged = [this, id = file.id](QPoint screen) { drop(id, screen); }});
  fileTiles_[file.id] = tile;
  return tile;
}

QWidget* DragDrop::makeFolder(const Option& folder) {
  auto* panel = makePanel("stage");
  panel->setMinimumWidth(ui::look().px(330));
  panel->setMaximumWidth(ui::look().px(404));
  panel->setMinimumHeight(ui::look().px(120));
  auto* tile = new Tile(Icon::folder, folder.label, TileForm::line);
  tile->setActs({.select =
                     [this, id = folder.id] {
                       if (!held_.isEmpty()) return put(held_, id);
                       tell(say(Word::takeFirst));
                     },
                 .open = {},
                 .menu = {},
                 .dragged = {}});
  if (!held_.isEmpty()) tile->setAccessibleDescription(say(Word::putHere));
  folderTiles_[folder.id] = tile;
  folderPanels_[folder.id] = panel;
  columnOf(*panel)->addWidget(tile);
  auto* inside = new ui::FlowLayout(4);
  for (const Option& file : files_) {
    if (placements_.value(file.id) == folder.id) inside->addWidget(makeFile(file));
  }
  columnOf(*panel)->addLayout(inside);
  columnOf(*panel)->addStretch(1);
  return panel;
}

void DragDrop::show() {
  fileTiles_.clear();
  folderTiles_.clear();
  folderPanels_.clear();
  stage_->renew([this](QVBoxLayout& column) {
    auto* loose = new ui::FlowLayout(8);
    for (const Option& file : files_) {
      if (!placements_.contains(file.id)) loose->addWidget(makeFile(file));
    }
    column.addLayout(loose);
    column.addWidget(makeWords(say(held_.isEmpty() ? Word::dragHint : Word::dragHeldHint), "quiet"));
    auto* places = new ui::FlowLayout(12);
    for (const Option& folder : folders_) places->addWidget(makeFolder(folder));
    column.addLayout(places);
  });
}

void DragDrop::take(QString file) {
  held_ = held_ == file ? QString() : file;
  show();
  fileTiles_[file]->setFocus();
  const Option* taken = find(files_, file);
  tell(held_.isEmpty() ? QString() : say(Word::tookFile).arg(taken->label));
}

// By value: its callers name it by the keys of lists that are made anew here.
void DragDrop::put(QString file, QString folder) {
  held_.clear();
  ++moves_;
  if (folder.isEmpty()) {
    placements_.remove(file);
  } else {
    placements_[file] = folder;
  }
  show();
  const Option* where = find(folders_, folder);
  if (where != nullptr) tell(say(Word::putFile).arg(find(files_, file)->label, where->label));
  // The next one to put away, so that nobody has to go back by hand.
  const auto next =
      std::find_if(files_.begin(), files_.end(), [this](const Option& each) { return !placements_.contains(each.id); });
  fileTiles_[next == files_.end() ? file : next->id]->setFocus();
  changed();
}

void DragDrop::drop(const QString& file, QPoint screen) {
  for (auto panel = folderPanels_.begin(); panel != folderPanels_.end(); ++panel) {
    const QPoint at = panel.value()->mapFromGlobal(screen);
    if (panel.value()->rect().contains(at)) return put(file, panel.key());
  }
  if (placements_.contains(file) && rect().contains(mapFromGlobal(screen))) return put(file, {});
  tell(say(Word::droppedNowhere));
}

void DragDrop::keyPressEvent(QKeyEvent* event) {
  QWidget* focused = focusWidget();
  if (event->matches(QKeySequence::Cut)) {
    for (auto tile = fileTiles_.begin(); tile != fileTiles_.end(); ++tile) {
      if (tile.value() == focused && held_ != tile.key()) return take(tile.key());
    }
  } else if (event->matches(QKeySequence::Paste) && !held_.isEmpty()) {
    for (auto tile = folderTiles_.begin(); tile != folderTiles_.end(); ++tile) {
      if (tile.value() == focused) return put(held_, tile.key());
    }
  } else if (event->key() == Qt::Key_Escape && !held_.isEmpty()) {
    return take(held_);
  }
  Interaction::keyPressEvent(event);
}

QJsonObject DragDrop::summary() const {
  QJsonObject placements;
  for (auto each = placements_.begin(); each != placements_.end(); ++each) placements[each.key()] = each.value();
  return {{"placements", placements}, {"moves", moves_}};
}

void DragDrop::restore(const QJsonObject& summary) {
  placements_.clear();
  const QJsonObject placements = summary.value("placements").toObject();
  for (auto each = placements.begin(); each != placements.end(); ++each) {
    const bool isKnown = find(files_, each.key()) != nullptr && find(folders_, each.value().toString()) != nullptr;
    if (isKnown) placements_[each.key()] = each.value().toString();
  }
  moves_ = summary.value("moves").toInt();
  show();
}

QWidget* DragDrop::firstInput() const {
  return files_.empty() ? nullptr : fileTiles_.value(files_.front().id);
}

}  // namespace vigie::activity
