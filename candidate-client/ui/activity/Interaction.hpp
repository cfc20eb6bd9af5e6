// One practical task inside its question: widgets that behave as those of a real computer, and what the person did with
// them. One folder and one line of Registry.cpp for each. Its words are in the item's language, because the instruction
// names its buttons. Everything can be done by keyboard and by the actions of a screen reader.
// Ownership: the question's. Thread: the window's.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QWidget>
#include <functional>

#include "candidate-client/ui/activity/Spec.hpp"
#include "candidate-client/ui/activity/Words.hpp"

namespace vigie::activity {

inline constexpr qsizetype kMostEvents = 48;  // of a list in a summary; the oldest ones are dropped

class Interaction : public QWidget {
 public:
  explicit Interaction(const Spec& spec) : language_(spec.language()) {}

  // What was done, with the members that the item format names for its type, and what restore() needs.
  virtual QJsonObject summary() const = 0;
  // A fresh interaction becomes one with this summary, as far as it makes sense.
  virtual void restore(const QJsonObject& summary) = 0;
  virtual QWidget* firstInput() const = 0;

  // More than a field has room for was pasted, or typed: it was not put in.
  void refuseText(qsizetype characters, int most) const { tell(say(Word::textRefused).arg(characters).arg(most)); }

  std::function<void()> onChanged;             // the person did something
  std::function<void(const QString&)> onTell;  // what came of it, for everybody to read

 protected:
  QString say(Word word) const { return activity::say(word, language_); }
  ui::Language language() const { return language_; }
  void changed() const {
    if (onChanged) onChanged();
  }
  void tell(const QString& text) const {
    if (onTell) onTell(text);
  }

 private:
  ui::Language language_;
};

// A list of ids that remembers the newest kMostEvents.
class Events {
 public:
  void add(const QString& id);
  void restore(const QJsonValue& list);
  const QStringList& list() const { return list_; }
  QString last() const { return list_.isEmpty() ? QString() : list_.back(); }
  QJsonArray json() const { return QJsonArray::fromStringList(list_); }

 private:
  QStringList list_;
};

QStringList textsIn(const QJsonValue& list);  // the texts among its elements

}  // namespace vigie::activity
