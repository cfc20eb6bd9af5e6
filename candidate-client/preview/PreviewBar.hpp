// What stands above the candidate's window in the preview, for authors: which item, in which language, which values,
// and how the last answer and each example were judged. Thread: the window's. Ownership: Qt's.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <functional>

#include "common/ui/Language.hpp"

namespace vigie::candidate {

struct PreviewActions {
  std::function<void(int item)> choose;
  std::function<void(int by)> step;  // -1, 1
  std::function<void()> otherLanguage;
  std::function<void()> otherValues;
  std::function<void(int example)> tryExample;
};

struct PreviewFacts {
  ui::Language language = ui::Language::french;
  int item = 0;
  int items = 1;
  std::uint32_t variant = 0, variants = 1;
  QString kind;             // "QCU", "ABC mail-send"
  QString fault;            // why the client cannot show it; empty when it can
  QStringList examples;     // one line each
  int differences = 0;      // examples that are not judged as their author said
  int firstDifference = 0;  // index
};

class PreviewBar final : public QWidget {
 public:
  PreviewBar(const QStringList& ids, PreviewActions actions);

  void show(const PreviewFacts& facts);
  // "Verdict : juste", and what was answered. Empty: nothing answered yet.
  void tell(const QString& verdict);
  void tellFault(const QString& why);  // the client cannot show the item

 private:
  void tryChosen();

  PreviewActions actions_;
  QComboBox* ids_;
  ui::Language spoken_ = ui::Language::french;
  QPushButton *previous_, *next_, *language_, *values_, *examplesButton_;
  QLabel *facts_, *verdict_;
  QListWidget* examples_;
};

}  // namespace vigie::candidate
