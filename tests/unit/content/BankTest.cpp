#include "common/content/Bank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "Demonstration.hpp"
#include "common/base/Text.hpp"
#include "common/content/PublicContent.hpp"
#include "common/crypto/Seal.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const crypto::PrivateKey& bankKey() {
  static const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return key;
}

const base::SecretBytes& contentKey() {
  static const base::SecretBytes key = crypto::newSealKey();
  return key;
}

const BankFiles& files() {
  static const BankFiles made = [] {
    auto built = makeBank(test::demonstration(), 3, bankKey(), contentKey());
    EXPECT_TRUE(built) << built.error().detail;
    return built.value_or(BankFiles{});
  }();
  return made;
}

base::Result<Bank> loadBank(base::ByteView cal, base::ByteView items) {
  return Bank::load(cal, items, contentKey(), bankKey().publicKey());
}

std::string codeOf(const auto& result) {
  return result ? "loaded" : result.error().code;
}

// bank.cal's payload, and a bank.cal with another payload or header signed by the true key.
json payload() {
  const auto parts = base::split(base::textOf(files().cal), '.');
  return json::parse(base::toString(base::fromBase64Url(parts[1]).value_or(base::Bytes{})));
}

std::string compact(const std::string& header, const std::string& body) {
  std::string text = base::toBase64Url(base::bytesOf(header)) + "." + base::toBase64Url(base::bytesOf(body));
  return text + "." + base::toBase64Url(bankKey().sign(base::bytesOf(text)));
}

std::string trueHeader() {
  return R"({"alg":"ES256","kid":")" + base::toHex(bankKey().publicKey().id()) + R"(","typ":"vigie-bank-cal+jwt"})";
}

std::string signedAgain(const json& body) {
  return compact(trueHeader(), jcs::canonicalize(body.dump()).value_or(""));
}

TEST(Bank, GivesBackWhatItsAuthorWrote) {
  const auto bank = loadBank(files().cal, files().items);
  ASSERT_TRUE(bank) << bank.error().detail;
  const auto& source = test::demonstration().items;
  ASSERT_EQ(bank->items().size(), source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    EXPECT_EQ(bank->items()[i].json, source[i].json);
    EXPECT_EQ(bank->publicContent(static_cast<scoring::ItemIndex>(i)), publicContent(source[i]));
  }
  EXPECT_EQ(bank->calibration().digest(), crypto::sha256(files().cal));
  EXPECT_EQ(bank->calibration().digest(), files().digest);
}

TEST(Bank, LoadsWithACalibrationThatADigestVouchesFor) {
  auto calibration = Calibration::loadByDigest(files().cal, files().digest);
  ASSERT_TRUE(calibration) << calibration.error().detail;
  const auto bank = Bank::load(std::move(*calibration), files().items, contentKey());
  ASSERT_TRUE(bank) << bank.error().detail;
  EXPECT_EQ(bank->items().size(), test::demonstration().items.size());
}

TEST(Calibration, IsRefusedWhenItHasAnotherDigestThanExpected) {
  crypto::Digest other = files().digest;
  other[0] ^= 1;
  EXPECT_EQ(codeOf(Calibration::loadByDigest(files().cal, other)), "bank-digest");
}

TEST(Calibration, HasWhatARegistryNeedsAndNoContent) {
  const auto calibration = Calibration::load(files().cal, bankKey().publicKey());
  ASSERT_TRUE(calibration) << calibration.error().detail;
  EXPECT_EQ(calibration->bank(), "demonstration");
  EXPECT_EQ(calibration->version(), 3U);
  EXPECT_EQ(calibration->itemsDigest(), crypto::sha256(files().items));
  const auto index = calibration->indexOf("smp-2.2-02");
  ASSERT_TRUE(index);
  const CalibratedItem& item = calibration->items()[*index];
  EXPECT_EQ(item.discrimination, 1.1);
  EXPECT_EQ(item.difficulty, 1.0);
  EXPECT_EQ(item.tube, "publishing-images");
  EXPECT_EQ(item.kind, Kind::qcm);
  EXPECT_TRUE(item.certifiable);
  EXPECT_TRUE(item.isAccessible());
  EXPECT_EQ(item.languages, (std::vector<std::string>{"en", "fr"}));
  const Item& whole = test::demonstrationItem("smp-2.2-02");
  EXPECT_EQ(item.content, publicContentDigest(publicContent(whole)));
  EXPECT_EQ(item.item, crypto::sha256(base::bytesOf(whole.json)));
  EXPECT_FALSE(calibration->indexOf("smp-9.9-99"));
  const std::string body = payload().dump();
  for (const char* hidden : {"instruction", "correct", "accepted", "feedback", "examples", "choices"}) {
    EXPECT_EQ(body.find(hidden), std::string::npos) << hidden;
  }
}

TEST(Calibration, NumbersCompetencesTubesAndSkillsAsTheyComeFirst) {
  const auto calibration = Calibration::load(files().cal, bankKey().publicKey());
  ASSERT_TRUE(calibration);
  EXPECT_EQ(calibration->competences().size(), 16U);
  EXPECT_EQ(calibration->competences().front(), "1.1");
  const scoring::Bank& bank = calibration->scoringBank();
  ASSERT_EQ(bank.size(), 40U);
  std::set<std::uint32_t> tubes;
  std::map<std::string, std::uint32_t> numberOfTube;
  for (scoring::ItemIndex i = 0; i < 40; ++i) {
    const CalibratedItem& item = calibration->items()[i];
    EXPECT_EQ(bank.item(i).discrimination, item.discrimination);
    EXPECT_EQ(bank.item(i).difficulty, item.difficulty);
    EXPECT_EQ(calibration->competences()[bank.item(i).competence], item.competence);
    EXPECT_EQ(numberOfTube.try_emplace(item.tube, bank.item(i).tube).first->second, bank.item(i).tube);
    tubes.insert(bank.item(i).tube);
  }
  EXPECT_EQ(tubes.size(), numberOfTube.size());
}

TEST(Bank, RefusesEveryDamagedByteOfItsCalibration) {
  for (std::size_t i = 0; i < files().cal.size(); i += i < 300 ? 1 : 37) {
    base::Bytes damaged = files().cal;
    damaged[i] ^= 1;
    const auto bank = loadBank(damaged, files().items);
    ASSERT_FALSE(bank) << i;
    EXPECT_THAT(bank.error().code, testing::AnyOf("bank-format", "bank-key", "bank-signature")) << i;
    EXPECT_FALSE(Calibration::load(damaged, bankKey().publicKey())) << i;
  }
}

TEST(Bank, RefusesDamagedOrForeignItems) {
  for (std::size_t i = 0; i < files().items.size(); i += 997) {
    base::Bytes damaged = files().items;
    damaged[i] ^= 1;
    EXPECT_EQ(codeOf(loadBank(files().cal, damaged)), "bank-items") << i;
  }
  EXPECT_EQ(codeOf(loadBank(files().cal, {})), "bank-items");
  const auto other = makeBank(test::demonstration(), 3, bankKey(), contentKey());
  ASSERT_TRUE(other);
  EXPECT_EQ(codeOf(loadBank(files().cal, other->items)), "bank-items");
}

TEST(Bank, RefusesCutOrGrownFiles) {
  const base::ByteView cal = files().cal;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, cal.size() / 2, cal.size() - 1}) {
    EXPECT_FALSE(loadBank(cal.first(size), files().items)) << size;
  }
  for (const char* tail : {"\n", " ", ".", "A", "="}) {
    base::Bytes grown = files().cal;
    base::append(grown, base::bytesOf(tail));
    EXPECT_EQ(codeOf(loadBank(grown, files().items)), tail == std::string("A") ? "bank-signature" : "bank-format")
        << tail;
  }
}

TEST(Bank, RefusesAnotherAuthoritysSignature) {
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto forged = makeBank(test::demonstration(), 3, stranger, contentKey());
  ASSERT_TRUE(forged);
  EXPECT_EQ(codeOf(loadBank(forged->cal, forged->items)), "bank-key");
  const auto ed25519 = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  EXPECT_EQ(codeOf(Calibration::load(files().cal, ed25519.publicKey())), "bank-key");
}

TEST(Bank, RefusesOtherHeaders) {
  const std::string body = jcs::canonicalize(payload().dump()).value_or("");
  const std::string kid = base::toHex(bankKey().publicKey().id());
  ASSERT_TRUE(loadBank(base::toBytes(compact(trueHeader(), body)), files().items));
  for (const std::string& header :
       {R"({"alg":"none","kid":")" + kid + R"(","typ":"vigie-bank-cal+jwt"})",
        R"({"alg":"HS256","kid":")" + kid + R"(","typ":"vigie-bank-cal+jwt"})",
        R"({"alg":"ES256","kid":")" + kid + R"(","typ":"JWT"})",
        R"({"alg":"ES256","crit":["x"],"kid":")" + kid + R"(","typ":"vigie-bank-cal+jwt"})",
        R"({ "alg":"ES256","kid":")" + kid + R"(","typ":"vigie-bank-cal+jwt"})", std::string("[]"), std::string("x")}) {
    EXPECT_EQ(codeOf(loadBank(base::toBytes(compact(header, body)), files().items)), "bank-format") << header;
  }
  EXPECT_EQ(codeOf(loadBank(base::toBytes(compact(R"({"alg":"ES256"})", body)), files().items)), "bank-key");
}

TEST(Bank, RefusesAContentKeyOfAnotherBank) {
  for (const base::SecretBytes& key : {crypto::newSealKey(), base::SecretBytes(), base::SecretBytes(base::Bytes(31))}) {
    EXPECT_EQ(codeOf(Bank::load(files().cal, files().items, key, bankKey().publicKey())), "bank-content-key");
  }
  EXPECT_EQ(codeOf(makeBank(test::demonstration(), 1, bankKey(), base::SecretBytes(base::Bytes(31)))),
            "bank-content-key");
}

// Payloads that the true key signed by mistake.
TEST(Calibration, RefusesPayloadsOfAnotherShape) {
  const struct {
    const char* name;
    std::function<void(json&)> change;
    const char* says;
  } cases[] = {
      {"future format", [](json& p) { p["format"] = "vigie-bank-cal/2"; }, "another format"},
      {"no format", [](json& p) { p.erase("format"); }, "another format"},
      {"unknown member", [](json& p) { p["note"] = ""; }, "unknown field \"note\""},
      {"unknown item member", [](json& p) { p["items"][0]["key"] = "d"; }, "items[0]: unknown field \"key\""},
      {"missing item member", [](json& p) { p["items"][0].erase("tube"); }, "items[0]: \"tube\" is missing"},
      {"no items", [](json& p) { p["items"] = json::array(); }, "items: expected at least 1"},
      {"id twice", [](json& p) { p["items"][1]["id"] = p["items"][0]["id"]; }, "items[1].id: another item"},
      {"short digest", [](json& p) { p["items"][0]["content"] = "00"; }, "items[0].content: expected 64 digits"},
      {"capital digest", [](json& p) { p["bankItems"] = std::string(64, 'A'); }, "bankItems: expected 64 digits"},
      {"no discrimination", [](json& p) { p["items"][0]["discrimination"] = 0; }, "discrimination"},
      {"huge difficulty", [](json& p) { p["items"][0]["difficulty"] = 1e6; }, "items[0].difficulty: expected"},
      {"version 0", [](json& p) { p["version"] = 0; }, "version: expected a whole number"},
      {"not an object", [](json& p) { p = json::array(); }, "another format"},
      {"a text", [](json& p) { p = "vigie-bank-cal/1"; }, "another format"},
  };
  for (const auto& each : cases) {
    json changed = payload();
    each.change(changed);
    const auto calibration = Calibration::load(base::toBytes(signedAgain(changed)), bankKey().publicKey());
    ASSERT_FALSE(calibration) << each.name;
    EXPECT_EQ(calibration.error().code, "bank-format") << each.name;
    EXPECT_THAT(calibration.error().detail, HasSubstr(each.says)) << each.name;
  }
  EXPECT_EQ(codeOf(Calibration::load(base::toBytes(compact(trueHeader(), payload().dump(1))), bankKey().publicKey())),
            "bank-format");
}

// Whatever makes an item unusable is named by the item's id and field when the bank is loaded.
TEST(Calibration, NamesIdAndFieldOfAnItemThatCannotMeasure) {
  const std::string id = payload()["items"][2]["id"];
  const struct {
    const char* field;
    json value;
  } cases[] = {{"guessing", -0.1},          {"guessing", 1},       {"ceiling", 1.5},
               {"discrimination", -1},      {"discrimination", 0}, {"discrimination", 1e9},
               {"discrimination", nullptr}, {"difficulty", 1e9},   {"difficulty", nullptr},
               {"difficulty", "hard"},      {"competence", ""},    {"tube", 3},
               {"skill", nullptr}};
  for (const auto& [field, value] : cases) {
    json changed = payload();
    changed["items"][2][field] = value;
    const auto calibration = Calibration::load(base::toBytes(signedAgain(changed)), bankKey().publicKey());
    ASSERT_FALSE(calibration) << field << value;
    EXPECT_THAT(calibration.error().detail, HasSubstr("item " + id)) << field << value;
    EXPECT_THAT(calibration.error().detail, HasSubstr(field)) << field << value;
  }
  json twice = payload();
  twice["items"][4]["id"] = id;
  const auto calibration = Calibration::load(base::toBytes(signedAgain(twice)), bankKey().publicKey());
  ASSERT_FALSE(calibration);
  EXPECT_THAT(calibration.error().detail, HasSubstr("item " + id + ", items[4].id: another item has the same id"));
}

TEST(Bank, RefusesItemsOtherThanTheCalibratedOnes) {
  const std::function<void(json&)> changes[] = {
      [](json& p) { p["items"][0]["difficulty"] = -1; },
      [](json& p) { p["items"][0]["content"] = p["items"][1]["content"]; },
      [](json& p) { p["items"][0]["item"] = p["items"][1]["item"]; },
      [](json& p) { std::swap(p["items"][0], p["items"][1]); },
      [](json& p) { p["items"].erase(5); },
      [](json& p) { p["items"][0]["certifiable"] = false; },
  };
  for (const auto& change : changes) {
    json changed = payload();
    change(changed);
    EXPECT_EQ(codeOf(loadBank(base::toBytes(signedAgain(changed)), files().items)), "bank-item");
  }
  json renamed = payload();
  renamed["version"] = 4;  // the seal binds name and version
  EXPECT_EQ(codeOf(loadBank(base::toBytes(signedAgain(renamed)), files().items)), "bank-content-key");
}

TEST(ContentKey, IsReadBackFromItsFile) {
  const auto read = readContentKey(writeContentKey(contentKey()));
  ASSERT_TRUE(read);
  EXPECT_TRUE(base::equalConstantTime(read->reveal(), contentKey().reveal()));
  for (const char* text : {"", "00", "zz"}) EXPECT_EQ(codeOf(readContentKey(text)), "bank-content-key");
}

}  // namespace
}  // namespace vigie::content
