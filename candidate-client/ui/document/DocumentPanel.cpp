#include "candidate-client/ui/document/DocumentPanel.hpp"

#include <QButtonGroup>
#include <QStackedWidget>
#include <algorithm>

#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

// Its beginning, and its end with the kind of file.
QString shortOf(const QString& name) {
  constexpr int kLongest = 24;
  return name.size() <= kLongest ? name : name.left(13) + QChar(0x2026) + name.right(10);
}

}  // namespace

DocumentPanel::DocumentPanel()
    : title_(ui::makeText(ui::Weight::quiet)),
      tabs_(new QBoxLayout(QBoxLayout::LeftToRight)),
      stack_(new QStackedWidget) {
  ui::setKind(*this, "card");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 10, 14, 10);
  column->setSpacing(ui::look().px(6));
  tabs_->setSpacing(ui::look().px(8));
  tabs_->addWidget(title_, 1);
  column->addLayout(tabs_);
  column->addWidget(stack_, 1);
  hide();
}

void DocumentPanel::show(const std::vector<content::Attachment>& attachments, const std::string& language) {
  for (QPushButton* button : buttons_) delete button;
  for (DocumentView* view : views_) delete view;
  buttons_.clear();
  views_.clear();
  for (const content::Attachment& attachment : attachments) {
    const std::size_t index = views_.size();
    const QString name = QString::fromStdString(attachment.name);
    auto* button = ui::makeButton(ui::Action::tool, shortOf(name).replace('&', "&&"));
    button->setAccessibleName(name);
    button->setCheckable(true);
    connect(button, &QPushButton::clicked, this, [this, index] { open(index); });
    tabs_->insertWidget(static_cast<int>(index) + 1, button);
    buttons_.push_back(button);
    DocumentView* view = makeDocumentView(attachment, language).release();
    view->onFailed = [this](const base::Error& error) {
      if (onFailed) onFailed(error);
    };
    view->speak(language_);
    stack_->addWidget(view);
    views_.push_back(view);
  }
  setVisible(!views_.empty());
  if (!views_.empty()) open(0);
  speak(language_);
}

void DocumentPanel::open(std::size_t index) {
  stack_->setCurrentWidget(views_[index]);
  for (std::size_t i = 0; i < buttons_.size(); ++i) {
    buttons_[i]->setChecked(i == index);
    buttons_[i]->setVisible(buttons_.size() > 1);
  }
}

void DocumentPanel::speak(ui::Language language) {
  language_ = language;
  setAccessibleName(say(Text::documents, language));
  const bool one = buttons_.size() == 1;
  title_->setText(one ? ui::breakable(say(Text::documentOne, language).arg(buttons_.front()->accessibleName()))
                      : say(Text::documents, language));
  for (DocumentView* view : views_) view->speak(language);
}

void DocumentPanel::looksChanged() {
  for (DocumentView* view : views_) view->looksChanged();
}

bool DocumentPanel::isReady() const {
  return std::all_of(views_.begin(), views_.end(), [](const DocumentView* view) { return view->isReady(); });
}

}  // namespace vigie::candidate
