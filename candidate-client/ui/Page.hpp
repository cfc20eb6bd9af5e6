// One screen of the window. It shows a view and calls the actions; which page is on top is the window's decision
// (Window.cpp). Thread: the window's.
#pragma once

#include <QWidget>

#include "candidate-client/session/View.hpp"
#include "candidate-client/ui/Actions.hpp"
#include "candidate-client/ui/Catalogue.hpp"

namespace vigie::candidate {

class Page : public QWidget {
 public:
  virtual void speak(ui::Language language) = 0;  // its texts in this language
  virtual void present(const session::View&) {}   // called before it comes up and whenever the view changes
  virtual void refused(const std::string&) {}     // the code of what the last action met
  virtual void looksChanged() {}                  // zoom or colours
  virtual QWidget* firstFocus() const = 0;
  virtual QString title() const = 0;  // said by a screen reader when the page comes up
};

}  // namespace vigie::candidate
