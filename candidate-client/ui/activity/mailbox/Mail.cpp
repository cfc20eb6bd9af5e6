#include "candidate-client/ui/activity/mailbox/Mail.hpp"

#include <QJsonDocument>
#include <QRegularExpression>
#include <algorithm>

namespace vigie::activity {
namespace {

constexpr std::size_t kMostSent = 3;
constexpr qsizetype kRoomForSent = 3'300;  // bytes of a summary of 4,096: what is sent cannot be made shorter any more

qsizetype bytesOf(const Draft& draft) {
  return QJsonDocument(draft.json()).toJson(QJsonDocument::Compact).size();
}

Person readPerson(const Spec& parent, const char* member) {
  if (!parent.has(member)) return {};
  if (parent.raw(member).isString()) {  // "Name <address>", or an address alone
    static const QRegularExpression kNamed(QStringLiteral("^\\s*(.*?)\\s*<([^<>]*)>\\s*$"));
    const QString words = parent.words(member).left(200);
    const auto named = kNamed.match(words);
    return named.hasMatch() ? Person{named.captured(1), named.captured(2)} : Person{{}, words};
  }
  const Spec person = parent.object(member);
  return {person.words("name").left(80), person.words("address").left(120)};
}

// [words](address) of Markdown, or a bare address: what a person could click.
QString linkIn(QString& body) {
  static const QRegularExpression kMarked(QStringLiteral("\\[([^\\]]{1,80})\\]\\(([^)\\s]{1,200})\\)"));
  static const QRegularExpression kBare(QStringLiteral("https?://[^\\s<>\"]{1,200}"));
  if (const auto marked = kMarked.match(body); marked.hasMatch()) {
    const QString words = marked.captured(1);
    body.replace(marked.capturedStart(), marked.capturedLength(), words);
    return words;
  }
  const auto bare = kBare.match(body);
  return bare.hasMatch() ? bare.captured() : QString();
}

}  // namespace

QJsonObject Draft::json() const {
  QJsonObject out{{"to", QJsonArray::fromStringList(addresses())},
                  {"subject", subject},
                  {"body", body},
                  {"attachments", QJsonArray::fromStringList(attachments)}};
  if (!replyTo.isEmpty()) out["replyTo"] = replyTo;
  if (!forwardOf.isEmpty()) out["forwardOf"] = forwardOf;
  return out;
}

Draft Draft::from(const QJsonObject& json) {
  return {textsIn(json.value("to")).join(", "), json.value("subject").toString(), json.value("body").toString(),
          textsIn(json.value("attachments")),   json.value("replyTo").toString(), json.value("forwardOf").toString()};
}

QStringList Draft::addresses() const {
  static const QRegularExpression kApart(QStringLiteral("[,;]"));
  QStringList out;
  for (const QString& part : to.split(kApart)) {
    if (!part.trimmed().isEmpty()) out << part.trimmed();
  }
  return out;
}

Mail::Mail(const Spec& mailbox) : owner_(readPerson(mailbox, "owner")) {
  for (const Spec& folder : mailbox.parts("folders", 0, 10)) {
    folders_ << folder.id();
    folderNames_[folder.id()] = folder.label();
  }
  if (folders_.isEmpty()) folders_ = QStringList{"inbox", "sent"};
  for (const Spec& each : mailbox.parts("messages", 0)) {
    Message message;
    message.id = each.id();
    message.folder = message.home = each.raw("folder").toString("inbox");
    if (!folders_.contains(message.folder)) each.wrong("folder", "the mailbox has no such folder");
    message.from = readPerson(each, "from");
    message.date = each.raw("date").toString().left(32);
    message.subject = each.words("subject").left(200);
    message.body = each.words("body");
    message.linkWords = each.has("link") ? each.object("link").label() : linkIn(message.body);
    for (const Spec& file : each.parts("attachments", 0, 8)) message.attachments << file.label();
    message.isRead = each.flag("read", false);
    messages_.push_back(std::move(message));
  }
}

std::vector<const Message*> Mail::in(const QString& folder) const {
  std::vector<const Message*> out;
  for (const Message& message : messages_) {
    if (message.folder == folder) out.push_back(&message);
  }
  // Those of one minute stay in the author's order, which is the order in memory.
  std::sort(out.begin(), out.end(),
            [](const Message* a, const Message* b) { return a->date != b->date ? a->date > b->date : a < b; });
  return out;
}

const Message* Mail::find(const QString& id) const {
  const auto found = std::find_if(messages_.begin(), messages_.end(), [&](const Message& m) { return m.id == id; });
  return found == messages_.end() ? nullptr : &*found;
}

Message* Mail::change(const QString& id) {
  return const_cast<Message*>(find(id));
}

void Mail::open(const QString& id) {
  if (Message* message = change(id)) {
    message->isRead = true;
    opened_.add(id);
  }
}

void Mail::move(const QString& id, const QString& folder) {
  Message* message = change(id);
  if (message != nullptr && folders_.contains(folder)) message->folder = folder;
}

void Mail::report(const QString& id) {
  if (find(id) == nullptr || reported_.contains(id)) return;
  reported_ << id;
  move(id, "spam");
}

void Mail::clickLink(const QString& id) {
  if (find(id) != nullptr && !clicked_.contains(id)) clicked_ << id;
}

Mail::Sending Mail::send(const Draft& draft) {
  if (sent_.size() >= kMostSent) return Sending::tooMany;
  qsizetype bytes = 0;
  for (const Draft& one : sent_) bytes += bytesOf(one);
  if (bytes + bytesOf(draft) > kRoomForSent) return Sending::tooLong;
  sent_.push_back(draft);
  return Sending::done;
}

QJsonObject Mail::summary() const {
  QJsonObject moved;
  for (const QString& folder : folders_) {
    QJsonArray ids;
    for (const Message& message : messages_) {
      if (message.folder == folder && message.home != folder) ids.append(message.id);
    }
    if (!ids.isEmpty()) moved[folder] = ids;
  }
  QJsonArray sent;
  for (const Draft& draft : sent_) sent.append(draft.json());
  return {{"opened", opened_.json()},
          {"moved", moved},
          {"sent", sent},
          {"reported", QJsonArray::fromStringList(reported_)},
          {"clickedLinks", QJsonArray::fromStringList(clicked_)}};
}

void Mail::restore(const QJsonObject& summary) {
  for (const QString& id : textsIn(summary.value("opened"))) open(id);
  const QJsonObject moved = summary.value("moved").toObject();
  for (auto folder = moved.begin(); folder != moved.end(); ++folder) {
    for (const QString& id : textsIn(folder.value())) move(id, folder.key());
  }
  for (const QJsonValue& draft : summary.value("sent").toArray()) send(Draft::from(draft.toObject()));
  for (const QString& id : textsIn(summary.value("reported"))) {
    if (find(id) != nullptr && !reported_.contains(id)) reported_ << id;
  }
  for (const QString& id : textsIn(summary.value("clickedLinks"))) clickLink(id);
}

}  // namespace vigie::activity
