// Files and folders of a file-explorer, and what a person did to them. Pure: no widget. The root has the id "".
// Summary: created [{name, in, id}], renamed {id: name}, copied {file: folder, or a list when there are several
// copies}, moved {id: folder}, movedIds, deleted [ids in the bin]. Thread: any.
#pragma once

#include <QJsonObject>
#include <QMap>
#include <vector>

#include "candidate-client/ui/activity/Spec.hpp"

namespace vigie::activity {

enum class EntryKind { folder, file, bin };

struct Entry {
  QString id, name;
  EntryKind kind = EntryKind::file;
  QString in;      // folder it lies in
  QString home;    // of the author, where it lay at first; of what a person made, where it was made
  QString before;  // of what lies in the bin: where it lay
  QString source;  // of a copy
  QString firstName;
  bool isMade = false;  // a folder of the person
};

class FileTree {
 public:
  explicit FileTree(const Spec& activity);  // its member "entries"

  const Entry* find(const QString& id) const;
  std::vector<const Entry*> in(const QString& folder) const;
  std::vector<const Entry*> search(const QString& words) const;  // * and ? stand for letters; not in the bin
  QString pathOf(const QString& folder) const;                   // "Documents / Taxes", empty: the root
  QString binId() const;                                         // empty: there is none
  bool isInBin(const QString& id) const;

  // Each returns the id that it made or changed, empty: it may not be done.
  QString create(const QString& name, const QString& folder);
  QString rename(const QString& id, const QString& name);
  QString copy(const QString& file, const QString& folder);
  QString move(const QString& id, const QString& folder);
  QString remove(const QString& id);
  QString putBack(const QString& id);

  QJsonObject summary() const;
  void restore(const QJsonObject& summary);

 private:
  void read(const std::vector<Spec>& entries, const QString& folder, int depth);
  Entry* change(const QString& id);
  bool mayHold(const QString& folder) const;
  bool isInside(const QString& id, const QString& folder) const;
  QString nextId(const QString& stem) const;

  std::vector<Entry> entries_;
};

}  // namespace vigie::activity
