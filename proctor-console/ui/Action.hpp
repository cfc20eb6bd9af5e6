// One thing that a person may do: a button, and under it what came of it. A dangerous action asks once, in plain words,
// before it is given; a refusal stands next to the button until the next attempt. Thread: Qt's main one.
#pragma once

#include <QWidget>
#include <optional>

#include "proctor-console/ui/Context.hpp"

class QLabel;
class QPushButton;

namespace vigie::window {

enum class Kind { plain, primary, danger };

struct ActionWords {
  QString label;
  Kind kind = Kind::plain;
  QString question = {};  // empty: nothing is asked
  QString yes = {};       // of the question
  QString done = {};      // empty: the change itself shows that it was done
};

class Action : public QWidget {
 public:
  // `make` gives the order at the moment it is wanted; nullopt: there is nothing to do (it said why).
  using Make = std::function<std::optional<console::Order>()>;
  Action(const Context& context, ActionWords words, Make make, QWidget* parent = nullptr);

  void setWords(const ActionWords& words);
  void setPossible(bool possible, const QString& why = {});  // `why` not: as a tooltip
  void onDone(std::function<void()> done) { done_ = std::move(done); }
  void refuse(const QString& words, const QString& detail = {});  // without asking the centre
  QPushButton& button() { return *button_; }

 private:
  void pressed();
  void ask();
  void carryOut();
  void settled(const std::optional<base::Error>& refusal);
  void say(const QString& words, const char* style, const QString& detail = {});

  const Context& context_;
  ActionWords words_;
  Make make_;
  std::function<void()> done_;
  QPushButton* button_;
  QWidget* ask_;
  QLabel* question_;
  QPushButton* yes_;
  QLabel* outcome_;
  bool possible_ = true;
  bool underWay_ = false;
};

// A button that opens, chooses or toggles something here, without an order.
QPushButton* makeButton(const QString& label, Kind kind, std::function<void()> pressed, QWidget* parent = nullptr);

// Text that wraps; `style` is a name of the style sheet ("title", "quiet", "strong"…).
QLabel* makeLabel(const QString& text, const char* style, QWidget* parent = nullptr);

}  // namespace vigie::window
