#include "candidate-client/ui/activity/mailbox/Mailbox.hpp"

#include <QDateTime>
#include <QLocale>

#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/FilePicker.hpp"

namespace vigie::activity {

Mailbox::Mailbox(const Spec& spec)
    : Interaction(spec),
      mail_(spec.object("mailbox")),
      files_(readFiles(spec)),
      stage_(new Stage),
      fields_(new AnswerFields(spec)),
      folder_(mail_.folders().front()) {
  columnOf(*this)->addWidget(stage_);
  columnOf(*this)->addWidget(fields_);
  fields_->onChanged = [this] { changed(); };
  show();
}

QString Mailbox::nameOfFolder(const QString& folder) const {
  const std::pair<const char*, Word> known[] = {{"inbox", Word::folderInbox},   {"sent", Word::folderSent},
                                                {"spam", Word::folderSpam},     {"archive", Word::folderArchive},
                                                {"drafts", Word::folderDrafts}, {"trash", Word::folderTrash}};
  for (const auto& [id, word] : known) {
    if (folder == QLatin1String(id) && mail_.nameOf(folder) == folder) return say(word);
  }
  return mail_.nameOf(folder);
}

QString Mailbox::dateOf(const Message& message) const {
  const QDateTime date = QDateTime::fromString(message.date, Qt::ISODate);
  if (!date.isValid()) return message.date;
  const QLocale locale(language() == ui::Language::french ? QLocale::French : QLocale::English);
  return locale.toString(
      date, language() == ui::Language::french ? QStringLiteral("d MMMM, HH'h'mm") : QStringLiteral("d MMMM, HH:mm"));
}

void Mailbox::answered() {
  show();
  firstInput()->setFocus();
  changed();
}

void Mailbox::goTo(const QString& folder) {
  folder_ = folder;
  message_.clear();
  draft_.reset();
  tell({});
  answered();
}

void Mailbox::open(const QString& id) {
  mail_.open(id);
  message_ = id;
  tell(say(Word::openedThing).arg(mail_.find(id)->subject));
  answered();
}

void Mailbox::write(Draft draft) {
  draft_ = std::move(draft);
  tell({});
  answered();
}

void Mailbox::move(const QString& id, const QString& folder) {
  mail_.move(id, folder);
  message_.clear();
  tell(say(Word::messageMoved).arg(mail_.find(id)->subject, nameOfFolder(folder)));
  answered();
}

void Mailbox::send() {
  const QStringList addresses = draft_->addresses();
  const bool isAddress = !addresses.isEmpty() && addresses.front().contains('@');
  if (!isAddress) return tell(say(Word::addressMissing));
  const Mail::Sending sending = mail_.send(*draft_);
  if (sending == Mail::Sending::tooMany) return tell(say(Word::sentTooMany));
  if (sending == Mail::Sending::tooLong) return tell(say(Word::tooLong));
  draft_.reset();
  message_.clear();
  tell(say(Word::messageSent));
  answered();
}

QJsonObject Mailbox::summary() const {
  QJsonObject out = mail_.summary();
  if (!fields_->isEmpty()) out["answers"] = fields_->answers();
  if (draft_) out["draft"] = draft_->json();
  out["place"] = message_.isEmpty() ? folder_ : message_;
  return out;
}

void Mailbox::restore(const QJsonObject& summary) {
  mail_.restore(summary);
  fields_->restore(summary.value("answers").toObject());
  const QString place = summary.value("place").toString();
  if (mail_.folders().contains(place)) folder_ = place;
  if (mail_.find(place) != nullptr) message_ = place;
  if (summary.contains("draft")) draft_ = Draft::from(summary.value("draft").toObject());
  show();
}

}  // namespace vigie::activity
