#include "common/content/Template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "Demonstration.hpp"
#include "common/content/Bank.hpp"
#include "common/content/Examples.hpp"
#include "common/content/PublicContent.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// The demonstration's number item as a template: backups of `size` GB on a drive of n * size GB.
json backups() {
  json item = json::parse(test::demonstrationItem("smp-1.2-02").json);
  item["parameters"] = {{"n", {{"from", 3}, {"to", 9}}}, {"size", {{"of", {100, 250, 500}}}}};
  item["computed"] = {{"free", "n * size"}};
  item["require"] = {"free != 900"};
  for (const auto& [language, text] :
       {std::pair{"fr", "Un disque a {{free}} Go, une sauvegarde {{size}} Go. Combien ?"},
        std::pair{"en", "A drive has {{free}} GB, a backup {{size}} GB. How many?"}}) {
    item["locales"][language]["instruction"] = text;
    item["locales"][language]["feedback"] = "{{free}} ÷ {{size}} = {{n}}.";
  }
  item["answer"]["fields"]["n"]["numeric"]["values"] = {"{{=free / size}}"};
  item["examples"] = json::array({{{"response", {{"n", "{{plain(n)}}"}}}, {"expected", true}},
                                  {{"response", {{"n", "{{plain(n + 1)}}"}}}, {"expected", false}},
                                  {{"response", {{"n", ""}}}, {"expected", false}}});
  return item;
}

Item read(const json& source) {
  auto item = readItem(source.dump());
  EXPECT_TRUE(item) << item.error().detail;
  return item ? *item : Item{};
}

TEST(Template, BecomesVariantsThatAreWholeItems) {
  const Item item = read(backups());
  EXPECT_EQ(item.variants, kMostVariants);
  EXPECT_EQ(json::parse(item.source), backups());
  const auto variants = variantsOf(item);
  ASSERT_TRUE(variants) << variants.error().detail;
  std::set<std::string> instructions;
  for (std::uint32_t i = 0; i < variants->size(); ++i) {
    const Item& variant = (*variants)[i];
    const json whole = json::parse(variant.json);
    EXPECT_EQ(variant.variant, i);
    EXPECT_EQ(whole["variant"], i);
    EXPECT_FALSE(whole.contains("parameters"));
    const double n = whole["drawn"]["n"];
    const double size = whole["drawn"]["size"];
    EXPECT_GE(n, 3);
    EXPECT_LE(n, 9);
    EXPECT_NE(n * size, 900);
    EXPECT_EQ(whole["answer"]["fields"]["n"]["numeric"]["values"][0], n);
    for (const ExampleOutcome& outcome : judgeExamples(variant)) EXPECT_TRUE(outcome.agrees());
    EXPECT_TRUE(instructions.insert(variant.locales.at("fr").instruction).second);
    EXPECT_EQ(variantOf(item, i)->json, variant.json);
  }
  EXPECT_EQ(item.json, variants->front().json);
  EXPECT_FALSE(variantOf(item, kMostVariants));
}

TEST(Template, IsDrawnTheSameEverywhere) {
  const json first = json::parse(read(backups()).json);
  EXPECT_EQ(first["drawn"], json({{"n", 5}, {"size", 250}}));
  json later = backups();
  later["version"] = 2;
  EXPECT_NE(json::parse(variantsOf(read(later))->at(1).json)["drawn"],
            json::parse(variantsOf(read(backups()))->at(1).json)["drawn"]);
}

TEST(Template, WritesNumbersAsTheLanguageDoes) {
  json source = backups();
  source["parameters"] = {{"n", {{"of", {1500.5, 2500.5}}}}};
  source["computed"] = {{"free", "n"}, {"size", "1"}};
  source["require"] = json::array();
  const Item item = read(source);
  const double n = json::parse(item.json)["drawn"]["n"];
  const std::string whole = n == 1500.5 ? "1" : "2";
  EXPECT_THAT(item.locales.at("fr").instruction, HasSubstr(whole + "\u00a0500,5 Go"));
  EXPECT_THAT(item.locales.at("en").instruction, HasSubstr(whole + ",500.5 GB"));
  EXPECT_EQ(item.examples[0].answer.fields.at(0).second, whole + "500.5");
}

// One expression in French, with n = 7, word = {"fr": "chat", "en": "cat"} and day = 2026-03-07.
std::string valueOf(const std::string& expression, const char* language = "fr") {
  json source = backups();
  source["parameters"] = {{"n", {{"of", {7, 7.0000000001}}}}};
  source["computed"] = {{"free", "14"}, {"size", "2"}, {"day", "date(2026, 3, 7)"}};
  source["parameters"]["record"] = {
      {"of", {{{"word", {{"fr", "chat"}, {"en", "cat"}}}}, {{"word", {{"fr", "chat"}, {"en", "cat"}}}, {"x", 1}}}}};
  source["require"] = {"n = 7", "record.word != 'x' or true"};
  source["require"] = {"n = 7"};
  for (const char* each : {"fr", "en"}) source["locales"][each]["readAloud"] = "x";
  source["locales"][language]["readAloud"] = "{{" + expression + "}}";
  const auto item = readItem(source.dump());
  return item ? item->locales.at(language).readAloud.value_or("") : "error: " + item.error().detail;
}

TEST(Template, ComputesItsExpressions) {
  const std::pair<const char*, const char*> cases[] = {
      {"n + 2 * 3", "13"},
      {"(n + 2) * 3", "27"},
      {"-n + 1", "-6"},
      {"n / 2", "3,5"},
      {"n % 4", "3"},
      {"-n % 4", "1"},
      {"n > 6 and not (n = 8) ? 'oui' : 'non'", "oui"},
      {"n < 6 or n >= 7 ? 'oui' : 'non'", "oui"},
      {"n = 0 ? 1 / 0 : 4", "4"},
      {"n != 7 ? 'a' : n = 7 ? 'b' : 'c'", "b"},
      {"'a' + n + 'b'", "a7b"},
      {"record.word + ' noir'", "chat noir"},
      {"upper(record.word)", "CHAT"},
      {"length('été')", "3"},
      {"min(n, 3) + max(n, 9)", "12"},
      {"abs(0 - n)", "7"},
      {"floor(3.7) + ceil(3.2)", "7"},
      {"round(2.5)", "3"},
      {"round(-2.5)", "-3"},
      {"round(3.14159, 2)", "3,14"},
      {"power(2, 10)", "1\u00a0024"},
      {"plain(1234567.5)", "1234567.5"},
      {"text(1234567.5)", "1\u00a0234\u00a0567,5"},
      {"fixed(n, 2)", "7,00"},
      {"pad(n, 3)", "007"},
      {"binary(10)", "1010"},
      {"hex(255)", "FF"},
      {"column(1) + column(27) + column(702)", "AAAZZ"},
      {"longDate(day)", "7 mars 2026"},
      {"longDate(day + 25)", "1er avril 2026"},
      {"weekdayName(day)", "samedi"},
      {"weekday(day)", "6"},
      {"isoDate(day - 7)", "2026-02-28"},
      {"slashDate(day)", "07/03/2026"},
      {"plain(year(day)) + ' ' + month(day) + ' ' + day(day)", "2026 3 7"},
  };
  for (const auto& [expression, expected] : cases) EXPECT_EQ(valueOf(expression), expected) << expression;
  EXPECT_EQ(valueOf("record.word + text(1500.5)", "en"), "cat1,500.5");
}

TEST(Template, NamesWhatIsWrongInAnExpression) {
  const std::pair<const char*, const char*> cases[] = {
      {"n +", "a value was expected at the end"},
      {"n 4", "what follows is not understood"},
      {"nothing", "nothing is called \"nothing\""},
      {"n / 0", "division by zero"},
      {"n % 0", "division by zero"},
      {"'a", "closing quote"},
      {"(n", "\")\" was expected"},
      {"n ? 1 : 2", "a condition was expected"},
      {"n = 'a'", "different types"},
      {"'a' * 2", "a number was expected"},
      {"record.colour", "no member \"colour\""},
      {"record", "a number or a text was expected"},
      {"run(n)", "no function run"},
      {"pad(n)", "does not take these arguments"},
      {"abs(1, 2)", "does not take these arguments"},
      {"power(2, 65)", "does not take these arguments"},
      {"date(2026, 2, 30)", "does not take these arguments"},
      {"column(0)", "does not take these arguments"},
      {"free = 14 ? 1", "\":\" was expected"},
  };
  for (const auto& [expression, expected] : cases) {
    EXPECT_THAT(valueOf(expression), HasSubstr(expected)) << expression;
    EXPECT_THAT(valueOf(expression), HasSubstr("item smp-1.2-02")) << expression;
  }
  EXPECT_THAT(valueOf(std::string(200, '(') + "1" + std::string(200, ')')), HasSubstr("nested too deep"));
  EXPECT_THAT(valueOf(std::string(600, ' ') + "1"), HasSubstr("at most 500 bytes"));
}

struct FaultCase {
  const char* name;
  std::function<void(json&)> damage;
  const char* says;
};

TEST(Template, RefusesWhatCannotBeDrawnOrShown) {
  const FaultCase cases[] = {
      {"no values", [](json& i) { i["parameters"]["n"] = {{"of", {1}}}; }, "parameters.n.of: expected at least 2"},
      {"reversed", [](json& i) { i["parameters"]["n"] = {{"from", 5}, {"to", 4}}; },
       "parameters.n.to: expected a whole"},
      {"no step", [](json& i) { i["parameters"]["n"]["step"] = 0; }, "parameters.n.step: expected a whole"},
      {"name", [](json& i) { i["parameters"]["n 1"] = {{"from", 1}, {"to", 4}}; }, "a name has 1 to 32 letters"},
      {"same name", [](json& i) { i["computed"]["n"] = "4"; }, "computed.n: a parameter has the same name"},
      {"circle", [](json& i) { i["computed"] = {{"free", "size2"}, {"size2", "free"}}; }, "needs itself"},
      {"impossible", [](json& i) { i["require"] = {"n > 100"}; }, "fewer than two different draws"},
      {"no condition", [](json& i) { i["require"] = {"n"}; }, "is no condition"},
      {"open", [](json& i) { i["locales"]["fr"]["instruction"] = "Combien {{n font ?"; }, "\"{{\" without \"}}\""},
      {"drawn", [](json& i) { i["drawn"] = {{"n", 4}}; }, "drawn: is of a variant"},
      {"one language",
       [](json& i) {
         i["parameters"]["n"] = {{"of", {{{"fr", "a"}, {"en", "b"}}, {{"fr", "c"}, {"en", "d"}}}}};
         i["computed"] = {{"free", "1"}};
         i["require"] = json::array();
       },
       "several languages"},
      {"late variant",
       [](json& i) { i["locales"]["fr"]["readAloud"] = "{{10 / (n - 8)}} {{10 / (n - 3)}} {{10 / (n - 5)}}"; },
       "division by zero"},
  };
  for (const FaultCase& each : cases) {
    json source = backups();
    each.damage(source);
    const auto item = readItem(source.dump());
    ASSERT_FALSE(item) << each.name;
    EXPECT_THAT(item.error().detail, HasSubstr(each.says)) << each.name;
    EXPECT_THAT(item.error().detail, HasSubstr("smp-1.2-02")) << each.name;
  }
}

TEST(Template, GivesASeatTheVariantButNotTheValues) {
  const Item item = read(backups());
  const json shown = json::parse(publicContent(*variantOf(item, 3)));
  EXPECT_EQ(shown["variant"], 3);
  for (const char* hidden : {"drawn", "parameters", "computed", "require"})
    EXPECT_FALSE(shown.contains(hidden)) << hidden;
  const auto back = readPublicContent(publicContent(*variantOf(item, 3)));
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(back->variant, 3U);
}

class TemplateBank : public testing::Test {
 protected:
  void SetUp() override {
    ItemSource source = test::demonstration();
    source.items[4] = read(backups());
    auto made = makeBank(source, 1, bankKey_, contentKey_);
    ASSERT_TRUE(made) << made.error().detail;
    files_ = *made;
  }
  Bank load() const { return *Bank::load(files_.cal, files_.items, contentKey_, bankKey_.publicKey()); }

  crypto::PrivateKey bankKey_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  base::SecretBytes contentKey_ = crypto::newSealKey();
  BankFiles files_;
};

TEST_F(TemplateBank, HoldsTheDigestsOfEveryVariant) {
  const Bank bank = load();
  const CalibratedItem& calibrated = bank.calibration().items()[4];
  ASSERT_EQ(calibrated.variants.size(), kMostVariants);
  const auto variants = *variantsOf(bank.items()[4]);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    EXPECT_EQ(calibrated.variants[i].content, publicContentDigest(publicContent(variants[i])));
    EXPECT_EQ(calibrated.variants[i].item, crypto::sha256(base::bytesOf(variants[i].json)));
  }
  EXPECT_TRUE(bank.calibration().items()[0].variants.empty());
}

TEST_F(TemplateBank, ShowsTheVariantThatTheTicketDrew) {
  const Bank bank = load();
  std::set<std::uint32_t> seen;
  for (std::uint8_t i = 0; i < 100; ++i) {
    const base::Bytes seed(32, i);
    const auto drawn = bank.forTicket(seed);
    ASSERT_TRUE(drawn) << drawn.error().detail;
    const Item& item = drawn->items()[4];
    seen.insert(item.variant);
    EXPECT_EQ(item.variant, variantFor(seed, item.id, kMostVariants));
    EXPECT_EQ(drawn->publicContent(4), publicContent(item));
    EXPECT_EQ(bank.calibration().items()[4].contentFor(seed), publicContentDigest(drawn->publicContent(4)));
    EXPECT_EQ(drawn->publicContent(0), bank.publicContent(0));
    EXPECT_EQ(bank.calibration().items()[0].contentFor(seed), bank.calibration().items()[0].content);
  }
  EXPECT_GT(seen.size(), 10U);
}

}  // namespace
}  // namespace vigie::content
