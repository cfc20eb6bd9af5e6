#include "tests/tools/bank-check/BankCheck.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "common/content/Examples.hpp"
#include "common/content/PublicContent.hpp"
#include "common/content/Template.hpp"
#include "common/content/TextMatcher.hpp"
#include "tests/tools/bank-check/Readability.hpp"

namespace vigie::tools {
namespace {

using content::Item;
using content::Kind;

constexpr std::size_t kLongestSentence = 40;      // words, of any instruction
constexpr std::size_t kLongestEasySentence = 20;  // of an activity's: easy to read
constexpr double kHardestLix = 65;                // 60 and above is called very difficult
constexpr double kHardestEasyLix = 50;
constexpr std::size_t kFewestJudgedByLength = 10;  // below, a share of long keys means nothing
constexpr double kMostLongKeys = 0.4;              // four choices: 0.25 by chance
constexpr double kGivesAway = 1.6;                 // a key so many times longer than any other choice
constexpr double kNearDuplicate = 0.8;             // shared pairs of words
constexpr std::uint32_t kFewVariants = 4;

class Findings {
 public:
  void error(const Item& item, std::string field, std::string text) {
    all_.push_back({Finding::Weight::error, item.id, std::move(field), std::move(text)});
  }
  void warning(const Item& item, std::string field, std::string text) {
    all_.push_back({Finding::Weight::warning, item.id, std::move(field), std::move(text)});
  }
  void ofBank(Finding::Weight weight, std::string field, std::string text) {
    all_.push_back({weight, {}, std::move(field), std::move(text)});
  }
  std::vector<Finding> take() { return std::move(all_); }

 private:
  std::vector<Finding> all_;
};

std::u32string comparable(std::string_view text) {
  return content::treat(text, {.fold = true, .strip = true, .fuzzy = false, .dropWords = {}});
}

// As read aloud: the letters of a line, whatever its spaces and signs; formulas and numbers stay different.
std::u32string comparableChoice(std::string_view text) {
  return content::treat(text, {.fold = true, .strip = false, .fuzzy = false, .dropWords = {}});
}

std::size_t lengthOf(std::string_view text) {
  return content::treat(text, {}).size();
}

void checkTranslations(const Item& item, Findings& findings) {
  for (const auto& [name, field] : item.fields) {
    for (const char* language : {"fr", "en"}) {
      const auto label = field.label.find(language);
      if (label == field.label.end() || label->second.empty()) {
        findings.error(item, "fields." + name + ".label", std::string("the language \"") + language + "\" is missing");
      }
      for (const auto& option : field.options) {
        if (!option.label.contains(language)) {
          findings.error(item, "fields." + name + ".options",
                         std::string("the language \"") + language + "\" is missing");
        }
      }
    }
  }
  const auto& french = item.locales.at("fr");
  const auto& english = item.locales.at("en");
  if (french.instruction == english.instruction) {
    findings.error(item, "locales.en.instruction", "it is the same text as in French: it was not translated");
  }
  if (french.fieldTemplate.has_value() != english.fieldTemplate.has_value()) {
    findings.error(item, "locales.en.template", "one language has a template and the other has none");
  }
}

void checkReadability(const Item& item, Findings& findings) {
  const bool easy = item.kind == Kind::abc;
  for (const auto& [language, block] : item.locales) {
    const Readability measured = readabilityOf(block.instruction);
    const std::size_t longest = easy ? kLongestEasySentence : kLongestSentence;
    if (measured.longestSentence > longest) {
      findings.error(item, "locales." + language + ".instruction",
                     fmt::format("a sentence of {} words; at most {} are easy to follow{}", measured.longestSentence,
                                 longest, easy ? " in a practical task" : ""));
    }
    const double hardest = easy ? kHardestEasyLix : kHardestLix;
    if (measured.words >= 10 && measured.lix > hardest) {
      findings.warning(item, "locales." + language + ".instruction",
                       fmt::format("hard to read: LIX {:.0f}, at most {:.0f} was expected", measured.lix, hardest));
    }
  }
}

// The key's length over that of the longest other choice, of a QCU.
std::optional<double> keyLength(const Item& item, const std::string& language) {
  const auto* key = std::get_if<content::ChoiceKey>(&item.key);
  if (item.kind != Kind::qcu || key == nullptr) return std::nullopt;
  std::size_t ofKey = 0;
  std::size_t ofOthers = 1;
  for (const auto& [id, text] : item.locales.at(language).choices) {
    if (id == key->correct.front()) {
      ofKey = lengthOf(text);
    } else {
      ofOthers = std::max(ofOthers, lengthOf(text));
    }
  }
  return static_cast<double>(ofKey) / static_cast<double>(ofOthers);
}

void checkKeyLengths(const std::vector<Item>& items, Findings& findings) {
  for (const char* language : {"fr", "en"}) {
    std::size_t judged = 0;
    std::size_t longest = 0;
    for (const Item& item : items) {
      const auto ratio = keyLength(item, language);
      if (!ratio) continue;
      ++judged;
      if (*ratio > 1) ++longest;
      if (*ratio > kGivesAway && lengthOf(item.locales.at(language).choices.begin()->second) > 12) {
        findings.warning(item, std::string("locales.") + language + ".choices",
                         fmt::format("the right choice is {:.1f} times as long as any other: it shows", *ratio));
      }
    }
    const double share = judged == 0 ? 0 : static_cast<double>(longest) / static_cast<double>(judged);
    if (judged >= kFewestJudgedByLength && share > kMostLongKeys) {
      findings.ofBank(Finding::Weight::error, std::string("locales.") + language + ".choices",
                      fmt::format("the right choice is the longest in {} of {} QCU: taking the longest would pay",
                                  longest, judged));
    }
  }
}

void checkChoices(const Item& variant, Findings& findings) {
  for (const auto& [language, block] : variant.locales) {
    std::map<std::u32string, std::string> seen;
    for (const auto& [id, text] : block.choices) {
      const auto [other, isNew] = seen.emplace(comparableChoice(text), id);
      if (!isNew) {
        findings.error(variant, "locales." + language + ".choices." + id,
                       fmt::format("the same text as choice {}{}", other->second,
                                   variant.variants > 1 ? fmt::format(" in variant {}", variant.variant) : ""));
      }
    }
  }
  const auto* key = std::get_if<content::ChoiceKey>(&variant.key);
  if (variant.kind == Kind::qcm && key != nullptr && key->correct.size() == variant.choiceIds.size()) {
    findings.error(variant, "answer.correct", "every choice is right: one at least must be wrong");
  }
}

void checkExampleKinds(const Item& variant, Findings& findings) {
  for (const char* language : {"fr", "en"}) {
    bool right = false;
    bool wrong = false;
    for (const content::Example& example : variant.examples) {
      if (example.locale && *example.locale != language) continue;
      (example.expected ? right : wrong) = true;
    }
    if (!right || !wrong) {
      findings.error(variant, "examples", fmt::format("no {} answer in \"{}\"", right ? "wrong" : "right", language));
    }
  }
  for (const content::ExampleOutcome& outcome : content::judgeExamples(variant)) {
    if (outcome.agrees()) continue;
    const std::string in = variant.variants > 1 ? fmt::format(" in variant {}", variant.variant) : "";
    const std::string found = outcome.got ? (outcome.expected ? "wrong" : "right") : outcome.got.error().detail;
    findings.error(variant, fmt::format("examples[{}]", outcome.example),
                   fmt::format("in {}{} it should be {}, and is judged {}", outcome.locale, in,
                               outcome.expected ? "right" : "wrong", found));
  }
}

// Everything a candidate gets but the number of the variant.
std::string shownBy(const Item& variant) {
  std::string shown = content::publicContent(variant);
  const std::string number = "\"variant\":" + std::to_string(variant.variant);
  if (const auto at = shown.find(number); at != std::string::npos) shown.erase(at, number.size());
  return shown;
}

void checkVariants(const Item& item, Findings& findings) {
  const auto variants = content::variantsOf(item);
  if (!variants) return findings.error(item, "parameters", variants.error().detail);
  for (const Item& variant : *variants) {
    checkChoices(variant, findings);
    checkExampleKinds(variant, findings);
  }
  if (item.variants > 1 && item.variants < kFewVariants) {
    findings.warning(item, "parameters", fmt::format("only {} variants", item.variants));
  }
  std::set<std::string> shown;
  for (const Item& variant : *variants) shown.insert(shownBy(variant));
  if (shown.size() < variants->size()) {
    findings.warning(item, "parameters",
                     fmt::format("{} variants, but only {} different questions", variants->size(), shown.size()));
  }
}

std::set<std::u32string> wordPairsOf(const Item& item, const std::string& language) {
  std::set<std::u32string> pairs;
  std::u32string before;
  std::string word;
  std::string text = item.locales.at(language).instruction;
  for (const auto& [id, choice] : item.locales.at(language).choices) text += "\n" + choice;
  text += " ";
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      word += c;
      continue;
    }
    const std::u32string bare = comparable(word);
    word.clear();
    if (bare.empty()) continue;
    pairs.insert(before + U' ' + bare);
    before = bare;
  }
  return pairs;
}

void checkDuplicates(const std::vector<Item>& items, Findings& findings) {
  std::set<std::string> ids;
  for (const Item& item : items) {
    if (!ids.insert(item.id).second) findings.error(item, "id", "another item has the same id");
  }
  std::vector<std::set<std::u32string>> pairs;
  for (const Item& item : items) pairs.push_back(wordPairsOf(item, "fr"));
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      if (items[i].id == items[j].id || pairs[i].empty()) continue;
      const auto common = static_cast<double>(
          std::count_if(pairs[i].begin(), pairs[i].end(), [&](const auto& pair) { return pairs[j].contains(pair); }));
      const double either = static_cast<double>(pairs[i].size() + pairs[j].size()) - common;
      if (common == either) {
        findings.error(items[j], "locales.fr.instruction", "the same question as " + items[i].id);
      } else if (common / either > kNearDuplicate) {
        findings.warning(items[j], "locales.fr.instruction", "nearly the same question as " + items[i].id);
      }
    }
  }
}

// What a test counts by: a tube in two competences would let one question stand for both. Practical tasks outside of
// certification may share a tube between competences.
void checkStructure(const std::vector<Item>& items, Findings& findings) {
  std::map<std::string, std::string> competenceOfTube;
  std::map<std::string, std::string> tubeOfSkill;
  for (const Item& item : items) {
    const auto& competence = competenceOfTube.try_emplace(item.tube, item.competence).first->second;
    if (competence != item.competence) {
      const std::string text = fmt::format("the tube \"{}\" is already of the competence {}", item.tube, competence);
      if (item.certifiable) {
        findings.error(item, "tube", text);
      } else {
        findings.warning(item, "tube", text);
      }
    }
    const auto& tube = tubeOfSkill.try_emplace(item.skill, item.tube).first->second;
    if (tube != item.tube) {
      findings.error(item, "skill", fmt::format("the skill \"{}\" is already of the tube {}", item.skill, tube));
    }
  }
}

}  // namespace

std::string lineOf(const Finding& finding) {
  std::string line = finding.weight == Finding::Weight::error ? "error: " : "warning: ";
  line += finding.item.empty() ? "bank" : "item " + finding.item;
  if (!finding.field.empty()) line += " " + finding.field;
  return line + ": " + finding.text;
}

std::size_t errorsIn(const std::vector<Finding>& findings) {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.weight == Finding::Weight::error;
  }));
}

std::vector<Finding> checkItems(const std::vector<Item>& items) {
  Findings findings;
  checkDuplicates(items, findings);
  checkStructure(items, findings);
  for (const Item& item : items) {
    checkTranslations(item, findings);
    checkReadability(item, findings);
    checkVariants(item, findings);
  }
  checkKeyLengths(items, findings);
  return findings.take();
}

std::vector<Finding> checkCoverage(const std::vector<Item>& items, std::size_t least) {
  std::map<std::string, std::map<int, std::size_t>> counts;
  for (const char* competence : {"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1",
                                 "4.2", "4.3", "5.1", "5.2"}) {
    for (int level = 1; level <= 7; ++level) counts[competence][level] = 0;
  }
  for (const Item& item : items) {
    if (item.certifiable && item.status == "validated") ++counts[item.competence][item.level];
  }
  Findings findings;
  for (const auto& [competence, levels] : counts) {
    for (const auto& [level, count] : levels) {
      if (level > 7 || count >= least) continue;
      findings.ofBank(Finding::Weight::error, fmt::format("competence {} level {}", competence, level),
                      fmt::format("{} certifiable items; at least {} were expected", count, least));
    }
  }
  return findings.take();
}

std::string inventoryOf(const std::vector<Item>& items) {
  struct Row {
    std::array<std::size_t, 9> levels{};
    std::array<std::size_t, 5> kinds{};
    std::set<std::string> tubes;
    std::set<std::string> skills;
    std::size_t templates = 0;
    std::size_t all = 0;
  };
  std::map<std::string, Row> rows;
  for (const Item& item : items) {
    for (const std::string& name : {item.certifiable ? item.competence : "practical", std::string("total")}) {
      Row& row = rows[name];
      ++row.levels[static_cast<std::size_t>(item.level)];
      ++row.kinds[static_cast<std::size_t>(item.kind)];
      row.tubes.insert(item.tube);
      row.skills.insert(item.skill);
      row.templates += item.variants > 1 ? 1 : 0;
      ++row.all;
    }
  }
  std::string out = fmt::format(
      "{:<10} {:>5}  {:>3} {:>3} {:>3} {:>3} {:>3} {:>3} {:>3} {:>3}  {:>4} {:>4} {:>4} {:>5} {:>4}  {:>5} {:>6} "
      "{:>9}\n",
      "", "items", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "QCU", "QCM", "QROC", "QROCM", "ABC", "tubes",
      "skills", "templates");
  for (const auto& [name, row] : rows) {
    out += fmt::format(
        "{:<10} {:>5}  {:>3} {:>3} {:>3} {:>3} {:>3} {:>3} {:>3} {:>3}  {:>4} {:>4} {:>4} {:>5} {:>4}  {:>5} {:>6} "
        "{:>9}\n",
        name, row.all, row.levels[1], row.levels[2], row.levels[3], row.levels[4], row.levels[5], row.levels[6],
        row.levels[7], row.levels[8], row.kinds[0], row.kinds[1], row.kinds[2], row.kinds[3], row.kinds[4],
        row.tubes.size(), row.skills.size(), row.templates);
  }
  return out;
}

}  // namespace vigie::tools
