#include "common/content/Examples.hpp"

#include "common/content/impl/Node.hpp"

namespace vigie::content {

std::vector<ExampleOutcome> judgeExamples(const Item& item) {
  std::vector<ExampleOutcome> outcomes;
  for (std::size_t i = 0; i < item.examples.size(); ++i) {
    const Example& example = item.examples[i];
    for (const std::string locale : {"en", "fr"}) {
      if (example.locale && *example.locale != locale) continue;
      outcomes.push_back({i, locale, example.expected, judge(item, locale, example.answer)});
    }
  }
  return outcomes;
}

base::Result<ExampleCount> checkExamples(const std::vector<Item>& items) {
  ExampleCount count;
  impl::Problems problems;
  for (const Item& item : items) {
    if (std::holds_alternative<ChecksKey>(item.key)) {
      count.notJudged += item.examples.size();
      continue;
    }
    count.judged += item.examples.size();
    for (const ExampleOutcome& outcome : judgeExamples(item)) {
      if (outcome.agrees()) continue;
      const std::string found = outcome.got ? (outcome.expected ? "wrong" : "right") : outcome.got.error().detail;
      problems.add("item " + item.id + " examples[" + std::to_string(outcome.example) + "] in " + outcome.locale,
                   std::string("expected ") + (outcome.expected ? "right" : "wrong") + ", judged " + found);
    }
  }
  if (!problems.none()) return base::fail(problems.asError("examples-wrong"));
  return count;
}

}  // namespace vigie::content
