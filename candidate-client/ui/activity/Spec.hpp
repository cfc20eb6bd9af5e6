// The activity object of an item, read with limits. It is data of an author whom nobody here knows: every list is
// counted, every text is shortened or refused, every id is short, and nothing in it runs. What is wrong is noted
// (the first of it, with its place) and read as something harmless, so that whoever reads asks once, at the end.
// Texts are plain words, or one per language ({"fr":…,"en":…}). Ownership: values. Thread: any.
#pragma once

#include <QJsonObject>
#include <QStringList>
#include <memory>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/ui/Language.hpp"

namespace vigie::activity {

inline constexpr std::size_t kLargestActivity = 60'000;  // bytes
inline constexpr int kMostNodes = 4'000;                 // values in an activity, at any depth
inline constexpr int kLongestWords = 4'000;              // characters of one text
inline constexpr std::size_t kMostParts = 48;            // targets, files, messages… of one list

class Spec {
 public:
  // Error "activity-wrong": not an object with a type, too large, too many values, a text or an id too long, a member
  // that asks to be run ("script", "html"…).
  static base::Result<Spec> read(std::string_view json, std::string_view language);

  ui::Language language() const;  // the item's; English when it is neither
  QString type() const { return object_.value("type").toString(); }
  // The first thing that was wrong with what was read so far, empty: nothing.
  const QString& fault() const { return shared_->fault; }
  void wrong(const char* member, const QString& what) const;

  bool has(const char* member) const { return object_.contains(QLatin1String(member)); }
  QString id(const char* member = "id") const;  // 1 to 64 characters
  QString words(const char* member) const;      // empty when it is absent
  QString label() const;                        // "label", "name" or "title": one of them must be there
  double number(const char* member, double least, double most, double otherwise) const;
  bool flag(const char* member, bool otherwise) const;
  Spec object(const char* member) const;
  // Unique ids; a text "x" stands for {"id": "x", "label": "x"}.
  std::vector<Spec> parts(const char* member, std::size_t least, std::size_t most = kMostParts) const;
  std::vector<Spec> objects(const char* member, std::size_t most = kMostParts) const;  // ids or none
  QStringList texts(const char* member, std::size_t most = kMostParts) const;          // of plain words
  QStringList members() const { return object_.keys(); }
  QJsonValue raw(const char* member) const { return object_.value(QLatin1String(member)); }

 private:
  struct Shared {
    QString language, fault;
  };

  Spec(QJsonObject object, QString place, std::shared_ptr<Shared> shared)
      : object_(std::move(object)), place_(std::move(place)), shared_(std::move(shared)) {}
  QString plain(const QJsonValue& value, const char* member) const;
  static QJsonObject asObject(const QJsonValue& value);

  QJsonObject object_;
  QString place_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace vigie::activity
