// A list to choose one of, which opens in place: a button with the choice, and under it one button per option. Its
// options are as large as any other target and a screen reader presses them, which Qt's own list does not let it do.
// Return or Space opens, arrows move, Escape closes. Ownership: the parent's. Thread: the window's.
#pragma once

#include <QPushButton>
#include <functional>
#include <vector>

namespace vigie::activity {

struct Option {
  QString id, label;
};

class DropDown : public QWidget {
 public:
  // `nothing`: what stands there before a choice.
  DropDown(const QString& name, const QString& nothing, std::vector<Option> options);

  const QString& chosen() const { return chosen_; }  // an id, empty: none
  void choose(const QString& id);                    // without onChosen
  QPushButton* button() const { return button_; }

  std::function<void()> onChosen;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void show(const QString& id);
  void markChosen();
  void openList();
  void closeList();

  QString nothing_, chosen_;
  std::vector<Option> options_;
  QPushButton* button_;
  QWidget* list_;
  std::vector<QPushButton*> rows_;
};

}  // namespace vigie::activity
