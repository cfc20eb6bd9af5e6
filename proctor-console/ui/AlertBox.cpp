#include "proctor-console/ui/AlertBox.hpp"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "proctor-console/model/TileWords.hpp"

namespace vigie::window {
namespace {

constexpr int kLongestComment = 500;  // characters

}  // namespace

AlertBox::AlertBox(const Context& context, const base::SessionId& session, QWidget* parent)
    : QWidget(parent), context_(context), session_(session) {
  setObjectName(QStringLiteral("alertBox"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  what_ = makeLabel({}, "strong", this);
  column->addWidget(what_);
  comment_ = new QLineEdit(this);
  comment_->setMaxLength(kLongestComment);
  comment_->setPlaceholderText(context_.say({"Ce que vous avez vu", "What you saw"}));
  comment_->setAccessibleName(
      context_.say({"Commentaire de la décision, facultatif", "Comment on the decision, optional"}));
  column->addWidget(comment_);
  replace_ = new Action(
      context_, {.label = context_.say({"Remplacer la question", "Replace the question"}), .kind = Kind::primary},
      [this] { return std::optional(decision(console::Resolution::replace)); }, this);
  replace_->button().setObjectName(QStringLiteral("replace"));
  keep_ = new Action(
      context_, {.label = context_.say({"Maintenir la question", "Keep the question"})},
      [this] { return std::optional(decision(console::Resolution::keep)); }, this);
  keep_->button().setObjectName(QStringLiteral("keep"));
  column->addWidget(replace_);
  column->addWidget(keep_);
}

console::Order AlertBox::decision(console::Resolution outcome) const {
  return console::resolveAlert(session_, alert_, outcome, comment_->text().trimmed().toStdString());
}

void AlertBox::show(const console::Room& room, const protocol::message::AlertView& alert) {
  if (alert_ != alert.alert()) comment_->clear();
  alert_ = alert.alert();
  what_->setText(toQt(console::alertWords(room, alert, context_.text)));
  replace_->setPossible(alert.question() != 0, context_.say({"Ce signalement ne porte sur aucune question",
                                                             "This report is about no question"}));
  comment_->setVisible(true);
}

void AlertBox::focusDecision() {
  (replace_->button().isEnabled() ? replace_ : keep_)->button().setFocus();
}

}  // namespace vigie::window
