#include "tests/bench/vision/Labels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::bench {

namespace {

// RFC 4180 without line breaks inside quotes.
std::vector<std::string> fieldsOf(const std::string& line) {
  std::vector<std::string> fields(1);
  bool isQuoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      isQuoted = !isQuoted;
    } else if (letter == ',' && !isQuoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  return fields;
}

}  // namespace

base::Result<std::vector<Label>> readLabels(const std::filesystem::path& folder) {
  const auto text = base::readTextFile(folder / "labels.csv");
  if (!text) return base::fail("labels-unreadable", text.error().detail);
  std::map<std::string, std::size_t> columns;
  std::vector<Label> labels;
  for (const std::string& raw : base::split(*text, '\n')) {
    const std::string line(base::trim(raw));
    if (line.empty()) continue;
    const auto fields = fieldsOf(line);
    if (columns.empty()) {
      for (std::size_t i = 0; i < fields.size(); ++i) columns[fields[i]] = i;
      for (const char* needed : {"file", "kind", "faces", "category", "apparent_tone", "same_person_group"}) {
        if (!columns.contains(needed)) {
          return base::fail("labels-unreadable", "labels.csv has no column \"" + std::string(needed) + "\".");
        }
      }
      continue;
    }
    const auto field = [&](const char* name) {
      const std::size_t at = columns[name];
      return at < fields.size() ? fields[at] : std::string();
    };
    Label label;
    label.name = field("file");
    label.path = folder / label.name;
    label.isVideo = field("kind") == "video";
    label.faces = std::atoi(field("faces").c_str());
    label.category = field("category");
    label.tone = field("apparent_tone");
    label.person = field("same_person_group");
    labels.push_back(label);
  }
  return labels;
}

bool isForTuning(const std::string& name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : name) hash = (hash ^ static_cast<std::uint8_t>(letter)) * 0x100000001B3ULL;
  return ((hash >> 20) & 1U) == 0;
}

Interval wilson(int hits, int count) {
  if (count == 0) return {};
  constexpr double z = 1.959964;
  const double n = count;
  const double share = hits / n;
  const double middle = share + z * z / (2 * n);
  const double spread = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double scale = 100 / (1 + z * z / n);
  return {std::max(0.0, (middle - spread) * scale), std::min(100.0, (middle + spread) * scale)};
}

}  // namespace vigie::bench
