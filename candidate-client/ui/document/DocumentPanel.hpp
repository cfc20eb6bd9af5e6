// The attachments of a question, one at a time, inside the window. Thread: the window's.
#pragma once

#include <vector>

#include "candidate-client/ui/document/DocumentView.hpp"

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace vigie::candidate {

class DocumentPanel final : public QWidget {
 public:
  DocumentPanel();

  // Replaces what was there. None: the panel hides.
  void show(const std::vector<content::Attachment>& attachments, const std::string& language);
  void speak(ui::Language language);
  void looksChanged();
  bool isEmpty() const { return views_.empty(); }
  bool isReady() const;  // all of them are decoded

  std::function<void(const base::Error&)> onFailed;

 private:
  void open(std::size_t index);

  ui::Language language_ = ui::Language::french;
  QLabel* title_;
  QBoxLayout* tabs_;
  QStackedWidget* stack_;
  std::vector<QPushButton*> buttons_;
  std::vector<DocumentView*> views_;
};

}  // namespace vigie::candidate
