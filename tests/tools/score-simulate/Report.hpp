// What score-simulate prints: a table for people, or one JSON object. Thread: any.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tests/tools/score-simulate/Summary.hpp"

namespace vigie::tools {

using Json = nlohmann::ordered_json;

Json summaryJson(const Summary& summary);
std::string summaryText(const Summary& summary);

// Several tests with the same candidates: one line each, the first is what the others are held against.
struct Compared {
  std::string name;
  Summary summary;
};
std::string comparisonText(const std::vector<Compared>& tests);
Json comparisonJson(const std::vector<Compared>& tests);

}  // namespace vigie::tools
