// Response logs. CSV with a header naming candidate, item and correct in any order (no quotes, other columns ignored),
// or JSON lines {"candidate", "item", "correct"}; correct is 0, 1, true or false. What a candidate did not answer is
// simply absent: adaptive tests are fine. Ownership: values. Thread: any.
// Errors: "responses-format" and "responses-repeat" (a candidate answered an item twice), naming the line and field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::tools {

struct Response {
  std::uint32_t item = 0;
  bool isRight = false;
};

struct Responses {
  std::vector<std::string> items;                 // ids, in order of appearance
  std::vector<std::vector<Response>> candidates;  // in order of appearance; ids are not kept
};

base::Result<Responses> readResponses(std::string_view text);

}  // namespace vigie::tools
