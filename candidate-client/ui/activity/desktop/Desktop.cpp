#include "candidate-client/ui/activity/desktop/Desktop.hpp"

#include <QSet>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

constexpr int kDeepest = 4;
constexpr int kSlowestDoubleClick = 800;  // ms: a first hour with a mouse

}  // namespace

Desktop::Desktop(const Spec& spec)
    : Interaction(spec),
      slowest_(static_cast<int>(spec.number("doubleClickMaxIntervalMs", 100, 5000, kSlowestDoubleClick))),
      stage_(new Stage) {
  read(spec.parts("icons", 1), -1, 0);
  QSet<QString> ids;
  for (const Entry& entry : entries_) ids.insert(entry.id);
  if (static_cast<std::size_t>(ids.size()) != entries_.size()) spec.wrong("icons", "two icons have the same id");
  if (entries_.size() > kMostParts) spec.wrong("icons", "too many icons");
  columnOf(*this)->addWidget(stage_);
  show();
}

void Desktop::read(const std::vector<Spec>& icons, int parent, int depth) {
  for (const Spec& icon : icons) {
    const QString kind = icon.raw("kind").toString("file");
    const bool isFolder = kind != "file" && kind != "app" && kind != "program";
    entries_.push_back({icon.id(), icon.label(), iconOf(kind, icon.label()), isFolder, parent});
    if (!icon.has("children")) continue;
    if (depth >= kDeepest) {
      icon.wrong("children", "folders lie in folders lie in folders");
      continue;
    }
    read(icon.parts("children", 0), static_cast<int>(entries_.size()) - 1, depth + 1);
  }
}

int Desktop::indexOf(const QString& id) const {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

void Desktop::open(int entry) {
  const Entry& opened = entries_[static_cast<std::size_t>(entry)];
  opened_.add(opened.id);
  goTo(entry);
  tell(say(Word::openedThing).arg(opened.label));
  changed();
}

void Desktop::goTo(int folder) {
  place_ = folder;
  show();
  if (first_ != nullptr) first_->setFocus();
}

void Desktop::show() {
  first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    const Entry* here = place_ < 0 ? nullptr : &entries_[static_cast<std::size_t>(place_)];
    auto* desk = makePanel("stage");
    desk->setMinimumHeight(ui::look().px(220));
    auto* top = new QHBoxLayout;
    top->addWidget(makeWords(here == nullptr ? say(Word::desktopTitle) : here->label, "label"), 1);
    QPushButton* back = nullptr;
    if (here != nullptr) {
      back = makeAct(here->isFolder ? say(Word::back) : say(Word::close), [this, up = here->parent] {
        goTo(up);
        changed();
      });
      top->addWidget(back);
    }
    columnOf(*desk)->addLayout(top);
    auto* icons = new ui::FlowLayout(12);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].parent != place_) continue;
      auto* tile = new Tile(entries_[i].icon, entries_[i].label, TileForm::icon);
      tile->setSlowestDoubleClick(slowest_);
      tile->setActs({.select = {}, .open = [this, i] { open(static_cast<int>(i)); }, .menu = {}, .dragged = {}});
      icons->addWidget(tile);
      if (first_ == nullptr) first_ = tile;
    }
    if (first_ == nullptr) {
      const bool isFile = here != nullptr && !here->isFolder;
      columnOf(*desk)->addWidget(makeWords(say(isFile ? Word::fileIsOpen : Word::folderIsEmpty), "plain"));
      first_ = back;
    }
    columnOf(*desk)->addLayout(icons);
    columnOf(*desk)->addStretch(1);
    column.addWidget(desk);
  });
}

QJsonObject Desktop::summary() const {
  QJsonObject out{{"opened", opened_.json()}, {"lastOpened", opened_.last()}};
  if (place_ >= 0) out["place"] = entries_[static_cast<std::size_t>(place_)].id;
  return out;
}

void Desktop::restore(const QJsonObject& summary) {
  opened_.restore(summary.value("opened"));
  place_ = indexOf(summary.value("place").toString());
  show();
}

}  // namespace vigie::activity
