// What a file explorer shows.
#include <QLineEdit>

#include "candidate-client/ui/activity/file-explorer/FileExplorer.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

void FileExplorer::show(const QString& focus) {
  tiles_.clear();
  first_ = nullptr;
  name_ = nullptr;
  words_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*panel);
    panel->setMinimumHeight(ui::look().px(300));
    addTop(inside);
    addTools(inside);
    if (naming_ != Naming::none) addNaming(inside);
    addEntries(inside);
    inside.addStretch(1);
    column.addWidget(panel);
  });
  if (!focus.isEmpty() && first_ != nullptr) (tiles_.contains(focus) ? tiles_[focus] : first_)->setFocus();
}

void FileExplorer::addTop(QVBoxLayout& column) {
  auto* row = new QHBoxLayout;
  if (!place_.isEmpty() || isSearching_) {
    auto* up = makeAct(QStringLiteral("←  ") + say(Word::back), [this] {
      const Entry* here = tree_.find(place_);
      goTo(isSearching_ || here == nullptr ? place_ : here->in);
      changed();
    });
    up->setAccessibleName(say(Word::back));
    row->addWidget(up);
    first_ = up;
  }
  const QString path = tree_.pathOf(place_);
  const QString where = isSearching_ ? say(Word::searchFor).arg(search_) : path.isEmpty() ? say(Word::myFiles) : path;
  row->addWidget(makeWords(where, "address"), 1);
  column.addLayout(row);
  if (!offers("search")) return;
  auto* line = new QHBoxLayout;
  words_ = makeLine(say(Word::searchFile), {});
  words_->setPlaceholderText(say(Word::searchFile));
  words_->setText(search_);
  connect(words_, &QLineEdit::returnPressed, this, [this] { find(); });
  line->addWidget(words_, 1);
  line->addWidget(makeAct(say(Word::search), [this] { find(); }));
  column.addLayout(line);
}

void FileExplorer::addTools(QVBoxLayout& column) {
  struct Tool {
    const char* name;
    Word word;
    std::function<void()> press;
  };
  const bool inBin = place_ == tree_.binId() && !place_.isEmpty();
  const Tool all[] = {
      {"open", Word::open, [this] { needSelection() ? open(selected_) : void(); }},
      {"new-folder", Word::newFolder, [this] { startNaming(Naming::folder); }},
      {"rename", Word::rename, [this] { startNaming(Naming::entry); }},
      {"copy", Word::copy, [this] { take(Carrying::copy); }},
      {"move", Word::cut, [this] { take(Carrying::move); }},
      {"delete", Word::remove, [this] { remove(); }},
      {"restore", Word::putBack, [this] { putBack(); }},
  };
  auto* bar = new ui::FlowLayout(8);
  for (const Tool& tool : all) {
    const QString name = QLatin1String(tool.name);
    const bool forBin = name == "restore";
    if ((name != "open" && !offers(tool.name)) || (inBin != forBin && (inBin || forBin))) continue;
    bar->addWidget(makeAct(say(tool.word), tool.press));
  }
  if (carrying_ != Carrying::none && !inBin) bar->addWidget(makeAct(say(Word::paste), [this] { paste(); }));
  column.addLayout(bar);
}

void FileExplorer::addNaming(QVBoxLayout& column) {
  const bool isFolder = naming_ == Naming::folder;
  const QString label = say(isFolder ? Word::folderName : Word::newName);
  column.addWidget(makeWords(label, "label"));
  auto* row = new QHBoxLayout;
  name_ = makeLine(label, {});
  name_->setText(isFolder ? say(Word::newFolder) : nameOf(selected_));
  connect(name_, &QLineEdit::returnPressed, this, [this] { finishNaming(); });
  row->addWidget(name_, 1);
  row->addWidget(makeAct(say(Word::confirm), [this] { finishNaming(); }));
  row->addWidget(makeAct(say(Word::cancel), [this] {
    naming_ = Naming::none;
    show(selected_);
  }));
  column.addLayout(row);
}

void FileExplorer::addEntries(QVBoxLayout& column) {
  auto* places = new ui::FlowLayout(10);
  const auto shown = isSearching_ ? tree_.search(search_) : tree_.in(place_);
  for (const Entry* entry : shown) {
    const char* kind = entry->kind == EntryKind::folder ? "folder" : entry->kind == EntryKind::bin ? "bin" : "file";
    auto* tile = new Tile(iconOf(kind, entry->name), entry->name, TileForm::icon);
    tile->setSlowestDoubleClick(800);
    tile->setMarked(entry->id == selected_);
    if (isSearching_) tile->setDetail(tree_.pathOf(entry->in));
    Tile::Acts acts;
    acts.select = [this, id = entry->id] { select(id); };
    acts.open = [this, id = entry->id] { open(id); };
    if (offers("move")) acts.dragged = [this, id = entry->id](QPoint screen) { dropped(id, screen); };
    tile->setActs(std::move(acts));
    places->addWidget(tile);
    tiles_[entry->id] = tile;
    if (first_ == nullptr) first_ = tile;
  }
  if (shown.empty()) column.addWidget(makeWords(say(isSearching_ ? Word::nothingFound : Word::folderIsEmpty), "quiet"));
  column.addLayout(places);
}

}  // namespace vigie::activity
