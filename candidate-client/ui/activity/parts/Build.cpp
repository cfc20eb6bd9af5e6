#include "candidate-client/ui/activity/parts/Build.hpp"

#include <QLineEdit>

#include "candidate-client/ui/activity/Interaction.hpp"
#include "common/ui/Fields.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

// The task that the field is part of says so: nothing was put in.
void refuse(const QWidget& field, qsizetype characters, int most) {
  for (QWidget* at = field.parentWidget(); at != nullptr; at = at->parentWidget()) {
    if (const auto* task = dynamic_cast<const Interaction*>(at)) return task->refuseText(characters, most);
  }
}

}  // namespace

QPushButton* makeAct(const QString& text, std::function<void()> press, const char* kind) {
  QString shown = text;
  auto* button = ui::makeButton(ui::Action::secondary, shown.replace('&', "&&"));
  ui::setKind(*button, kind);
  button->setAccessibleName(text);
  button->setMinimumHeight(ui::kSmallestTarget);
  button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  if (press) QObject::connect(button, &QPushButton::clicked, button, [press = std::move(press)] { press(); });
  return button;
}

QPushButton* makePick(const QString& text, std::function<void()> pick, const char* kind) {
  QPushButton* button = makeAct(text, {}, kind);
  button->setCheckable(true);
  QObject::connect(button, &QPushButton::toggled, button, [pick = std::move(pick)] { pick(); });
  return button;
}

QLabel* makeWords(const QString& text, const char* kind) {
  QLabel* label = ui::makeText(ui::Weight::plain, text);
  ui::setKind(*label, kind);
  return label;
}

QWidget* makePanel(const char* kind) {
  auto* panel = new QWidget;
  ui::setKind(*panel, kind);
  columnOf(*panel)->setContentsMargins(12, 10, 12, 10);
  return panel;
}

QVBoxLayout* columnOf(QWidget& panel) {
  if (panel.layout() == nullptr) {
    auto* column = new QVBoxLayout(&panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
  }
  return static_cast<QVBoxLayout*>(panel.layout());
}

QLineEdit* makeLine(const QString& name, std::function<void()> typed) {
  auto* line = new ui::LineField(kLongestLine);
  line->onTooLong = [line](qsizetype characters) { refuse(*line, characters, kLongestLine); };
  line->setAccessibleName(name);
  line->setMinimumWidth(ui::look().framePx(160));
  line->onTyped = std::move(typed);
  return line;
}

QPlainTextEdit* makeParagraph(const QString& name, int lines, std::function<void()> typed) {
  auto* text = new ui::TextField(kLongestParagraph);
  text->onTooLong = [text](qsizetype characters) { refuse(*text, characters, kLongestParagraph); };
  text->setAccessibleName(name);
  text->setFixedHeight(ui::look().px(lines * 27 + 30));
  text->onTyped = std::move(typed);
  return text;
}

QString textOf(const QLineEdit& line) {
  return line.text().left(kLongestLine);
}

QString textOf(const QPlainTextEdit& paragraph) {
  return paragraph.toPlainText().left(kLongestParagraph);
}

Stage::Stage(QWidget* parent) : QWidget(parent) {
  columnOf(*this);
}

void Stage::renew(const std::function<void(QVBoxLayout&)>& build) {
  QWidget* old = content_;
  content_ = new QWidget(this);
  build(*columnOf(*content_));
  layout()->addWidget(content_);
  content_->show();
  if (old == nullptr) return;
  layout()->removeWidget(old);
  old->hide();
  old->setParent(nullptr);
  old->deleteLater();
}

}  // namespace vigie::activity
