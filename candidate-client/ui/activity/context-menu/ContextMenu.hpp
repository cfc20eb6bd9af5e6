// Type context-menu: files on a desktop and the menu that the right button, a long press, the Menu key or a screen
// reader opens on one. Summary: menuOf (whose menu was opened last), chosen (entry, empty: none), misses.
// Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

namespace vigie::activity {

class Stage;
class Tile;

class ContextMenu final : public Interaction {
 public:
  explicit ContextMenu(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void openMenu(std::size_t icon);
  void choose(const Option& entry);
  void closeMenu();
  void showMenu();
  QString labelOf(const std::vector<Option>& options, const QString& id) const;

  std::vector<Option> icons_, entries_;
  std::vector<Tile*> tiles_;
  Stage* menu_;
  bool isOpen_ = false;
  QString menuOf_, chosen_;
  int misses_ = 0;
};

}  // namespace vigie::activity
