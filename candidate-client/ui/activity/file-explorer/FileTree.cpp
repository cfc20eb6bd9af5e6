#include "candidate-client/ui/activity/file-explorer/FileTree.hpp"

#include <QJsonArray>
#include <QRegularExpression>
#include <algorithm>

#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {
namespace {

constexpr int kDeepest = 5;
constexpr std::size_t kMostMade = 40;  // folders and copies, so that a summary stays small
constexpr qsizetype kLongestName = 60;

}  // namespace

FileTree::FileTree(const Spec& activity) {
  read(activity.parts("entries", 1), {}, 0);
  if (entries_.size() > 2 * kMostParts) activity.wrong("entries", "too many files and folders");
}

void FileTree::read(const std::vector<Spec>& entries, const QString& folder, int depth) {
  for (const Spec& each : entries) {
    const QString kind = each.raw("kind").toString("file");
    Entry entry;
    entry.id = each.id();
    // A tree of unique ids has no circles: whoever climbs it comes to an end.
    if (find(entry.id) != nullptr) each.wrong("id", QStringLiteral("two have the same id"));
    if (entry.id.isEmpty() || find(entry.id) != nullptr) continue;
    entry.name = entry.firstName = each.label();
    entry.kind = kind == "folder" ? EntryKind::folder : kind == "bin" ? EntryKind::bin : EntryKind::file;
    entry.in = entry.home = folder;
    entries_.push_back(entry);
    if (!each.has("children")) continue;
    if (depth >= kDeepest) {
      each.wrong("children", QStringLiteral("folders lie too deep"));
      continue;
    }
    read(each.parts("children", 0), entry.id, depth + 1);
  }
}

const Entry* FileTree::find(const QString& id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

Entry* FileTree::change(const QString& id) {
  return const_cast<Entry*>(find(id));
}

std::vector<const Entry*> FileTree::in(const QString& folder) const {
  std::vector<const Entry*> out;
  for (const Entry& entry : entries_) {
    if (entry.in == folder) out.push_back(&entry);
  }
  return out;
}

QString FileTree::binId() const {
  for (const Entry& entry : entries_) {
    if (entry.kind == EntryKind::bin) return entry.id;
  }
  return {};
}

bool FileTree::isInside(const QString& id, const QString& folder) const {
  for (const Entry* at = find(id); at != nullptr; at = find(at->in)) {
    if (at->id == folder) return true;
  }
  return false;
}

bool FileTree::isInBin(const QString& id) const {
  const QString bin = binId();
  return !bin.isEmpty() && id != bin && isInside(id, bin);
}

std::vector<const Entry*> FileTree::search(const QString& words) const {
  std::vector<const Entry*> out;
  QString pattern = words.trimmed().left(kLongestName);
  const bool isPattern = pattern.contains('*') || pattern.contains('?');
  if (pattern.isEmpty()) return out;
  if (!isPattern) pattern = "*" + pattern + "*";
  static const QRegularExpression kStars(QStringLiteral("\\*+"));
  const QString expression = QRegularExpression::escape(pattern.replace(kStars, "*"))
                                 .replace(QLatin1String("\\*"), QLatin1String(".*"))
                                 .replace(QLatin1String("\\?"), QLatin1String("."));
  const QRegularExpression match(QRegularExpression::anchoredPattern(expression),
                                 QRegularExpression::CaseInsensitiveOption);
  for (const Entry& entry : entries_) {
    if (entry.kind != EntryKind::bin && !isInBin(entry.id) && match.match(entry.name).hasMatch()) {
      out.push_back(&entry);
    }
  }
  return out;
}

QString FileTree::pathOf(const QString& folder) const {
  QString path;
  for (const Entry* at = find(folder); at != nullptr; at = find(at->in)) {
    path = path.isEmpty() ? at->name : at->name + "  /  " + path;
  }
  return path;
}

bool FileTree::mayHold(const QString& folder) const {
  const Entry* entry = find(folder);
  return folder.isEmpty() || (entry != nullptr && entry->kind == EntryKind::folder && !isInBin(folder));
}

// Ids of authors hold no colon, so these are nobody else's.
QString FileTree::nextId(const QString& stem) const {
  for (int n = 1;; ++n) {
    const QString id = stem + ":" + QString::number(n);
    if (find(id) == nullptr) return id;
  }
}

QString FileTree::create(const QString& name, const QString& folder) {
  const auto made = std::count_if(entries_.begin(), entries_.end(), [](const Entry& each) { return each.isMade; });
  const QString clean = name.trimmed().left(kLongestName);
  if (clean.isEmpty() || !mayHold(folder) || static_cast<std::size_t>(made) >= kMostMade) return {};
  Entry entry;
  entry.id = nextId(QStringLiteral("new"));
  entry.name = entry.firstName = clean;
  entry.kind = EntryKind::folder;
  entry.in = entry.home = folder;
  entry.isMade = true;
  entries_.push_back(entry);
  return entries_.back().id;
}

QString FileTree::rename(const QString& id, const QString& name) {
  Entry* entry = change(id);
  const QString clean = name.trimmed().left(kLongestName);
  if (entry == nullptr || entry->kind == EntryKind::bin || clean.isEmpty()) return {};
  entry->name = clean;
  return id;
}

QString FileTree::copy(const QString& file, const QString& folder) {
  const Entry* from = find(file);
  const auto copies =
      std::count_if(entries_.begin(), entries_.end(), [](const Entry& e) { return !e.source.isEmpty(); });
  if (from == nullptr || from->kind != EntryKind::file || isInBin(file) || !mayHold(folder)) return {};
  if (static_cast<std::size_t>(copies) >= kMostMade) return {};
  Entry entry = *from;
  entry.source = from->source.isEmpty() ? from->id : from->source;
  entry.id = nextId(entry.source);
  entry.firstName = entry.name;
  entry.in = entry.home = folder;
  entries_.push_back(entry);
  return entries_.back().id;
}

QString FileTree::move(const QString& id, const QString& folder) {
  Entry* entry = change(id);
  if (entry == nullptr || entry->kind == EntryKind::bin || !mayHold(folder) || isInside(folder, id)) return {};
  if (entry->in == folder) return {};
  entry->in = folder;
  return id;
}

QString FileTree::remove(const QString& id) {
  Entry* entry = change(id);
  if (entry == nullptr || entry->kind == EntryKind::bin || isInBin(id) || binId().isEmpty()) return {};
  if (isInside(binId(), id)) return {};  // what the bin lies in does not fit into it
  entry->before = entry->in;
  entry->in = binId();
  return id;
}

QString FileTree::putBack(const QString& id) {
  Entry* entry = change(id);
  if (entry == nullptr || !isInBin(id)) return {};
  entry->in = mayHold(entry->before) ? entry->before : QString();
  return id;
}

QJsonObject FileTree::summary() const {
  QJsonArray created, movedIds, deleted;
  QJsonObject renamed, moved;
  QMap<QString, QJsonArray> copies;
  for (const Entry& entry : entries_) {
    const bool isGone = isInBin(entry.id);
    if (isGone && entry.in == binId()) deleted.append(entry.id);
    if (isGone && (entry.isMade || !entry.source.isEmpty())) continue;
    if (entry.isMade) {
      created.append(QJsonObject{{"name", entry.name}, {"in", entry.in}, {"id", entry.id}});
      continue;
    }
    if (entry.name != entry.firstName) renamed[entry.id] = entry.name;
    if (!entry.source.isEmpty()) {
      copies[entry.source].append(entry.in);
    } else if (!isGone && entry.in != entry.home) {
      moved[entry.id] = entry.in;
      movedIds.append(entry.id);
    }
  }
  QJsonObject copied;
  for (auto each = copies.begin(); each != copies.end(); ++each) {
    copied[each.key()] = each.value().size() == 1 ? each.value().first() : QJsonValue(each.value());
  }
  return {{"created", created}, {"renamed", renamed},   {"copied", copied},
          {"moved", moved},     {"movedIds", movedIds}, {"deleted", deleted}};
}

void FileTree::restore(const QJsonObject& summary) {
  for (const QJsonValue& each : summary.value("created").toArray()) {
    create(each["name"].toString(), each["in"].toString());
  }
  const QJsonObject copied = summary.value("copied").toObject();
  for (auto each = copied.begin(); each != copied.end(); ++each) {
    const QStringList folders = textsIn(each.value().isArray() ? QJsonValue(each.value()) : QJsonArray{each.value()});
    for (const QString& folder : folders) copy(each.key(), folder);
  }
  const QJsonObject moved = summary.value("moved").toObject();
  for (auto each = moved.begin(); each != moved.end(); ++each) {
    if (each.value().isString()) move(each.key(), each.value().toString());
  }
  const QJsonObject renamed = summary.value("renamed").toObject();
  for (auto each = renamed.begin(); each != renamed.end(); ++each) rename(each.key(), each.value().toString());
  for (const QString& id : textsIn(summary.value("deleted"))) remove(id);
}

}  // namespace vigie::activity
