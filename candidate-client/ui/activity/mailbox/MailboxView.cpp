// What a mailbox shows.
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>

#include "candidate-client/ui/activity/mailbox/Mailbox.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/FilePicker.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/RichText.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

void Mailbox::show() {
  first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    auto* left = new QWidget;
    left->setMinimumWidth(ui::look().framePx(170));
    showFolders(*columnOf(*left));
    row->addWidget(left, 0);
    auto* right = new QWidget;
    right->setMinimumHeight(ui::look().px(290));
    QVBoxLayout& inside = *columnOf(*right);
    const Message* message = mail_.find(message_);
    if (draft_) {
      showDraft(inside);
    } else if (message != nullptr) {
      showMessage(*message, inside);
    } else {
      showList(inside);
    }
    inside.addStretch(1);
    row->addWidget(right, 1);
    columnOf(*panel)->addLayout(row);
    column.addWidget(panel);
  });
}

void Mailbox::showFolders(QVBoxLayout& column) {
  auto* writing = makeAct(QStringLiteral("✎  ") + say(Word::newMessage), [this] { write({}); });
  writing->setAccessibleName(say(Word::newMessage));
  column.addWidget(writing);
  start_ = writing;
  for (const QString& folder : mail_.folders()) {
    const std::size_t count =
        folder == "sent" ? mail_.sent().size() + mail_.in(folder).size() : mail_.in(folder).size();
    const QString name = nameOfFolder(folder);
    auto* button = makePick(
        count == 0 ? name : name + "  (" + QString::number(count) + ")", [this, folder] { goTo(folder); }, "folder");
    button->setAccessibleName(name);
    button->setAccessibleDescription(say(Word::messageCount).arg(count));
    const QSignalBlocker isNobodysChoice(button);
    button->setChecked(folder == folder_);
    column.addWidget(button);
  }
  column.addStretch(1);
}

void Mailbox::showList(QVBoxLayout& column) {
  column.addWidget(makeWords(nameOfFolder(folder_), "label"));
  for (const Message* message : mail_.in(folder_)) {
    auto* row =
        new Tile(Icon::mail, message->from.name.isEmpty() ? message->from.address : message->from.name, TileForm::line);
    row->setDetail(message->subject + "  ·  " + dateOf(*message));
    row->setStrong(!message->isRead);
    row->setActs({.select = [this, id = message->id] { open(id); }, .open = {}, .menu = {}, .dragged = {}});
    column.addWidget(row);
    if (first_ == nullptr) first_ = row;
  }
  if (folder_ == "sent") {
    for (const Draft& draft : mail_.sent()) {
      column.addWidget(makeWords(say(Word::sentTo).arg(draft.to, draft.subject), "done"));
    }
  }
  if (mail_.in(folder_).empty() && (folder_ != "sent" || mail_.sent().empty())) {
    column.addWidget(makeWords(say(Word::noMessage), "quiet"));
  }
}

void Mailbox::showMessage(const Message& message, QVBoxLayout& column) {
  auto* top = new QHBoxLayout;
  auto* back = makeAct(QStringLiteral("←  ") + say(Word::backToList), [this] {
    message_.clear();
    tell({});
    answered();
  });
  back->setAccessibleName(say(Word::backToList));
  top->addWidget(back);
  top->addStretch(1);
  column.addLayout(top);
  column.addWidget(makeWords(message.subject, "subtitle"));
  column.addWidget(makeWords(say(Word::fromPerson).arg(message.from.words()) + "   ·   " + dateOf(message), "quiet"));
  auto* body = new ui::RichText;
  body->setMarkdown(message.body);
  column.addWidget(body);
  for (const QString& file : message.attachments) column.addWidget(makeWords("📎 " + file, "plain"));
  if (!message.linkWords.isEmpty()) {
    auto* link = makeAct(
        message.linkWords,
        [this, id = message.id] {
          mail_.clickLink(id);
          tell(say(Word::linkClicked));
          changed();
        },
        "link");
    column.addWidget(link, 0, Qt::AlignLeft);
  }
  showActions(message, column);
  first_ = body;
}

void Mailbox::showActions(const Message& message, QVBoxLayout& column) {
  auto* bar = new ui::FlowLayout(8);
  const QString id = message.id;
  bar->addWidget(makeAct(say(Word::reply), [this, message] {
    Draft draft;
    draft.to = message.from.address;
    draft.subject = say(Word::replyMark) + message.subject;
    draft.replyTo = message.id;
    write(std::move(draft));
  }));
  bar->addWidget(makeAct(say(Word::forward), [this, message] {
    Draft draft;
    draft.subject = say(Word::forwardMark) + message.subject;
    draft.forwardOf = message.id;
    write(std::move(draft));
  }));
  auto* report = makeAct(say(Word::reportMessage), [this, id] {
    mail_.report(id);
    message_.clear();
    tell(say(Word::messageReported).arg(mail_.find(id)->subject));
    answered();
  });
  bar->addWidget(report);
  std::vector<Option> places;
  for (const QString& folder : mail_.folders()) {
    if (folder != message.folder && folder != "sent") places.push_back({folder, nameOfFolder(folder)});
  }
  auto* moving = new DropDown(say(Word::moveTo), say(Word::moveTo), std::move(places));
  moving->onChosen = [this, id, moving] { move(id, moving->chosen()); };
  bar->addWidget(moving);
  column.addLayout(bar);
  if (mail_.isReported(id)) column.addWidget(makeWords(say(Word::wasReported), "done"));
}

void Mailbox::addLine(QVBoxLayout& column, const QString& name, QString& text) {
  auto* row = new QHBoxLayout;
  QLabel* label = makeWords(name, "label");
  label->setWordWrap(false);
  label->setMinimumWidth(ui::look().framePx(86));
  row->addWidget(label);
  QLineEdit* line = makeLine(name, {});
  ui::nameField(*label, *line);
  line->setText(text);
  connect(line, &QLineEdit::textChanged, this, [this, line, &text] {
    text = textOf(*line);
    changed();
  });
  row->addWidget(line, 1);
  column.addLayout(row);
  if (first_ == nullptr) first_ = line;
}

void Mailbox::showDraft(QVBoxLayout& column) {
  const Message* about = mail_.find(draft_->replyTo.isEmpty() ? draft_->forwardOf : draft_->replyTo);
  const Word title = !draft_->replyTo.isEmpty()     ? Word::reply
                     : !draft_->forwardOf.isEmpty() ? Word::forward
                                                    : Word::newMessage;
  column.addWidget(makeWords(about == nullptr ? say(title) : say(title) + " : " + about->subject, "label"));
  addLine(column, say(Word::mailTo), draft_->to);
  addLine(column, say(Word::mailSubject), draft_->subject);
  auto* body = makeParagraph(say(Word::mailText), 3, {});
  body->setPlainText(draft_->body);
  connect(body, &QPlainTextEdit::textChanged, this, [this, body] {
    if (!draft_) return;
    draft_->body = textOf(*body);
    changed();
  });
  if (!draft_->replyTo.isEmpty()) first_ = body;  // the address stands already
  column.addWidget(body);
  if (!files_.empty()) {
    auto* picker = new FilePicker(say(Word::mailFiles), files_, language());
    picker->choose(draft_->attachments);
    picker->onChanged = [this, picker] {
      draft_->attachments = picker->chosen();
      changed();
    };
    column.addWidget(picker);
  }
  auto* bar = new ui::FlowLayout(8);
  bar->addWidget(makeAct(say(Word::send), [this] { send(); }));
  bar->addWidget(makeAct(say(Word::discard), [this] {
    draft_.reset();
    tell({});
    answered();
  }));
  column.addLayout(bar);
}

}  // namespace vigie::activity
