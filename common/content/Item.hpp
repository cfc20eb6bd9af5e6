// An item: everything its author wrote, answers included. It never leaves the centre (PublicContent.hpp is what does).
// Names are those of the item format (deploy/demonstration/items.json). Ownership: values. Thread: any, immutable.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/content/Answer.hpp"
#include "common/content/Calendar.hpp"
#include "common/content/NumberMatcher.hpp"
#include "common/content/TextMatcher.hpp"

namespace vigie::content {

enum class Kind { qcu, qcm, qroc, qrocm, abc };

std::string_view kindName(Kind kind);  // "QCU"…
std::optional<Kind> kindOf(std::string_view name);

template <class T>
using ByName = std::map<std::string, T, std::less<>>;

// A text in each language of the bank ("fr", "en"…).
using Localised = ByName<std::string>;

struct LocaleBlock {
  std::string instruction;  // Markdown
  std::string feedback;
  ByName<std::string> choices;               // by choice id
  std::optional<std::string> fieldTemplate;  // text with ${field}
  std::optional<std::string> readAloud;
};

// One field of a typed answer, as shown.
struct Field {
  struct Option {
    std::string id;
    Localised label;
  };
  std::string input;  // "text", "number", "select"…
  Localised label;
  Localised placeholder;
  std::vector<Option> options;  // of a select
};

struct Accessibility {
  std::string screenReader;  // "ok", "adapted", "not-relevant"…
  std::string keyboardOnly;
  std::string colour;
  std::string hearing;

  friend bool operator==(const Accessibility&, const Accessibility&) = default;
};

// A file that goes with a question and is shown inside the window, never opened by another program.
struct Attachment {
  std::string id;
  std::string name;       // "budget.csv"
  std::string mediaType;  // text/plain, text/csv, image/png, image/jpeg, application/pdf
  Localised alternative;  // what it shows, for those who do not see it
  Localised text;         // of a text or a table
  std::string base64;     // of an image or a PDF
};

struct ChoiceKey {
  std::vector<std::string> correct;  // sorted: right when exactly these are selected
};

using FieldMatcher = std::variant<ByName<TextMatcher>, NumberMatcher, DateMatcher, TimeMatcher>;  // texts by locale

struct IndependentKey {
  ByName<FieldMatcher> fields;  // each must be right
};

struct DependentKey {
  Treatments treatments;             // of every set
  ByName<ByName<TextMatcher>> sets;  // by set, by locale: every field must match a set of its own
};

struct ChecksKey {
  std::string all;  // canonical JSON of the list of checks on an activity's summary (ActivityChecks.hpp)
};

using AnswerKey = std::variant<ChoiceKey, IndependentKey, DependentKey, ChecksKey>;

// A response whose verdict the author fixed.
struct Example {
  Answer answer;  // of an activity: its summary in the one field kSummaryField
  bool expected = false;
  std::optional<std::string> locale;  // none: every locale of the item
};

struct Item {
  std::string id;
  std::uint32_t version = 1;
  std::string status;  // proposed, validated, archived, obsolete
  std::string framework;
  std::string competence;
  std::string tube;
  std::string skill;
  int level = 1;
  Kind kind{};
  double difficulty = 0;      // delta of the format
  double discrimination = 1;  // alpha of the format
  double guessing = 0;        // lower and upper asymptote: only under a plan (scoring/Model.hpp)
  double ceiling = 1;
  std::optional<std::uint32_t> timerSeconds;
  bool focused = false;
  bool certifiable = false;
  bool shuffle = false;
  Accessibility accessibility;
  ByName<LocaleBlock> locales;
  std::vector<std::string> choiceIds;
  ByName<Field> fields;
  std::vector<Attachment> attachments;
  std::optional<std::string> activity;  // canonical JSON, judging members left out
  AnswerKey key;
  std::vector<Example> examples;
  std::string json;  // canonical JSON of the whole item, drawn values included

  // Of a template (Template.hpp), which is read as its first variant.
  std::string source;          // canonical JSON as authored; empty for any other item
  std::uint32_t variant = 0;   // which of its variants this is
  std::uint32_t variants = 1;  // how many there are

  const std::string& authored() const { return source.empty() ? json : source; }
  std::vector<std::string> languages() const;  // sorted
};

}  // namespace vigie::content
