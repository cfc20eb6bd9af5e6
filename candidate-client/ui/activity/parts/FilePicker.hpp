// Choosing a file of a short list to go with a form or a message, and taking it back. Ownership: the parent's.
// Thread: the window's.
#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>
#include <vector>

#include "candidate-client/ui/activity/Words.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

class QVBoxLayout;

namespace vigie::activity {

class Spec;
class Stage;

std::vector<Option> readFiles(const Spec& activity);  // its member "files"

class FilePicker : public QWidget {
 public:
  FilePicker(const QString& name, std::vector<Option> files, ui::Language language);

  const QStringList& chosen() const { return chosen_; }
  void choose(const QStringList& files);
  QWidget* firstInput() const { return first_; }

  std::function<void()> onChanged;

 private:
  void show();
  void add(const QString& id);
  void remove(const QString& id);
  void changed();

  QString name_;
  std::vector<Option> files_;
  ui::Language language_;
  QStringList chosen_;
  Stage* stage_;
  bool isListing_ = false;
  QWidget* first_ = nullptr;
};

}  // namespace vigie::activity
