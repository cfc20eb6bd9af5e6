#include "candidate-client/ui/activity/file-explorer/FileExplorer.hpp"

#include <QKeyEvent>
#include <QLineEdit>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"

namespace vigie::activity {

FileExplorer::FileExplorer(const Spec& spec)
    : Interaction(spec), tools_(spec.texts("tools", 12)), tree_(spec), stage_(new Stage) {
  columnOf(*this)->addWidget(stage_);
  show();
}

QString FileExplorer::nameOf(const QString& id) const {
  const Entry* entry = tree_.find(id);
  return entry == nullptr ? say(Word::myFiles) : entry->name;
}

bool FileExplorer::needSelection() {
  if (!selected_.isEmpty()) return true;
  tell(say(Word::selectFirst));
  return false;
}

void FileExplorer::select(const QString& id) {
  selected_ = id;
  for (auto tile = tiles_.begin(); tile != tiles_.end(); ++tile) tile.value()->setMarked(tile.key() == id);
}

void FileExplorer::open(const QString& id) {
  const Entry* entry = tree_.find(id);
  if (entry == nullptr) return;
  if (tree_.isInBin(id)) return tell(say(Word::putBackFirst));
  opened_.add(id);
  actions_.add("open:" + id);
  if (entry->kind == EntryKind::file) {
    show(id);
    select(id);
  } else {
    goTo(id);
  }
  tell(say(Word::openedThing).arg(entry->name));
  changed();
}

void FileExplorer::goTo(const QString& folder) {
  place_ = folder;
  selected_.clear();
  isSearching_ = false;
  naming_ = Naming::none;
  show();
  if (first_ != nullptr) first_->setFocus();
}

void FileExplorer::startNaming(Naming what) {
  if (what == Naming::entry && !needSelection()) return;
  naming_ = what;
  show();
  name_->setFocus();
  name_->selectAll();
}

void FileExplorer::finishNaming() {
  const QString text = name_->text();
  const bool isFolder = naming_ == Naming::folder;
  const QString id = isFolder ? tree_.create(text, place_) : tree_.rename(selected_, text);
  if (id.isEmpty()) return tell(say(Word::nameMissing));
  naming_ = Naming::none;
  selected_ = id;
  did(isFolder ? "create" : "rename", id, isFolder ? Word::createdFolder : Word::renamedEntry, Word::nameMissing);
}

void FileExplorer::take(Carrying how) {
  if (!needSelection()) return;
  if (tree_.isInBin(selected_)) return tell(say(Word::putBackFirst));
  const Entry* entry = tree_.find(selected_);
  const bool may = entry->kind == EntryKind::file || (how == Carrying::move && entry->kind == EntryKind::folder);
  if (!may) return tell(say(Word::cannotDoThat));
  carried_ = selected_;
  carrying_ = how;
  actions_.add((how == Carrying::copy ? "copy:" : "cut:") + carried_);
  show(selected_);
  tell(say(how == Carrying::copy ? Word::carryCopy : Word::carryMove).arg(entry->name));
  changed();
}

void FileExplorer::paste() {
  if (carrying_ == Carrying::none) return tell(say(Word::copyFirst));
  const bool isCopy = carrying_ == Carrying::copy;
  const QString id = isCopy ? tree_.copy(carried_, place_) : tree_.move(carried_, place_);
  if (!id.isEmpty()) {
    carrying_ = Carrying::none;
    selected_ = id;
  }
  did(isCopy ? "paste" : "move", id, isCopy ? Word::copiedHere : Word::movedHere, Word::cannotDoThat);
}

void FileExplorer::remove() {
  if (!needSelection()) return;
  const QString id = tree_.remove(selected_);
  if (!id.isEmpty()) selected_.clear();
  did("delete", id, Word::deletedEntry, Word::cannotDoThat);
}

void FileExplorer::putBack() {
  if (!needSelection()) return;
  const QString id = tree_.putBack(selected_);
  if (!id.isEmpty()) selected_.clear();
  did("restore", id, Word::restoredEntry, Word::notInBin);
}

void FileExplorer::find() {
  search_ = textOf(*words_);
  isSearching_ = !search_.trimmed().isEmpty();
  selected_.clear();
  actions_.add("search:" + search_.left(40));
  const auto found = tree_.search(search_).size();
  show();
  words_->setFocus();
  tell(say(Word::foundFiles).arg(found));
  changed();
}

void FileExplorer::dropped(const QString& id, QPoint screen) {
  for (auto tile = tiles_.begin(); tile != tiles_.end(); ++tile) {
    const Entry* under = tree_.find(tile.key());
    if (tile.key() == id || !tile.value()->rect().contains(tile.value()->mapFromGlobal(screen))) continue;
    if (under->kind == EntryKind::file) break;
    const bool isBin = under->kind == EntryKind::bin;
    if (isBin && !offers("delete")) break;
    const QString moved = isBin ? tree_.remove(id) : tree_.move(id, tile.key());
    did(isBin ? "delete" : "move", moved, isBin ? Word::deletedEntry : Word::movedHere, Word::cannotDoThat);
    return;
  }
  tell(say(Word::droppedNowhere));
}

bool FileExplorer::did(const char* verb, const QString& id, Word sentence, Word refusal) {
  if (id.isEmpty()) {
    tell(say(refusal));
    return false;
  }
  actions_.add(QLatin1String(verb) + QStringLiteral(":") + id);
  show(id);
  tell(say(sentence).arg(nameOf(id)));
  changed();
  return true;
}

void FileExplorer::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F2 && offers("rename")) return startNaming(Naming::entry);
  if (event->matches(QKeySequence::Delete) && offers("delete")) return remove();
  if (event->matches(QKeySequence::Copy) && offers("copy")) return take(Carrying::copy);
  if (event->matches(QKeySequence::Cut) && offers("move")) return take(Carrying::move);
  if (event->matches(QKeySequence::Paste) && (offers("copy") || offers("move"))) return paste();
  if (event->key() == Qt::Key_Escape && naming_ != Naming::none) {
    naming_ = Naming::none;
    return show(selected_);
  }
  Interaction::keyPressEvent(event);
}

QJsonObject FileExplorer::summary() const {
  QJsonObject out = tree_.summary();
  out["opened"] = opened_.json();
  out["lastOpened"] = opened_.last();
  out["search"] = search_;
  out["actions"] = actions_.json();
  out["place"] = place_;
  return out;
}

void FileExplorer::restore(const QJsonObject& summary) {
  tree_.restore(summary);
  opened_.restore(summary.value("opened"));
  actions_.restore(summary.value("actions"));
  search_ = summary.value("search").toString();
  const QString place = summary.value("place").toString();
  place_ = tree_.find(place) == nullptr ? QString() : place;
  show();
}

}  // namespace vigie::activity
