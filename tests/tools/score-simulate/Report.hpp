// What score-simulate prints: a table for people, or one JSON object. Thread: any.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tests/tools/score-simulate/Summary.hpp"

namespace vigie::tools {

using Json = nlohmann::ordered_json;

Json summaryJson(const Summary& summary);
std::string summaryText(const Summary& summary);

}  // namespace vigie::tools
