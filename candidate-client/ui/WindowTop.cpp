// What stands above every screen: who and where, language, size of the text, colours, and the last message from staff.
#include <QApplication>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>

#include "candidate-client/ui/Window.hpp"

namespace vigie::candidate {

using ui::Action;
using ui::Weight;

void Window::buildTop(QVBoxLayout& layout) {
  auto* bar = new QWidget;
  ui::setKind(*bar, "bar");
  top_ = new QBoxLayout(QBoxLayout::LeftToRight, bar);
  top_->setContentsMargins(24, 8, 16, 8);
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  brand_ = ui::makeText(Weight::plain, "Vigie");
  ui::setKind(*brand_, "brand");
  workstation_ = ui::makeText(Weight::quiet);
  demonstration_ = ui::makeText(Weight::plain);
  ui::setKind(*demonstration_, "badge");
  person_ = ui::makeText(Weight::plain);
  cameraLabel_ = ui::makeText(Weight::quiet);
  for (QLabel* label : {brand_, workstation_, demonstration_, person_}) {
    label->setWordWrap(false);
    row->addWidget(label, 0, Qt::AlignVCenter);
  }
  row->addWidget(cameraLabel_, 1);
  languageButton_ = ui::makeButton(Action::tool);
  smaller_ = ui::makeButton(Action::tool, "A−");
  larger_ = ui::makeButton(Action::tool, "A+");
  scheme_ = ui::makeButton(Action::tool);
  spacing_ = ui::makeButton(Action::tool, "A B");
  auto* tools = new QHBoxLayout;
  for (QPushButton* button : {languageButton_, smaller_, larger_, spacing_, scheme_}) tools->addWidget(button);
  top_->addLayout(row, 1);
  top_->addLayout(tools);
  layout.addWidget(bar);
  connect(languageButton_, &QPushButton::clicked, this, [this] {
    setLanguage(settings_.language == ui::Language::french ? ui::Language::english : ui::Language::french);
  });
  connect(smaller_, &QPushButton::clicked, this, [this] { zoom(-1); });
  connect(larger_, &QPushButton::clicked, this, [this] { zoom(1); });
  connect(scheme_, &QPushButton::clicked, this, [this] { nextScheme(); });
  connect(spacing_, &QPushButton::clicked, this, [this] { otherSpacing(); });

  messageBox_ = new QWidget;
  ui::setKind(*messageBox_, "notice");
  auto* message = new QHBoxLayout(messageBox_);
  message->setContentsMargins(24, 10, 16, 10);
  messageText_ = ui::makeText(Weight::plain);
  ui::setKind(*messageText_, "noticeText");
  messageButton_ = ui::makeButton(Action::secondary);
  message->addWidget(messageText_, 1);
  message->addWidget(messageButton_);
  messageBox_->hide();
  layout.addWidget(messageBox_);
  connect(messageButton_, &QPushButton::clicked, this, [this] {
    messageRead_ = view_.messages;
    speak();
    if (auto* page = dynamic_cast<Page*>(stack_->currentWidget()); page != nullptr && page->firstFocus() != nullptr)
      page->firstFocus()->setFocus();
  });
}

void Window::buildShortcuts() {
  const auto on = [this](const QKeySequence& keys, auto act) {
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, act);
  };
  on(QKeySequence("Ctrl++"), [this] { zoom(1); });
  on(QKeySequence("Ctrl+="), [this] { zoom(1); });
  on(QKeySequence("Ctrl+-"), [this] { zoom(-1); });
  on(QKeySequence("Ctrl+0"), [this] { zoom(-ui::kLargestZoom); });
  on(QKeySequence("Alt+L"), [this] { languageButton_->click(); });
  on(QKeySequence("Alt+C"), [this] { nextScheme(); });
  on(QKeySequence("Alt+E"), [this] { otherSpacing(); });
  on(QKeySequence("Alt+M"), [this] { otherMotion(); });
}

// One row; when the text has grown too large for it, without the names of program and workstation: the room is for the
// question. Two rows when even the person's own name does not fit.
void Window::arrangeTop() {
  const QMargins margins = top_->contentsMargins();
  const auto isWide = [&](bool whole) {
    brand_->setVisible(whole);
    workstation_->setVisible(whole && !workstation_->text().isEmpty());
    QLayoutItem* names = top_->itemAt(0);
    names->invalidate();
    return names->sizeHint().width() + top_->itemAt(1)->sizeHint().width() + margins.left() + margins.right() > width();
  };
  const bool two = isWide(true) && isWide(false) && isWide(true);
  top_->setDirection(two ? QBoxLayout::BottomToTop : QBoxLayout::LeftToRight);
  top_->setAlignment(top_->itemAt(1)->layout(), two ? Qt::AlignRight : Qt::Alignment());
}

void Window::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  arrangeTop();
}

void Window::zoom(int steps) {
  ui::Look look = settings_.look;
  look.zoom = std::clamp(look.zoom + steps * ui::kZoomStep, ui::kSmallestZoom, ui::kLargestZoom);
  setLook(look);
}

void Window::nextScheme() {
  ui::Look look = settings_.look;
  look.scheme = ui::kSchemes[(static_cast<std::size_t>(look.scheme) + 1) % std::size(ui::kSchemes)];
  setLook(look);
}

void Window::otherSpacing() {
  ui::Look look = settings_.look;
  look.spacing = look.spacing == ui::Spacing::wide ? ui::Spacing::usual : ui::Spacing::wide;
  setLook(look);
}

// Nothing of ours moves but the mark of the place where one types.
void Window::otherMotion() {
  ui::Look look = settings_.look;
  look.motion = look.motion == ui::Motion::still ? ui::Motion::usual : ui::Motion::still;
  setLook(look);
}

void Window::setLook(ui::Look look) {
  settings_.look = look;
  ui::applyLook(*qApp, look);
  for (const auto& [name, page] : pages_) page->looksChanged();
  speak();
}

void Window::setLanguage(ui::Language language) {
  settings_.language = language;
  for (const auto& [name, page] : pages_) page->speak(language);
  speak();
}

// The texts above the screens.
void Window::speak() {
  const ui::Language language = settings_.language;
  demonstration_->setText(say(Text::demonstration, language));
  demonstration_->setVisible(view_.demonstration);
  person_->setText(QString::fromStdString(view_.displayName));
  person_->setVisible(!view_.displayName.empty());
  cameraLabel_->setText(sayCamera(camera_, language));
  languageButton_->setText(say(Text::otherLanguage, language));
  smaller_->setAccessibleName(say(Text::textSmaller, language));
  larger_->setAccessibleName(say(Text::textLarger, language));
  const QString size = say(Text::textSize, language).arg(settings_.look.zoom);
  smaller_->setToolTip(size);
  larger_->setToolTip(size);
  const bool wide = settings_.look.spacing == ui::Spacing::wide;
  const QString spacing = say(wide ? Text::spacingUsual : Text::spacing, language);
  spacing_->setText(wide ? "AB" : "A B");
  spacing_->setAccessibleName(spacing);
  spacing_->setToolTip(spacing);
  constexpr Text kNames[] = {Text::coloursLight, Text::coloursDark, Text::coloursContrast};
  const Text name = kNames[static_cast<std::size_t>(settings_.look.scheme)];
  scheme_->setText(say(Text::colours, language).arg(say(name, language)));
  messageButton_->setText(say(Text::messageRead, language));
  const bool news = view_.messages > messageRead_ && !view_.lastMessage.empty();
  const QString message = say(Text::messageFromStaff, language).arg(QString::fromStdString(view_.lastMessage));
  const bool said = messageBox_->isVisibleTo(this) && messageText_->text() == message;
  messageText_->setText(message);
  messageBox_->setVisible(news);
  if (news && !said) ui::announce(*messageBox_, message);
  arrangeTop();
}

}  // namespace vigie::candidate
