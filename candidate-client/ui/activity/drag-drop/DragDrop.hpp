// Type drag-drop: files to put into folders. With the mouse or a finger: drag. Without dragging: press a file, which
// takes it (or Ctrl+X), then press a folder, which puts it there (or Ctrl+V); the same for the keyboard and for a
// screen reader. Summary: placements {file: folder}, moves. Ownership: the question's. Thread: the window's.
#pragma once

#include <QMap>

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

namespace vigie::activity {

class Stage;
class Tile;

class DragDrop final : public Interaction {
 public:
  explicit DragDrop(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void take(QString file);
  void put(QString file, QString folder);  // folder empty: back where it was
  void drop(const QString& file, QPoint screen);
  void show();
  Tile* makeFile(const Option& file);
  QWidget* makeFolder(const Option& folder);
  const Option* find(const std::vector<Option>& all, const QString& id) const;

  std::vector<Option> files_, folders_;
  Stage* stage_;
  QMap<QString, Tile*> fileTiles_, folderTiles_;
  QMap<QString, QWidget*> folderPanels_;
  QMap<QString, QString> placements_;
  QString held_;
  int moves_ = 0;
};

}  // namespace vigie::activity
