// The verdicts that authors fixed, judged. A bank whose examples disagree is not built. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "common/content/Judge.hpp"

namespace vigie::content {

// One example in one language.
struct ExampleOutcome {
  std::size_t example = 0;  // index in Item::examples
  std::string locale;
  bool expected = false;
  base::Result<Verdict> got;

  bool agrees() const { return got && (*got == Verdict::right) == expected; }
};

// Every example in its language, or in French and in English when it names none.
std::vector<ExampleOutcome> judgeExamples(const Item& item);

struct ExampleCount {
  std::size_t judged = 0;
  std::size_t notJudged = 0;  // of kinds that this version cannot judge
};

// Counts examples (once, whatever their languages). Error "examples-wrong": one line per disagreement, the first 20.
base::Result<ExampleCount> checkExamples(const std::vector<Item>& items);

}  // namespace vigie::content
