#include "tests/tools/score-batch/Sections.hpp"

#include <utility>

namespace vigie::tools {
namespace {

using Compute = void (*)(const Vectors&, Json&);

constexpr std::pair<const char*, Compute> kSections[] = {
    {"sequences", computeSequence}, {"edge", computeEdge},       {"next", computeNext},    {"ties", computeTies},
    {"scoring", computeScoring},    {"inverse", computeInverse}, {"finals", computeFinal}, {"legacy", computeLegacy},
};

void computeSection(const Vectors& vectors, const std::string& name, Compute compute, Json& rows) {
  if (!rows.is_array()) throw InputError(name + ": expected a list of rows");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string place = name + "[" + std::to_string(i) + "]: ";
    try {
      compute(vectors, rows[i]);
    } catch (const Json::exception& error) {
      throw InputError(place + error.what());
    } catch (const InputError& error) {
      throw InputError(place + error.what());
    }
  }
}

void writeList(const Json& list, std::string& out) {
  out += "[\n";
  for (std::size_t i = 0; i < list.size(); ++i) {
    out += list[i].dump();
    out += i + 1 < list.size() ? ",\n" : "\n";
  }
  out += "]";
}

}  // namespace

void computeAll(Json& file) {
  if (!file.is_object()) throw InputError("expected a JSON object, the schema \"irt-reference/1\"");
  Vectors vectors;
  try {
    vectors = readVectors(file);
  } catch (const Json::exception& error) {
    throw InputError(std::string("bank, configs or scoringConfigs: ") + error.what());
  }
  for (const auto& [name, compute] : kSections) {
    if (file.contains(name)) computeSection(vectors, name, compute, file[name]);
  }
}

std::string writeFile(const Json& file) {
  std::string out = "{\n";
  std::size_t written = 0;
  for (const auto& [key, value] : file.items()) {
    out += Json(key).dump() + ":";
    const bool isListOfRows = value.is_array() && !value.empty();
    if (isListOfRows) {
      writeList(value, out);
    } else {
      out += value.dump();
    }
    out += ++written < file.size() ? ",\n" : "\n";
  }
  return out + "}\n";
}

}  // namespace vigie::tools
