// The messages of a mailbox and what a person did with them. Pure: no widget. Summary: opened [ids], moved {folder:
// [ids]}, sent [{to, subject, body, attachments, replyTo, forwardOf}], reported [ids], clickedLinks [ids].
// Thread: any.
#pragma once

#include <QJsonObject>
#include <QMap>
#include <optional>
#include <vector>

#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {

struct Person {
  QString name, address;

  QString words() const { return name.isEmpty() ? address : name + "  <" + address + ">"; }
};

struct Message {
  QString id, folder, home;
  Person from;
  QString date, subject, body, linkWords;
  QStringList attachments;
  bool isRead = false;
};

struct Draft {
  QString to, subject, body;
  QStringList attachments;
  QString replyTo, forwardOf;  // ids of messages

  QJsonObject json() const;  // as it is sent
  static Draft from(const QJsonObject& json);
  QStringList addresses() const;
};

class Mail {
 public:
  explicit Mail(const Spec& mailbox);

  const Person& owner() const { return owner_; }
  const QStringList& folders() const { return folders_; }
  QString nameOf(const QString& folder) const { return folderNames_.value(folder, folder); }  // the author's
  std::vector<const Message*> in(const QString& folder) const;                                // newest first
  const Message* find(const QString& id) const;
  const std::vector<Draft>& sent() const { return sent_; }
  bool isReported(const QString& id) const { return reported_.contains(id); }

  void open(const QString& id);
  void move(const QString& id, const QString& folder);
  void report(const QString& id);  // and out of the way, where there is a folder for it
  void clickLink(const QString& id);
  enum class Sending { done, tooMany, tooLong };  // tooLong: together with what was sent before
  Sending send(const Draft& draft);

  QJsonObject summary() const;
  void restore(const QJsonObject& summary);

 private:
  Message* change(const QString& id);

  Person owner_;
  QStringList folders_;
  QMap<QString, QString> folderNames_;
  std::vector<Message> messages_;
  std::vector<Draft> sent_;
  Events opened_;
  QStringList reported_, clicked_;
};

}  // namespace vigie::activity
