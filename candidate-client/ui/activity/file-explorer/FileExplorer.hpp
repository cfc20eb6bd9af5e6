// Type file-explorer: folders to open, files to rename, copy, move, delete, put back and search for, with the buttons
// that the item offers ("tools": new-folder, rename, copy, move, delete, restore, search; all of them when it names
// none). Keys as in any other: F2, Delete, Ctrl+C, Ctrl+X, Ctrl+V; a file can be dragged onto a folder. Summary: that
// of FileTree, and opened, lastOpened, search, actions ["delete:p2"…], place. Ownership: the question's. Thread: the
// window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/file-explorer/FileTree.hpp"

class QLineEdit;
class QVBoxLayout;

namespace vigie::activity {

class Stage;
class Tile;

class FileExplorer final : public Interaction {
 public:
  explicit FileExplorer(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Naming { none, folder, entry };
  enum class Carrying { none, copy, move };

  bool offers(const char* tool) const { return tools_.isEmpty() || tools_.contains(QLatin1String(tool)); }
  void show(const QString& focus = {});  // id of the entry that gets the keyboard
  void addTop(QVBoxLayout& column);
  void addTools(QVBoxLayout& column);
  void addEntries(QVBoxLayout& column);
  void addNaming(QVBoxLayout& column);
  void select(const QString& id);
  void open(const QString& id);
  void goTo(const QString& folder);
  void startNaming(Naming what);
  void finishNaming();
  void take(Carrying how);
  void paste();
  void remove();
  void putBack();
  void find();
  void dropped(const QString& id, QPoint screen);
  // Notes what was done; `id` empty: it could not be done, and the sentence says why.
  bool did(const char* verb, const QString& id, Word sentence, Word refusal);
  QString nameOf(const QString& id) const;
  bool needSelection();

  QStringList tools_;
  FileTree tree_;
  Stage* stage_;
  QWidget* first_ = nullptr;
  QLineEdit *name_ = nullptr, *words_ = nullptr;
  QMap<QString, Tile*> tiles_;
  QString place_, selected_, carried_, search_;
  Naming naming_ = Naming::none;
  Carrying carrying_ = Carrying::none;
  bool isSearching_ = false;
  Events opened_, actions_;
};

}  // namespace vigie::activity
