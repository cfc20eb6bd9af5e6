#include "tests/tools/vision-media/FactsJson.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "common/vision/Grounds.hpp"

namespace vigie::tools {

namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double unit) {
  return std::round(value / unit) * unit;
}
double seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1000;
}

// To three decimals and written as such: the shortest double nearest to it.
double neat(double value) {
  return std::isfinite(value) ? std::round(value * 1000) / 1000 : 0;
}

Json facesJson(const vision::Facts& facts) {
  Json faces = Json::array();
  for (std::size_t i = 0; i < facts.faceCount; ++i) {
    const vision::Face& face = facts.faces[i];
    faces.push_back({{"x", rounded(face.box.x, 1)},
                     {"y", rounded(face.box.y, 1)},
                     {"width", rounded(face.box.width, 1)},
                     {"height", rounded(face.box.height, 1)},
                     {"score", neat(face.score)}});
  }
  return faces;
}

Json measuresJson(const vision::Facts& facts) {
  const auto& quality = facts.quality;
  Json measures = {{"luma", neat(quality.luma)},
                   {"contrast", neat(quality.contrast)},
                   {"structure", neat(quality.structure)},
                   {"detail", neat(quality.detail)},
                   {"noise", neat(quality.noise)},
                   {"highlight", neat(quality.highlight)},
                   {"sharpness", neat(quality.sharpness)},
                   {"change", neat(facts.freshness.change)},
                   {"duplicateS", seconds(facts.freshness.duplicateMs)}};
  if (facts.freshness.loopPeriodMs > 0) measures["loopPeriodS"] = seconds(facts.freshness.loopPeriodMs);
  if (facts.presence.sinceFaceMs >= 0) {
    measures["sinceFaceS"] = seconds(facts.presence.sinceFaceMs);
    measures["likeness"] = neat(facts.presence.likeness);
    measures["bodyLikeness"] = neat(facts.presence.bodyLikeness);
    measures["stillnessS"] = neat(facts.presence.stillness);
    measures["difference"] = neat(facts.presence.difference);
  }
  return measures;
}

Json flagsJson(vision::FlagSet flags) {
  Json names = Json::array();
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    if (flags.has(flag)) names.push_back(std::string(vision::nameOf(flag)));
  }
  return names;
}

Json groundsJson(const vision::Facts& facts, const vision::Thresholds& limits) {
  Json grounds = Json::object();
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    if (!facts.flags.has(flag) && !facts.muted.has(flag)) continue;
    const auto ground = vision::groundOf(flag, facts, limits);
    if (!ground) continue;
    grounds[std::string(vision::nameOf(flag))] = {
        {"measure", std::string(ground->measure)}, {"value", neat(ground->value)}, {"limit", neat(ground->limit)}};
  }
  return grounds;
}

}  // namespace

Json factsJson(const std::string& file, std::int64_t frame, const vision::Facts& facts,
               const vision::Thresholds& limits) {
  Json line = {{"file", file},
               {"frame", frame},
               {"t", seconds(facts.timeMs)},
               {"state", std::string(vision::nameOf(facts.state))}};
  if (facts.reason != vision::Reason::none) line["reason"] = std::string(vision::nameOf(facts.reason));
  line["faces"] = facesJson(facts);
  line["measures"] = measuresJson(facts);
  line["flags"] = flagsJson(facts.flags);
  if (Json grounds = groundsJson(facts, limits); !grounds.empty()) line["grounds"] = std::move(grounds);
  if (!facts.muted.empty()) line["muted"] = flagsJson(facts.muted);
  return line;
}

void EventList::add(const vision::Facts& facts) {
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    const bool isNow = facts.flags.has(flag);
    if (isNow && !open_.has(flag)) {
      since_[i] = facts.timeMs;
      open_.add(flag);
    }
    if (isNow) until_[i] = facts.timeMs;
    if (!isNow && open_.has(flag)) {
      ended_.push_back({flag, since_[i], until_[i]});
      open_.remove(flag);
    }
  }
}

std::vector<Event> EventList::events() const {
  std::vector<Event> all = ended_;
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    if (open_.has(flag)) all.push_back({flag, since_[i], until_[i]});
  }
  std::sort(all.begin(), all.end(), [](const Event& l, const Event& r) {
    return std::tuple(l.fromMs, l.flag, l.toMs) < std::tuple(r.fromMs, r.flag, r.toMs);
  });
  return all;
}

Json eventsJson(const std::vector<Event>& events) {
  Json list = Json::array();
  for (const Event& event : events) {
    list.push_back({{"flag", std::string(vision::nameOf(event.flag))},
                    {"from", seconds(event.fromMs)},
                    {"to", seconds(event.toMs)}});
  }
  return list;
}

}  // namespace vigie::tools
