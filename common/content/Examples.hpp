// The verdicts that authors fixed, judged. A bank whose examples disagree is not built. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "common/content/Judge.hpp"

namespace vigie::content {

// One example in one language, of one variant.
struct ExampleOutcome {
  std::size_t example = 0;  // index in Item::examples
  std::string locale;
  bool expected = false;
  base::Result<Verdict> got;

  bool agrees() const { return got && (*got == Verdict::right) == expected; }
};

// Every example in its language, or in French and in English when it names none. Of a template, this variant only.
std::vector<ExampleOutcome> judgeExamples(const Item& item);

struct ExampleCount {
  std::size_t examples = 0;  // as authors wrote them
  std::size_t verdicts = 0;  // in each language and variant
};

// Every variant of every item. Error "examples-wrong": one line per disagreement, the first 20; "template-wrong".
base::Result<ExampleCount> checkExamples(const std::vector<Item>& items);

// The line of JSON that ExampleReport has for it, without a newline. `item`: the variant.
std::string lineOf(const Item& item, const ExampleOutcome& outcome);

// What `candidate-client --preview FILE --check` and `bank-check --check` print: one line of JSON per example, language
// and variant, {"item","locale","example","expected","got"}, and "variant" of a template. `got` is true, false, or the
// reason why it could not be judged.
struct ExampleReport {
  std::vector<std::string> lines;  // without newlines
  std::size_t differences = 0;     // exit status 1 when there is one
};

// `text`: a bank file or one item object; `onlyItem`: an id, empty for all. Errors: those of readItemSource(),
// "item-unknown".
base::Result<ExampleReport> reportExamples(std::string_view text, std::string_view onlyItem);

}  // namespace vigie::content
