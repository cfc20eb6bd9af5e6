// Facts as the JSON that analyse-frames prints, and the events that a stream of them makes. Thread: any.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/vision/Facts.hpp"
#include "common/vision/Thresholds.hpp"

namespace vigie::tools {

// {"file", "frame", "t", "state", "reason" when unknown, "faces", "measures", "flags", "grounds" {flag: {measure,
// value, limit}} when any, "muted" when any}
nlohmann::ordered_json factsJson(const std::string& file, std::int64_t frame, const vision::Facts& facts,
                                 const vision::Thresholds& limits = {});

struct Event {
  vision::Flag flag = vision::Flag::black;
  std::int64_t fromMs = 0;
  std::int64_t toMs = 0;  // of the last frame that had the flag
};

class EventList {
 public:
  void add(const vision::Facts& facts);
  std::vector<Event> events() const;  // by beginning, then by flag

 private:
  std::vector<Event> ended_;
  std::array<std::int64_t, vision::kFlags> since_{};
  std::array<std::int64_t, vision::kFlags> until_{};
  vision::FlagSet open_;
};

nlohmann::ordered_json eventsJson(const std::vector<Event>& events);

}  // namespace vigie::tools
