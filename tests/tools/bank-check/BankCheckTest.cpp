// The checks on items that were damaged on purpose, and the program itself on real files.
#include "tests/tools/bank-check/BankCheck.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/ItemSource.hpp"
#include "common/crypto/Seal.hpp"
#include "tests/tools/bank-check/Readability.hpp"
#include "tests/tools/bank-check/TestRun.hpp"

namespace vigie::tools {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kDemonstration = VIGIE_SOURCE_DIR "/deploy/demonstration/items.json";
constexpr const char* kBank = VIGIE_SOURCE_DIR "/common/content/bank";

json demonstration() {
  return json::parse(base::readTextFile(kDemonstration).value_or("{}"));
}

std::string findingsOf(const json& source) {
  const auto read = content::readItemSource(source.dump());
  if (!read) return read.error().detail;
  std::string text;
  for (const Finding& finding : checkItems(read->items)) text += lineOf(finding) + "\n";
  return text;
}

json& itemOf(json& source, const std::string& id) {
  for (json& item : source["items"]) {
    if (item["id"] == id) return item;
  }
  throw std::logic_error("no item " + id);
}

struct Damage {
  const char* name;
  std::function<void(json&)> change;
  const char* says;
};

void PrintTo(const Damage& each, std::ostream* out) {
  *out << each.name;
}

class DamagedBank : public testing::TestWithParam<Damage> {};

TEST_P(DamagedBank, IsReportedNamingItemAndField) {
  json source = demonstration();
  GetParam().change(source);
  EXPECT_THAT(findingsOf(source), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, DamagedBank,
    testing::Values(
        Damage{"FailingExample", [](json& b) { itemOf(b, "smp-1.1-01")["examples"][1]["expected"] = true; },
               "error: item smp-1.1-01 examples[1]: in en it should be right, and is judged wrong"},
        Damage{"FailingActivity", [](json& b) { itemOf(b, "abc-drag-01")["examples"][1]["expected"] = true; },
               "error: item abc-drag-01 examples[1]: in en it should be right, and is judged wrong"},
        Damage{"NoRightExample", [](json& b) { itemOf(b, "smp-1.1-01")["examples"].erase(0); },
               "error: item smp-1.1-01 examples: no right answer in \"fr\""},
        Damage{"DuplicateId", [](json& b) { itemOf(b, "smp-1.1-02")["id"] = "smp-1.1-01"; },
               "item smp-1.1-01 id: another item has the same id"},
        Damage{"DuplicateText",
               [](json& b) { itemOf(b, "smp-1.1-01")["locales"] = itemOf(b, "smp-2.3-01")["locales"]; },
               "locales.fr.instruction: the same question as smp-"},
        Damage{"SameChoice",
               [](json& b) {
                 auto& choices = itemOf(b, "smp-1.1-01")["locales"]["fr"]["choices"];
                 choices["a"] = choices["b"];
               },
               "error: item smp-1.1-01 locales.fr.choices.b: the same text as choice a"},
        Damage{"MissingTranslation", [](json& b) { itemOf(b, "smp-1.1-01")["locales"].erase("en"); },
               "item smp-1.1-01 locales: \"en\" is missing"},
        Damage{"UntranslatedText",
               [](json& b) {
                 auto& locales = itemOf(b, "smp-1.1-01")["locales"];
                 locales["en"]["instruction"] = locales["fr"]["instruction"];
               },
               "error: item smp-1.1-01 locales.en.instruction: it is the same text as in French"},
        Damage{"MissingLabel", [](json& b) { itemOf(b, "smp-1.2-02")["fields"]["n"]["label"].erase("en"); },
               "error: item smp-1.2-02 fields.n.label: the language \"en\" is missing"},
        Damage{"LongSentence",
               [](json& b) {
                 std::string text;
                 for (int i = 0; i < 60; ++i) text += "mot ";
                 itemOf(b, "smp-1.1-01")["locales"]["fr"]["instruction"] = text;
               },
               "error: item smp-1.1-01 locales.fr.instruction: a sentence of 60 words"},
        Damage{"LongSentenceInATask",
               [](json& b) {
                 std::string text;
                 for (int i = 0; i < 25; ++i) text += "mot ";
                 itemOf(b, "abc-drag-01")["locales"]["fr"]["instruction"] = text;
               },
               "a sentence of 25 words; at most 20 are easy to follow in a practical task"},
        Damage{"TubeOfTwoCompetences",
               [](json& b) { itemOf(b, "smp-1.2-01")["tube"] = itemOf(b, "smp-1.1-01")["tube"]; },
               "error: item smp-1.2-01 tube: the tube \"search-in-page\" is already of the competence 1.1"},
        Damage{"SkillOfTwoTubes", [](json& b) { itemOf(b, "smp-1.2-01")["skill"] = itemOf(b, "smp-1.1-01")["skill"]; },
               "error: item smp-1.2-01 skill: the skill \"search-in-page-2\" is already of the tube search-in-page"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(BankCheck, FindsKeysThatAreTheLongestTooOften) {
  json source = demonstration();
  for (json& item : source["items"]) {
    if (item["kind"] != "QCU") continue;
    auto& choices = item["locales"]["fr"]["choices"];
    const std::string key = item["answer"]["correct"][0];
    choices[key] = choices[key].get<std::string>() + std::string(200, 'x');
  }
  const std::string findings = findingsOf(source);
  EXPECT_THAT(findings, HasSubstr("error: bank locales.fr.choices: the right choice is the longest in 21 of 21 QCU"));
  EXPECT_THAT(findings, HasSubstr("times as long as any other: it shows"));
  EXPECT_THAT(findings, testing::Not(HasSubstr("bank locales.en.choices")));
}

TEST(BankCheck, FindsNoErrorInTheDemonstration) {
  const auto read = content::readItemSource(demonstration().dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(errorsIn(checkItems(read->items)), 0U) << findingsOf(demonstration());
  EXPECT_GT(errorsIn(checkCoverage(read->items, 2)), 50U);
  EXPECT_EQ(errorsIn(checkCoverage(read->items, 0)), 0U);
}

TEST(Readability, CountsWordsAndSentences) {
  const Readability plain = readabilityOf("Le chat dort. Le chien joue dehors !\n\n- Un\n- Deux trois");
  EXPECT_EQ(plain.words, 10U);
  EXPECT_EQ(plain.sentences, 4U);
  EXPECT_EQ(plain.longestSentence, 4U);
  EXPECT_DOUBLE_EQ(plain.lix, 2.5);
  const Readability coded = readabilityOf("Que fait `x = tres long code` ?\n\n```\nencore du code\n```\n| a | b |\n");
  EXPECT_EQ(coded.words, 4U);
  EXPECT_EQ(readabilityOf("L’adresse électronique«\u00a0bonjour\u00a0»").words, 4U);
  EXPECT_EQ(readabilityOf("").words, 0U);
  EXPECT_DOUBLE_EQ(readabilityOf("extraordinaire").lix, 101);
}

std::vector<content::Item> certification() {
  std::vector<content::Item> items;
  for (const auto& entry : std::filesystem::directory_iterator(kBank)) {
    auto read = content::readItemSource(base::readTextFile(entry.path()).value_or(""));
    EXPECT_TRUE(read) << read.error().detail;
    std::move(read->items.begin(), read->items.end(), std::back_inserter(items));
  }
  return items;
}

TEST(TestRun, AlwaysFindsThirtyTwoQuestionsInTheCertificationBank) {
  for (const char* language : {"fr", "en"}) {
    const auto outcome =
        simulateRun(certification(), {.language = language, .onlyAccessible = true, .candidates = 300});
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->length, 32U);
    EXPECT_EQ(outcome->cut, 0U);
    EXPECT_EQ(outcome->competencesSeen, 16U);
    EXPECT_GT(outcome->overlap, 0);
    EXPECT_LT(outcome->largestExposure, 1);
  }
}

TEST(TestRun, SaysWhenABankIsTooSmall) {
  std::vector<content::Item> few = certification();
  std::erase_if(few, [](const content::Item& item) { return item.level > 1; });
  const auto outcome = simulateRun(few, {.candidates = 20});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->cut, 20U);
  for (content::Item& item : few) item.status = "proposed";
  EXPECT_EQ(simulateRun(few, {}).error().code, "study-no-item");
}

class BankCheckProgram : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "vigie-bank-check-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    ASSERT_TRUE(base::writeFileDurably(folder_ / name, base::bytesOf(text)));
  }
  std::string read(const std::string& name) { return base::readTextFile(folder_ / name).value_or(""); }
  int run(const std::string& arguments) {
    const std::string command =
        "cd " + folder_.string() + " && " VIGIE_BANK_CHECK " " + arguments + " >stdout.txt 2>stderr.txt";
    return WEXITSTATUS(std::system(command.c_str()));
  }

  std::filesystem::path folder_;
};

TEST_F(BankCheckProgram, PassesTheCertificationBank) {
  EXPECT_EQ(run(std::string(kBank) + "/*.json --coverage 2 --simulate 50"), 0) << read("stderr.txt");
  EXPECT_THAT(read("stdout.txt"), HasSubstr("overlap of two tests"));
  EXPECT_THAT(read("stdout.txt"), HasSubstr(", 0 errors, "));
}

TEST_F(BankCheckProgram, PrintsOneLinePerExample) {
  ASSERT_EQ(run(std::string(kDemonstration) + " --check"), 0) << read("stderr.txt");
  const std::string lines = read("stdout.txt");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 389);
  const json first = json::parse(lines.substr(0, lines.find('\n')));
  for (const char* name : {"item", "locale", "example", "expected", "got"}) EXPECT_TRUE(first.contains(name)) << name;
  ASSERT_EQ(run(std::string(kDemonstration) + " --check --item smp-1.1-01"), 0);
  const std::string ofOneItem = read("stdout.txt");
  EXPECT_EQ(std::count(ofOneItem.begin(), ofOneItem.end(), '\n'), 10);
}

TEST_F(BankCheckProgram, EndsWithOneOnADifference) {
  json item = demonstration()["items"][0];
  item["examples"][1]["expected"] = true;
  write("item.json", item.dump());
  EXPECT_EQ(run("item.json --check"), 1);
  EXPECT_THAT(read("stdout.txt"), HasSubstr(R"("example":1,"expected":true,"got":false,"item":"smp-1.1-01")"));
  EXPECT_EQ(run("item.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("error: item smp-1.1-01 examples[1]"));
}

TEST_F(BankCheckProgram, FindsAnIdThatStandsInTwoFiles) {
  EXPECT_EQ(run(std::string(kDemonstration) + " " + kDemonstration), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("error: item smp-1.1-01 id: another item has the same id"));
}

TEST_F(BankCheckProgram, RefusesABankSignedByAnotherKey) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto other = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const base::SecretBytes contentKey = crypto::newSealKey();
  const auto source = content::readItemSource(demonstration().dump());
  const auto files = content::makeBank(*source, 1, key, contentKey);
  ASSERT_TRUE(files);
  write("bank.cal", base::textOf(files->cal));
  write("bank.items", base::textOf(files->items));
  write("content.key", content::writeContentKey(contentKey));
  write("key.pem", key.publicKey().pem());
  write("other.pem", other.publicKey().pem());
  EXPECT_EQ(run("--signed . --bank-key key.pem --content-key content.key"), 0) << read("stderr.txt");
  EXPECT_THAT(read("stdout.txt"), HasSubstr("signature holds"));
  EXPECT_EQ(run("--signed . --bank-key other.pem --content-key content.key"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("bank-key"));
  std::string forged = base::toString(files->cal);
  forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
  write("bank.cal", forged);
  EXPECT_EQ(run("--signed . --bank-key key.pem --content-key content.key"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("bank-signature"));
}

TEST_F(BankCheckProgram, PrintsTheDrawsOfTemplates) {
  EXPECT_EQ(run(std::string(kBank) + "/1.2.json --draws --item vig-1.2-10"), 0) << read("stderr.txt");
  EXPECT_THAT(read("stdout.txt"), HasSubstr(R"("variant":1,"drawn":{)"));
}

TEST_F(BankCheckProgram, TellsWrongUsageFromARefusal) {
  EXPECT_EQ(run("--help"), 0);
  EXPECT_EQ(run("--version"), 0);
  EXPECT_EQ(run(""), 64);
  EXPECT_EQ(run("--unknown"), 64);
  EXPECT_EQ(run("--signed ."), 64);
  EXPECT_EQ(run("missing.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("missing.json: file-missing"));
  EXPECT_EQ(run(std::string(kDemonstration) + " --item smp-9.9-99"), 1);
  write("broken.json", "{\"items\": [");
  EXPECT_EQ(run("broken.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("broken.json: not-json"));
}

}  // namespace
}  // namespace vigie::tools
