#include "tests/tools/score-study/StudyBank.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/base/File.hpp"
#include "common/content/ItemSource.hpp"
#include "common/crypto/Keys.hpp"
#include "tests/tools/score-study/StudyRandom.hpp"

namespace vigie::tools {
namespace {

using base::Result;
using Json = nlohmann::json;

// Numbers for texts, in the order in which they first appear.
class Numbering {
 public:
  std::uint32_t of(const std::string& text) {
    const auto [place, isNew] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (isNew) texts_.push_back(text);
    return place->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

// `models`: what the items have beyond two parameters, or empty.
scoring::ModelItem asymptotesOf(const content::CalibratedItem& item) {
  scoring::ModelItem model;
  model.guessing = item.guessing;
  model.ceiling = item.ceiling;
  if (item.guessing > 0) model.model = scoring::Model::threeParameter;
  if (item.ceiling < 1) model.model = scoring::Model::fourParameter;
  return model;
}

Result<StudyBank> makeStudyBank(std::string name, const std::vector<content::CalibratedItem>& items,
                                std::vector<scoring::ModelItem> models = {}) {
  Numbering competences;
  Numbering tubes;
  Numbering skills;
  std::vector<scoring::Item> numbered;
  std::vector<std::string> ids;
  std::map<std::string, scoring::ItemIndex, std::less<>> indexById;
  for (const auto& item : items) {
    const std::string where = "item " + item.id + ": ";
    if (!std::isfinite(item.discrimination) || item.discrimination <= 0 ||
        item.discrimination > scoring::kLargestDiscrimination) {
      return base::fail("bank-item", where + "discrimination is " + std::to_string(item.discrimination) +
                                         "; a number above 0 and at most 1000 was expected");
    }
    if (!std::isfinite(item.difficulty) || std::abs(item.difficulty) > scoring::kLargestDifficulty) {
      return base::fail("bank-item", where + "difficulty is " + std::to_string(item.difficulty) +
                                         "; a number from -1000 to 1000 was expected");
    }
    if (!indexById.emplace(item.id, static_cast<scoring::ItemIndex>(ids.size())).second) {
      return base::fail("bank-item", where + "id stands twice in the bank; every item needs an id of its own");
    }
    ids.push_back(item.id);
    numbered.push_back({item.discrimination, item.difficulty, competences.of(item.competence), tubes.of(item.tube),
                        skills.of(item.skill)});
  }
  auto bank = scoring::Bank::make(numbered);
  if (!bank) return base::fail(bank.error());
  if (models.empty()) {
    for (const auto& item : items) models.push_back(asymptotesOf(item));
  }
  bool isTwoParameter = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    scoring::ModelItem& model = models[i];
    isTwoParameter = isTwoParameter && model.model == scoring::Model::twoParameter;
    model.id = ids[i];
    model.discrimination = items[i].discrimination;
    model.difficulty = items[i].difficulty;
    model.competence = numbered[i].competence;
    model.tube = numbered[i].tube;
    model.skill = numbered[i].skill;
  }
  auto modelBank = scoring::ModelBank::make(std::move(models));
  if (!modelBank) return base::fail("bank-item", modelBank.error().detail);
  return StudyBank{.bank = std::move(*bank),
                   .models = std::move(*modelBank),
                   .isTwoParameter = isTwoParameter,
                   .name = std::move(name),
                   .ids = std::move(ids),
                   .competences = competences.texts(),
                   .calibrated = {},
                   .indexById = std::move(indexById)};
}

Result<content::CalibratedItem> readParameterItem(const Json& json, std::size_t index) {
  const std::string place = "items[" + std::to_string(index) + "]";
  if (!json.is_object() || !json.contains("id") || !json["id"].is_string() || json["id"].get<std::string>().empty()) {
    return base::fail("bank-item", place + ": id is missing; a text was expected");
  }
  content::CalibratedItem item;
  item.id = json["id"].get<std::string>();
  for (const auto& [member, target] :
       {std::pair{"discrimination", &item.discrimination}, std::pair{"difficulty", &item.difficulty}}) {
    if (!json.contains(member) || !json[member].is_number()) {
      return base::fail("bank-item", "item " + item.id + ": " + member + " is missing or not a number");
    }
    *target = json[member].get<double>();
  }
  for (const auto& [member, target, fallback] :
       {std::tuple{"competence", &item.competence, std::string("all")}, std::tuple{"tube", &item.tube, item.id},
        std::tuple{"skill", &item.skill, item.id}}) {
    if (json.contains(member) && !json[member].is_string()) {
      return base::fail("bank-item", "item " + item.id + ": " + member + " is not a text");
    }
    *target = json.value(member, fallback);
  }
  return item;
}

Result<double> readNumber(const Json& json, const std::string& id, const char* member, double fallback) {
  if (!json.contains(member)) return fallback;
  if (!json[member].is_number()) return base::fail("bank-item", "item " + id + ": " + member + " is not a number");
  return json[member].get<double>();
}

// Beyond two parameters; ranges are checked by ModelBank::make().
Result<scoring::ModelItem> readModel(const Json& json, const std::string& id) {
  scoring::ModelItem item;
  const auto guessing = readNumber(json, id, "guessing", 0);
  if (!guessing) return base::fail(guessing.error());
  const auto ceiling = readNumber(json, id, "ceiling", 1);
  if (!ceiling) return base::fail(ceiling.error());
  item.guessing = *guessing;
  item.ceiling = *ceiling;
  if (item.guessing != 0) item.model = scoring::Model::threeParameter;
  if (item.ceiling != 1) item.model = scoring::Model::fourParameter;
  if (!json.contains("thresholds")) return item;
  const Json& thresholds = json["thresholds"];
  const auto word = json.value("model", Json());
  if (word != "gradedResponse" && word != "partialCredit") {
    return base::fail("bank-item",
                      "item " + id + R"(: model must be "gradedResponse" or "partialCredit" for thresholds)");
  }
  const bool areNumbers = thresholds.is_array() && std::all_of(thresholds.begin(), thresholds.end(),
                                                               [](const Json& one) { return one.is_number(); });
  if (!areNumbers || thresholds.empty() || thresholds.size() >= scoring::kMostCategories) {
    return base::fail("bank-item", "item " + id + ": thresholds must be a list of 1 to 7 numbers");
  }
  item.model = word == "gradedResponse" ? scoring::Model::gradedResponse : scoring::Model::partialCredit;
  item.categories = static_cast<std::uint8_t>(thresholds.size() + 1);
  for (std::size_t k = 0; k < thresholds.size(); ++k) item.thresholds[k] = thresholds[k].get<double>();
  return item;
}

Result<StudyBank> readItems(std::string_view text) {
  const auto source = content::readItemSource(text);
  if (!source) return base::fail(source.error());
  return studyBankOf(source->bank, source->items);
}

Result<StudyBank> readCalibration(base::ByteView file, const std::filesystem::path& bankKey) {
  if (bankKey.empty()) {
    return base::fail("bank-key", "a bank.cal needs the bank's public key: give --bank-key FILE (PEM)");
  }
  const auto pem = base::readTextFile(bankKey);
  if (!pem) return base::fail(pem.error());
  const auto key = crypto::PublicKey::fromPem(*pem);
  if (!key) return base::failAt(bankKey.string(), key.error());
  const auto calibration = content::Calibration::load(file, *key);
  if (!calibration) return base::fail(calibration.error());
  auto bank = makeStudyBank(calibration->bank(), calibration->items());
  if (bank) bank->calibrated = calibration->items();
  return bank;
}

}  // namespace

Result<StudyBank> studyBankOf(std::string name, const std::vector<content::Item>& authored) {
  std::vector<content::CalibratedItem> items;
  for (const content::Item& item : authored) {
    content::CalibratedItem calibrated;
    calibrated.id = item.id;
    calibrated.version = item.version;
    calibrated.status = item.status;
    calibrated.framework = item.framework;
    calibrated.discrimination = item.discrimination;
    calibrated.difficulty = item.difficulty;
    calibrated.guessing = item.guessing;
    calibrated.ceiling = item.ceiling;
    calibrated.competence = item.competence;
    calibrated.tube = item.tube;
    calibrated.skill = item.skill;
    calibrated.kind = item.kind;
    calibrated.certifiable = item.certifiable;
    calibrated.languages = item.languages();
    calibrated.accessibility = item.accessibility;
    items.push_back(std::move(calibrated));
  }
  auto bank = makeStudyBank(std::move(name), items);
  if (bank) bank->calibrated = std::move(items);
  return bank;
}

Result<StudyBank> readParameters(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object() || json.value("format", Json()) != "vigie-bank-parameters/1" ||
      !json.contains("items") || !json["items"].is_array()) {
    return base::fail("bank-format", R"(not a bank: {"format": "vigie-bank-parameters/1", "items": […]} was expected)");
  }
  std::vector<content::CalibratedItem> items;
  std::vector<scoring::ModelItem> models;
  for (const Json& item : json["items"]) {
    auto read = readParameterItem(item, items.size());
    if (!read) return base::fail(read.error());
    auto model = readModel(item, read->id);
    if (!model) return base::fail(model.error());
    items.push_back(std::move(*read));
    models.push_back(std::move(*model));
  }
  return makeStudyBank(json.contains("bank") && json["bank"].is_string() ? json["bank"].get<std::string>() : "", items,
                       std::move(models));
}

std::string parametersOf(const StudyBank& bank) {
  nlohmann::ordered_json out = {{"format", "vigie-bank-parameters/1"}, {"bank", bank.name}};
  out["items"] = nlohmann::ordered_json::array();
  for (const scoring::ModelItem& item : bank.models.items()) {
    nlohmann::ordered_json& entry = out["items"].emplace_back();
    entry = {{"id", item.id}, {"discrimination", item.discrimination}, {"difficulty", item.difficulty}};
    entry["competence"] = bank.competences[item.competence];
    entry["tube"] = std::to_string(item.tube);
    entry["skill"] = std::to_string(item.skill);
    if (item.guessing != 0) entry["guessing"] = item.guessing;
    if (item.ceiling != 1) entry["ceiling"] = item.ceiling;
    if (item.model < scoring::Model::gradedResponse) continue;
    entry["model"] = item.model == scoring::Model::gradedResponse ? "gradedResponse" : "partialCredit";
    entry["thresholds"] = std::vector<double>(item.thresholds.begin(), item.thresholds.begin() + item.categories - 1);
  }
  return out.dump(1) + "\n";
}

Result<StudyBank> readStudyBank(const std::filesystem::path& file, const std::filesystem::path& bankKey) {
  const auto bytes = base::readFile(file);
  if (!bytes) return base::fail(bytes.error());
  const std::string_view text = base::textOf(*bytes);
  Result<StudyBank> bank = !text.empty() && text.front() == 'e' ? readCalibration(*bytes, bankKey)
                           : text.find("vigie-bank-parameters/") != std::string_view::npos ? readParameters(text)
                                                                                           : readItems(text);
  if (!bank) return base::failAt(file.string(), bank.error());
  return bank;
}

Result<StudyBank> generateBank(std::uint32_t count, std::uint64_t seed, GeneratedModels models) {
  if (count < 1 || count > scoring::kLargestBank) {
    return base::fail("bank-size", "a generated bank has 1 to 65536 items, not " + std::to_string(count));
  }
  StudyRandom random(seed);
  std::vector<content::CalibratedItem> items(count);
  const std::uint32_t tubes = std::max(1U, count / 12);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t tube = random.below(tubes);
    items[i].id = "item-" + std::to_string(i);
    items[i].discrimination = 1.1 * scoring::exp(0.35 * random.normal());
    items[i].difficulty = random.uniform(-4, 4);
    items[i].competence = "competence-" + std::to_string(tube % 16);
    items[i].tube = "tube-" + std::to_string(tube);
    items[i].skill = items[i].tube + "-" + std::to_string(random.below(3));
  }
  std::vector<scoring::ModelItem> beyond(count);
  for (std::uint32_t i = 0; models == GeneratedModels::mixed && i < count; ++i) {
    beyond[i].model = static_cast<scoring::Model>(i % 5);
    const bool hasFloor =
        beyond[i].model == scoring::Model::threeParameter || beyond[i].model == scoring::Model::fourParameter;
    if (hasFloor) beyond[i].guessing = 0.2;
    if (beyond[i].model == scoring::Model::fourParameter) beyond[i].ceiling = 0.95;
    if (beyond[i].model < scoring::Model::gradedResponse) continue;
    beyond[i].categories = 4;
    beyond[i].thresholds = {items[i].difficulty - 0.7, items[i].difficulty, items[i].difficulty + 0.7};
  }
  return makeStudyBank("generated-" + std::to_string(count) + "-" + std::to_string(seed) +
                           (models == GeneratedModels::mixed ? "-mixed" : ""),
                       items, std::move(beyond));
}

std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, bool certifiableOnly, std::string_view language) {
  std::vector<std::uint8_t> excluded(bank.bank.size());
  for (std::size_t i = 0; i < bank.calibrated.size(); ++i) {
    const content::CalibratedItem& item = bank.calibrated[i];
    const bool isSpoken =
        language.empty() || std::find(item.languages.begin(), item.languages.end(), language) != item.languages.end();
    const bool isAdmitted = item.status == "validated" && (item.certifiable || !certifiableOnly);
    excluded[i] = isAdmitted && isSpoken ? 0 : 1;
  }
  return excluded;
}

std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, const content::TestDefinition& test,
                                       std::string_view language) {
  return exclusionsOf(bank, test.certifiableOnly(), language);
}

Result<content::TestDefinition> readTestDefinition(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file);
  if (!text) return base::fail(text.error());
  auto test = content::TestDefinition::load(*text);
  if (!test) return base::failAt(file.string(), test.error());
  return test;
}

}  // namespace vigie::tools
