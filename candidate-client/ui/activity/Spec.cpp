#include "candidate-client/ui/activity/Spec.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <algorithm>
#include <array>

namespace vigie::activity {
namespace {

constexpr auto kRunning = std::to_array<const char*>({"script", "scripts", "html", "exec", "eval"});

bool isId(const QString& text) {
  return !text.trimmed().isEmpty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](QChar each) { return each.isPrint(); });
}

// The first thing that no activity may hold, empty when there is none. Counts values on its way.
QString dangerIn(const QJsonValue& value, int& nodes) {
  if (++nodes > kMostNodes) return QStringLiteral("more than %1 values").arg(kMostNodes);
  if (value.isString() && value.toString().size() > kLongestWords) {
    return QStringLiteral("a text of more than %1 characters").arg(kLongestWords);
  }
  if (value.isArray()) {
    for (const QJsonValue& each : value.toArray()) {
      if (const QString danger = dangerIn(each, nodes); !danger.isEmpty()) return danger;
    }
  }
  const QJsonObject object = value.toObject();
  for (auto member = object.begin(); member != object.end(); ++member) {
    for (const char* name : kRunning) {
      if (member.key() == QLatin1String(name)) {
        return QStringLiteral("a member \"%1\": an activity is data, nothing in it runs").arg(member.key());
      }
    }
    if (const QString danger = dangerIn(member.value(), nodes); !danger.isEmpty()) return danger;
  }
  return {};
}

}  // namespace

base::Result<Spec> Spec::read(std::string_view json, std::string_view language) {
  if (json.size() > kLargestActivity) {
    return base::fail("activity-wrong", "the activity has more than " + std::to_string(kLargestActivity) + " bytes");
  }
  const auto document = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())));
  if (!document.isObject() || !document.object().value("type").isString()) {
    return base::fail("activity-wrong", "the activity is not a JSON object with a \"type\"");
  }
  int nodes = 0;
  const QString danger = dangerIn(document.object(), nodes);
  if (!danger.isEmpty()) return base::fail("activity-wrong", "the activity holds " + danger.toStdString());
  auto shared = std::make_shared<Shared>();
  shared->language = QString::fromUtf8(language.data(), static_cast<qsizetype>(language.size()));
  return Spec(document.object(), QStringLiteral("activity"), std::move(shared));
}

ui::Language Spec::language() const {
  return ui::languageOf(shared_->language.toStdString()).value_or(ui::Language::english);
}

void Spec::wrong(const char* member, const QString& what) const {
  if (shared_->fault.isEmpty()) shared_->fault = place_ + "." + QLatin1String(member) + ": " + what;
}

QString Spec::plain(const QJsonValue& value, const char* member) const {
  if (value.isString()) return value.toString();
  if (value.isDouble()) return QString::number(value.toDouble());
  const QJsonObject byLanguage = value.toObject();
  for (const QString& language : {shared_->language, QStringLiteral("en"), QStringLiteral("fr")}) {
    if (byLanguage.value(language).isString()) return byLanguage.value(language).toString();
  }
  wrong(member, QStringLiteral("expected a text, or one in \"%1\"").arg(shared_->language));
  return {};
}

QString Spec::id(const char* member) const {
  const QString text = object_.value(QLatin1String(member)).toString();
  if (isId(text)) return text;
  wrong(member, QStringLiteral("expected 1 to 64 characters"));
  return {};
}

QString Spec::words(const char* member) const {
  return has(member) ? plain(object_.value(QLatin1String(member)), member) : QString();
}

QString Spec::label() const {
  for (const char* member : {"label", "name", "title"}) {
    if (!has(member)) continue;
    const QString text = words(member);
    if (text.trimmed().isEmpty() || text.size() > 200) wrong(member, QStringLiteral("expected 1 to 200 characters"));
    return text.left(200);
  }
  wrong("label", QStringLiteral("expected the words that people see"));
  return {};
}

double Spec::number(const char* member, double least, double most, double otherwise) const {
  if (!has(member)) return otherwise;
  const QJsonValue value = object_.value(QLatin1String(member));
  if (value.isDouble() && value.toDouble() >= least && value.toDouble() <= most) return value.toDouble();
  wrong(member, QStringLiteral("expected a number from %1 to %2").arg(least).arg(most));
  return otherwise;
}

bool Spec::flag(const char* member, bool otherwise) const {
  const QJsonValue value = object_.value(QLatin1String(member));
  if (!value.isUndefined() && !value.isBool()) wrong(member, QStringLiteral("expected true or false"));
  return value.toBool(otherwise);
}

Spec Spec::object(const char* member) const {
  const QJsonValue value = object_.value(QLatin1String(member));
  if (!value.isObject()) wrong(member, QStringLiteral("expected an object"));
  return {value.toObject(), place_ + "." + QLatin1String(member), shared_};
}

// A word alone is an object that is called so.
QJsonObject Spec::asObject(const QJsonValue& value) {
  return value.isString() ? QJsonObject{{"id", value}, {"label", value}} : value.toObject();
}

std::vector<Spec> Spec::objects(const char* member, std::size_t most) const {
  std::vector<Spec> out;
  const QJsonValue value = object_.value(QLatin1String(member));
  if (value.isUndefined()) return out;
  const QJsonArray all = value.toArray();
  if (!value.isArray() || static_cast<std::size_t>(all.size()) > most) {
    wrong(member, QStringLiteral("expected a list of at most %1, found %2").arg(most).arg(all.size()));
    return out;
  }
  for (const QJsonValue& each : all) {
    const QString place = place_ + "." + QLatin1String(member) + "." + QString::number(out.size());
    if (!each.isObject() && !each.isString()) wrong(member, QStringLiteral("expected objects only"));
    out.push_back(Spec(asObject(each), place, shared_));
  }
  return out;
}

std::vector<Spec> Spec::parts(const char* member, std::size_t least, std::size_t most) const {
  std::vector<Spec> out = objects(member, most);
  if (out.size() < least) wrong(member, QStringLiteral("expected at least %1").arg(least));
  QSet<QString> ids;
  for (const Spec& each : out) {
    const QString one = each.id();
    if (ids.contains(one)) each.wrong("id", QStringLiteral("another one has the same id"));
    ids.insert(one);
  }
  return out;
}

QStringList Spec::texts(const char* member, std::size_t most) const {
  QStringList out;
  const QJsonValue value = object_.value(QLatin1String(member));
  if (value.isUndefined()) return out;
  const QJsonArray all = value.toArray();
  if (!value.isArray() || static_cast<std::size_t>(all.size()) > most) {
    wrong(member, QStringLiteral("expected a list of at most %1 texts").arg(most));
    return out;
  }
  for (const QJsonValue& each : all) {
    if (!each.isString()) wrong(member, QStringLiteral("expected texts only"));
    out.push_back(each.toString());
  }
  return out;
}

}  // namespace vigie::activity
