#include "common/content/Examples.hpp"

#include "common/content/ItemSource.hpp"
#include "common/content/Template.hpp"
#include "common/content/impl/Node.hpp"

namespace vigie::content {
namespace {

std::string placeOf(const Item& item, const ExampleOutcome& outcome) {
  std::string place = "item " + item.id;
  if (item.variants > 1) place += " variant " + std::to_string(item.variant);
  return place + " examples[" + std::to_string(outcome.example) + "] in " + outcome.locale;
}

}  // namespace

std::string lineOf(const Item& item, const ExampleOutcome& outcome) {
  impl::Json line = {
      {"item", item.id}, {"locale", outcome.locale}, {"example", outcome.example}, {"expected", outcome.expected}};
  line["got"] = outcome.got ? impl::Json(*outcome.got == Verdict::right) : impl::Json(outcome.got.error().code);
  if (item.variants > 1) line["variant"] = item.variant;
  return jcs::canonicalText(line);
}

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
    count.examples += item.examples.size();
    const auto variants = variantsOf(item);
    if (!variants) return base::fail(variants.error());
    for (const Item& variant : *variants) {
      for (const ExampleOutcome& outcome : judgeExamples(variant)) {
        ++count.verdicts;
        if (outcome.agrees()) continue;
        const std::string found = outcome.got ? (outcome.expected ? "wrong" : "right") : outcome.got.error().detail;
        problems.add(placeOf(variant, outcome),
                     std::string("expected ") + (outcome.expected ? "right" : "wrong") + ", judged " + found);
      }
    }
  }
  if (!problems.none()) return base::fail(problems.asError("examples-wrong"));
  return count;
}

base::Result<ExampleReport> reportExamples(std::string_view text, std::string_view onlyItem) {
  const auto items = readItems(text);
  if (!items) return base::fail(items.error());
  ExampleReport report;
  bool found = onlyItem.empty();
  for (const Item& item : *items) {
    if (!onlyItem.empty() && item.id != onlyItem) continue;
    found = true;
    const auto variants = variantsOf(item);
    if (!variants) return base::fail(variants.error());
    for (const Item& variant : *variants) {
      for (const ExampleOutcome& outcome : judgeExamples(variant)) {
        report.lines.push_back(lineOf(variant, outcome));
        if (!outcome.agrees()) ++report.differences;
      }
    }
  }
  if (!found) return base::fail("item-unknown", "the file has no item \"" + std::string(onlyItem) + "\"");
  return report;
}

}  // namespace vigie::content
