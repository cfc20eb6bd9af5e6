#include "tests/tools/score-calibrate/Responses.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "common/base/Text.hpp"

namespace vigie::tools {
namespace {

using base::Result;
using Json = nlohmann::json;

constexpr std::array<const char*, 3> kFields = {"candidate", "item", "correct"};
using Row = std::array<std::string, 3>;

std::unexpected<base::Error> wrong(std::size_t line, const std::string& says) {
  return base::fail("responses-format", "line " + std::to_string(line) + ": " + says);
}

class Collector {
 public:
  Result<void> add(const Row& row, std::size_t line) {
    for (std::size_t i = 0; i < 2; ++i) {
      if (row[i].empty()) return wrong(line, std::string(kFields[i]) + " is empty; an id was expected");
    }
    const bool isRight = row[2] == "1" || row[2] == "true";
    if (!isRight && row[2] != "0" && row[2] != "false") {
      return wrong(line, "correct is \"" + row[2] + "\"; 0, 1, true or false was expected");
    }
    const std::uint32_t candidate = number(candidates_, row[0]);
    const std::uint32_t item = number(items_, row[1]);
    if (item == responses_.items.size()) responses_.items.push_back(row[1]);
    if (candidate == responses_.candidates.size()) responses_.candidates.emplace_back();
    if (!seen_.emplace(candidate, item).second) {
      return base::fail("responses-repeat", "line " + std::to_string(line) + ": candidate " + row[0] +
                                                " answered item " + row[1] + " before; keep one answer of the two");
    }
    responses_.candidates[candidate].push_back({item, isRight});
    return {};
  }
  Responses take() { return std::move(responses_); }

 private:
  static std::uint32_t number(std::unordered_map<std::string, std::uint32_t>& numbers, const std::string& id) {
    return numbers.try_emplace(id, static_cast<std::uint32_t>(numbers.size())).first->second;
  }

  Responses responses_;
  std::unordered_map<std::string, std::uint32_t> candidates_;
  std::unordered_map<std::string, std::uint32_t> items_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen_;
};

Result<Row> readJsonRow(std::string_view text, std::size_t line) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object()) return wrong(line, "a JSON object was expected");
  Row row;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (!json.contains(kFields[i])) return wrong(line, std::string(kFields[i]) + " is missing");
    const Json& value = json[kFields[i]];
    row[i] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return row;
}

Result<std::array<std::size_t, 3>> readHeader(std::string_view text) {
  const auto names = base::split(text, ',');
  std::array<std::size_t, 3> columns{};
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const std::string& name) { return base::trim(name) == kFields[i]; });
    if (found == names.end()) {
      return wrong(1, std::string("no column ") + kFields[i] +
                          "; a header such as candidate,item,correct or JSON lines were expected");
    }
    columns[i] = static_cast<std::size_t>(found - names.begin());
  }
  return columns;
}

}  // namespace

Result<Responses> readResponses(std::string_view text) {
  Collector collector;
  std::optional<std::array<std::size_t, 3>> columns;
  std::size_t number = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view line = base::trim(text.substr(from, end - from));
    from = end + 1;
    ++number;
    if (line.empty()) continue;
    Row row;
    if (line.front() == '{') {
      auto read = readJsonRow(line, number);
      if (!read) return base::fail(read.error());
      row = std::move(*read);
    } else if (!columns) {
      auto header = readHeader(line);
      if (!header) return base::fail(header.error());
      columns = *header;
      continue;
    } else {
      const auto values = base::split(line, ',');
      for (std::size_t i = 0; i < row.size(); ++i) {
        if ((*columns)[i] >= values.size()) return wrong(number, std::string(kFields[i]) + " is missing");
        row[i] = base::trim(values[(*columns)[i]]);
      }
    }
    if (const auto added = collector.add(row, number); !added) return base::fail(added.error());
  }
  Responses responses = collector.take();
  if (responses.candidates.empty()) return base::fail("responses-format", "there is no response in the file");
  return responses;
}

}  // namespace vigie::tools
