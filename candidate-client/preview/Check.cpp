#include "candidate-client/preview/Check.hpp"

#include <QCoreApplication>
#include <QEvent>
#include <algorithm>

#include "candidate-client/documents/Document.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"
#include "candidate-client/ui/question/Showable.hpp"
#include "common/content/Examples.hpp"
#include "common/content/Template.hpp"

namespace vigie::candidate {
namespace {

using content::Item;

std::string placeOf(const Item& item, const std::string& language) {
  const std::string variant = item.variants > 1 ? " variant " + std::to_string(item.variant) : "";
  return "item " + item.id + variant + " in " + language + ": ";
}

std::string ofExample(const Item& item, const content::ExampleOutcome& outcome) {
  const std::string expected = outcome.expected ? "right" : "wrong";
  const std::string got = outcome.got ? (outcome.expected ? "wrong" : "right") : outcome.got.error().detail;
  return placeOf(item, outcome.locale) + "examples[" + std::to_string(outcome.example) + "]: expected " + expected +
         ", judged " + got;
}

// What a person enters must be what the judge reads: the author's right answer goes into the widgets and comes back.
bool takesRightAnswer(const Item& item, const std::string& language, QuestionWidget& widget) {
  if (item.kind == content::Kind::abc) return true;  // a summary is what somebody did, not what can be put back
  for (const content::Example& example : item.examples) {
    if (!example.expected || (example.locale && *example.locale != language)) continue;
    widget.restore(example.answer);
    const auto verdict = content::judge(item, language, widget.answer());
    return verdict && *verdict == content::Verdict::right;
  }
  return true;  // bank-check asks for a right example
}

void build(const Item& item, const std::string& language, std::vector<std::string>& notes) {
  const auto question = questionOf(item, language, 1);
  if (!question) {
    notes.push_back(question.error().detail);
    return;
  }
  if (const auto shown = checkShowable(*question); !shown) {
    notes.push_back(placeOf(item, language) + shown.error().detail);
    return;
  }
  const auto widget = makeQuestionWidget(*question);
  widget->resize(840, 400);
  widget->ensurePolished();
  if (!takesRightAnswer(item, language, *widget)) {
    notes.push_back(placeOf(item, language) + "answer: a right example, entered, is not judged right");
  }
}

}  // namespace

base::Result<CheckReport> checkItemsFile(const ItemsFile& source) {
  const auto items = readItemsFile(source);
  if (!items) return base::fail(items.error());
  CheckReport report;
  for (const Item& item : *items) {
    const auto variants = content::variantsOf(item);
    if (!variants) return base::fail(variants.error());
    for (const Item& variant : *variants) {
      for (const content::ExampleOutcome& outcome : content::judgeExamples(variant)) {
        report.lines.push_back(content::lineOf(variant, outcome));
        if (!outcome.agrees()) report.faults.push_back(ofExample(variant, outcome));
      }
      for (const content::Attachment& attachment : variant.attachments) {
        const auto shown = documents::checkAttachment(attachment);
        if (!shown) report.notes.push_back("item " + variant.id + " attachments: " + shown.error().detail);
      }
      for (const std::string& language : variant.languages()) build(variant, language, report.notes);
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  return report;
}

}  // namespace vigie::candidate
