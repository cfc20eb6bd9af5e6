// Type desktop: icons of folders, files and a bin; two clicks, Return, or the action of a screen reader open one.
// Summary: opened [ids, the newest last], lastOpened, place (id of the folder on screen, for restore()).
// Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/Icon.hpp"

namespace vigie::activity {

class Stage;
class Tile;

class Desktop final : public Interaction {
 public:
  explicit Desktop(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  struct Entry {
    QString id, label;
    Icon icon;
    bool isFolder;
    int parent;  // index of the folder it lies in, -1: on the desktop
  };

  void read(const std::vector<Spec>& icons, int parent, int depth);
  void open(int entry);
  void goTo(int folder);
  void show();
  int indexOf(const QString& id) const;

  std::vector<Entry> entries_;
  int slowest_;
  Stage* stage_;
  QWidget* first_ = nullptr;
  int place_ = -1;  // folder or file on screen
  Events opened_;
};

}  // namespace vigie::activity
