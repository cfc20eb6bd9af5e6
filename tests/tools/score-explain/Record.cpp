#include "tests/tools/score-explain/Record.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/shadow/ShadowTest.hpp"

namespace vigie::tools {
namespace {

using base::Result;
using Json = nlohmann::json;
using scoring::AskedOutcome;

constexpr std::array<std::pair<std::string_view, AskedOutcome>, 5> kOutcomes = {{{"right", AskedOutcome::succeeded},
                                                                                 {"wrong", AskedOutcome::failed},
                                                                                 {"scored", AskedOutcome::scored},
                                                                                 {"replaced", AskedOutcome::replaced},
                                                                                 {"open", AskedOutcome::open}}};

std::unexpected<base::Error> wrong(const std::string& member, const std::string& expected) {
  return base::fail("record-format", member + ": " + expected + " was expected");
}

Result<base::Bytes> readHex(const Json& json, const char* member) {
  if (!json.contains(member) || !json[member].is_string()) return wrong(member, "a text of lower-case hex digits");
  auto bytes = base::fromHex(json[member].get<std::string>());
  if (!bytes) return wrong(member, "a text of lower-case hex digits");
  return bytes;
}

Result<scoring::AskedQuestion> readQuestion(const Json& json, const StudyBank& bank, std::size_t number) {
  const std::string place = "question " + std::to_string(number);
  if (!json.is_object() || !json.contains("item") || !json["item"].is_string()) {
    return wrong(place + ", item", "the id of an item");
  }
  const auto id = json["item"].get<std::string>();
  const auto found = bank.indexById.find(id);
  if (found == bank.indexById.end()) {
    return base::fail("record-item", place + ": the bank has no item " + id + ". Give the bank of this session");
  }
  const std::string words = "right, wrong, scored, replaced or open";
  if (!json.contains("outcome") || !json["outcome"].is_string()) return wrong(place + ", outcome", words);
  const auto word = json["outcome"].get<std::string>();
  const auto* outcome =
      std::find_if(kOutcomes.begin(), kOutcomes.end(), [&](const auto& one) { return one.first == word; });
  if (outcome == kOutcomes.end()) return wrong(place + ", outcome", words + ", not " + word + ",");
  scoring::AskedQuestion question{.item = found->second, .outcome = outcome->second, .category = 0};
  if (question.outcome != AskedOutcome::scored) return question;
  const Json category = json.value("category", Json());
  if (!category.is_number_unsigned() || category >= scoring::kMostCategories) {
    return wrong(place + ", category", "a number from 0 to 7");
  }
  question.category = category.get<std::uint8_t>();
  return question;
}

}  // namespace

base::Bytes TestRecord::seatSeed() const {
  base::Bytes key = seed;
  base::append(key, nonce);
  return key;
}

Result<TestRecord> readTestRecord(std::string_view text, const StudyBank& bank) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object()) return wrong("the file", "a JSON object");
  if (json.value("format", Json()) != "vigie-test-record/1") return wrong("format", "\"vigie-test-record/1\"");
  auto seed = readHex(json, "seed");
  if (!seed) return base::fail(seed.error());
  auto nonce = readHex(json, "nonce");
  if (!nonce) return base::fail(nonce.error());
  TestRecord record{.seed = std::move(*seed), .nonce = std::move(*nonce), .language = {}, .questions = {}};
  if (json.contains("language")) {
    if (!json["language"].is_string()) return wrong("language", "a text such as \"fr\"");
    record.language = json["language"].get<std::string>();
  }
  if (json.contains("accessibleItemsOnly")) {
    if (!json["accessibleItemsOnly"].is_boolean()) return wrong("accessibleItemsOnly", "true or false");
    record.accessibleItemsOnly = json["accessibleItemsOnly"].get<bool>();
  }
  if (!json.contains("questions") || !json["questions"].is_array()) return wrong("questions", "a list");
  for (const Json& question : json["questions"]) {
    auto read = readQuestion(question, bank, record.questions.size() + 1);
    if (!read) return base::fail(read.error());
    record.questions.push_back(*read);
  }
  return record;
}

std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, const content::TestDefinition& test,
                                       const TestRecord& record) {
  std::vector<std::uint8_t> excluded = exclusionsOf(bank, test, record.language);
  for (std::size_t i = 0; i < bank.calibrated.size(); ++i) {
    if (record.accessibleItemsOnly && !bank.calibrated[i].isAccessible()) excluded[i] = 1;
  }
  return excluded;
}

Result<scoring::Explanation> explainRecord(const content::TestDefinition& test, const StudyBank& bank,
                                           const TestRecord& record) {
  const std::vector<std::uint8_t> excluded = exclusionsOf(bank, test, record);
  const base::Bytes seed = record.seatSeed();
  if (test.plan() != nullptr) {
    const auto plan = test.plan()->planFor(bank.models, bank.competences, &shadow::shadowTest);
    if (!plan) return base::fail(plan.error());
    return scoring::explainPlan({bank.models, *plan, excluded, seed, record.questions, &shadow::shadowTest});
  }
  if (!bank.isTwoParameter) return base::fail("bank-item", "Pix's rules know items of two parameters only");
  return scoring::explainTest({bank.bank, test.rules(), excluded, seed, record.questions});
}

}  // namespace vigie::tools
