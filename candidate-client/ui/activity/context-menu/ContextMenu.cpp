#include "candidate-client/ui/activity/context-menu/ContextMenu.hpp"

#include <QKeyEvent>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

ContextMenu::ContextMenu(const Spec& spec) : Interaction(spec), menu_(new Stage) {
  for (const Spec& entry : spec.parts("menu", 1, 12)) entries_.push_back({entry.id(), entry.label()});
  auto* desk = makePanel("stage");
  desk->setMinimumHeight(ui::look().px(240));
  auto* line = new ui::FlowLayout(12);
  for (const Spec& icon : spec.parts("icons", 1, 16)) {
    const std::size_t at = icons_.size();
    icons_.push_back({icon.id(), icon.label()});
    auto* tile = new Tile(iconOf(icon.raw("kind").toString(), icon.label()), icon.label(), TileForm::icon);
    tile->setActs({.select =
                       [this] {
                         ++misses_;
                         closeMenu();
                         changed();
                       },
                   .open = {},
                   .menu = [this, at] { openMenu(at); },
                   .dragged = {}});
    line->addWidget(tile);
    tiles_.push_back(tile);
  }
  columnOf(*desk)->addLayout(line);
  columnOf(*desk)->addWidget(menu_, 0, Qt::AlignLeft);
  columnOf(*desk)->addStretch(1);
  columnOf(*this)->addWidget(desk);
  showMenu();
}

void ContextMenu::openMenu(std::size_t icon) {
  menuOf_ = icons_[icon].id;
  chosen_.clear();
  isOpen_ = true;
  showMenu();
  if (auto* first = menu_->content()->findChild<QPushButton*>()) first->setFocus(Qt::PopupFocusReason);
  changed();
}

void ContextMenu::showMenu() {
  for (std::size_t i = 0; i < tiles_.size(); ++i) tiles_[i]->setMarked(icons_[i].id == menuOf_);
  menu_->renew([this](QVBoxLayout& column) {
    if (!isOpen_) return;
    auto* card = makePanel("stage");
    columnOf(*card)->setSpacing(2);
    columnOf(*card)->addWidget(makeWords(say(Word::menuOf).arg(labelOf(icons_, menuOf_)), "label"));
    for (const Option& entry : entries_) {
      auto* row = makeAct(entry.label, [this, entry] { choose(entry); }, "option");
      row->setMinimumWidth(ui::look().px(240));
      columnOf(*card)->addWidget(row);
    }
    column.addWidget(card);
  });
}

void ContextMenu::choose(const Option& entry) {
  chosen_ = entry.id;
  closeMenu();
  tell(say(Word::choseInMenu).arg(entry.label, labelOf(icons_, menuOf_)));
  changed();
}

void ContextMenu::closeMenu() {
  isOpen_ = false;
  showMenu();
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    if (icons_[i].id == menuOf_) tiles_[i]->setFocus();
  }
}

void ContextMenu::keyPressEvent(QKeyEvent* event) {
  if (!isOpen_) return Interaction::keyPressEvent(event);
  const auto rows = menu_->content()->findChildren<QPushButton*>();
  const qsizetype at = rows.indexOf(qobject_cast<QPushButton*>(focusWidget()));
  if (event->key() == Qt::Key_Escape) {
    closeMenu();
  } else if (event->key() == Qt::Key_Down && at + 1 < rows.size()) {
    rows[at + 1]->setFocus(Qt::TabFocusReason);
  } else if (event->key() == Qt::Key_Up && at > 0) {
    rows[at - 1]->setFocus(Qt::TabFocusReason);
  } else {
    Interaction::keyPressEvent(event);
  }
}

QString ContextMenu::labelOf(const std::vector<Option>& options, const QString& id) const {
  for (const Option& option : options) {
    if (option.id == id) return option.label;
  }
  return {};
}

QJsonObject ContextMenu::summary() const {
  return {{"menuOf", menuOf_}, {"chosen", chosen_}, {"misses", misses_}};
}

void ContextMenu::restore(const QJsonObject& summary) {
  menuOf_ = summary.value("menuOf").toString();
  chosen_ = summary.value("chosen").toString();
  misses_ = summary.value("misses").toInt();
  showMenu();
}

QWidget* ContextMenu::firstInput() const {
  return tiles_.empty() ? nullptr : tiles_.front();
}

}  // namespace vigie::activity
