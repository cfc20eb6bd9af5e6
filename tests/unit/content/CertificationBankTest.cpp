// The certification bank's source files as committed, together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/Examples.hpp"
#include "common/content/PublicContent.hpp"
#include "common/content/Template.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::content {
namespace {

const ItemSource& certification() {
  static const ItemSource whole = [] {
    ItemSource source;
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(VIGIE_SOURCE_DIR "/common/content/bank"))
      files.insert(entry.path());
    for (const auto& file : files) {
      auto read = readItemSource(base::readTextFile(file).value_or(""));
      EXPECT_TRUE(read) << file << " " << read.error().detail;
      if (!read) continue;
      source.bank = read->bank;
      std::move(read->items.begin(), read->items.end(), std::back_inserter(source.items));
    }
    return source;
  }();
  return whole;
}

TEST(CertificationBank, HasEnoughItemsForEveryCompetenceAndLevel) {
  std::map<std::string, std::map<int, int>> counts;
  std::size_t certifiable = 0;
  std::size_t templates = 0;
  for (const Item& item : certification().items) {
    if (!item.certifiable) continue;
    ++certifiable;
    templates += item.variants > 1 ? 1 : 0;
    ++counts[item.competence][item.level];
  }
  EXPECT_GE(certifiable, 300U);
  EXPECT_GE(certification().items.size() - certifiable, 40U);
  EXPECT_GE(templates, 40U);
  EXPECT_EQ(counts.size(), 16U);
  for (const auto& [competence, levels] : counts) {
    for (int level = 1; level <= 7; ++level)
      EXPECT_GE(levels.contains(level) ? levels.at(level) : 0, 2) << competence << " " << level;
  }
}

TEST(CertificationBank, JudgesEveryExampleOfEveryVariantAsItsAuthorSaid) {
  const auto count = checkExamples(certification().items);
  ASSERT_TRUE(count) << count.error().detail;
  EXPECT_GT(count->verdicts, 4000U);
}

TEST(CertificationBank, IsMarkedAsAnExpertsPrior) {
  for (const Item& item : certification().items) {
    const auto json = nlohmann::json::parse(item.json);
    EXPECT_EQ(json["calibration"]["status"], "expert-prior") << item.id;
    EXPECT_EQ(json["calibration"]["n"], 0) << item.id;
  }
}

TEST(CertificationBank, ShowsASeatNothingThatHelpsToAnswer) {
  for (const Item& item : certification().items) {
    const auto variants = variantsOf(item);
    ASSERT_TRUE(variants) << variants.error().detail;
    for (const Item& variant : *variants) {
      const auto shown = nlohmann::json::parse(publicContent(variant));
      for (const auto& [pointer, value] : shown.flatten().items()) {
        for (const char* forbidden : {"/answer/", "/correct", "/accepted", "/examples", "/feedback", "/delta", "/alpha",
                                      "/drawn", "/suspicious", "/computed", "/parameters", "/expected", "/values"}) {
          EXPECT_EQ(pointer.find(forbidden), std::string::npos) << variant.id << " " << pointer;
        }
      }
      ASSERT_TRUE(readPublicContent(publicContent(variant))) << variant.id;
    }
  }
}

TEST(CertificationBank, IsBuiltAndLoadedAndDrawn) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const base::SecretBytes contentKey = crypto::newSealKey();
  const auto files = makeBank(certification(), 1, key, contentKey);
  ASSERT_TRUE(files) << files.error().detail;
  const std::clock_t from = std::clock();
  const auto bank = Bank::load(files->cal, files->items, contentKey, key.publicKey());
  const auto spent = 1000 * (std::clock() - from) / CLOCKS_PER_SEC;
  ASSERT_TRUE(bank) << bank.error().detail;
  std::cout << bank->items().size() << " items loaded and verified in " << spent << " ms of processor time\n";
  const auto drawn = bank->forTicket(base::Bytes(32, 7));
  ASSERT_TRUE(drawn) << drawn.error().detail;
}

}  // namespace
}  // namespace vigie::content
