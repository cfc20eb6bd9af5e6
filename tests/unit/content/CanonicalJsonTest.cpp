#include "common/content/CanonicalJson.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"

namespace vigie::content {
namespace {

const std::filesystem::path kVectors = VIGIE_SHARED_DIR "/vectors/rfc8785-jcs";

TEST(CanonicalJson, AgreesWithTheVectorsOfRfc8785) {
  if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "no vectors at " << kVectors;
  int compared = 0;
  for (const auto& input : std::filesystem::directory_iterator(kVectors / "testdata/input")) {
    const auto name = input.path().filename();
    const auto expected = base::readTextFile(kVectors / "testdata/output" / name);
    ASSERT_TRUE(expected);
    const auto canonical = canonicalJson(base::readTextFile(input.path()).value_or(""));
    ASSERT_TRUE(canonical) << name << canonical.error().detail;
    EXPECT_EQ(*canonical, *expected) << name;
    ++compared;
  }
  EXPECT_GE(compared, 6);
}

TEST(CanonicalJson, PrintsTheNumbersOfAppendixB) {
  const auto file = kVectors / "appendix-b-numbers.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no vectors at " << file;
  const auto table = nlohmann::json::parse(base::readTextFile(file).value_or(""));
  EXPECT_GE(table.size(), 20U);
  for (const auto& [bits, expected] : table.items()) {
    const auto value = std::bit_cast<double>(std::stoull(bits, nullptr, 16));
    if (!expected.is_string()) continue;  // not finite: an error in JSON
    EXPECT_EQ(canonicalNumber(value), expected.get<std::string>()) << bits;
  }
}

TEST(CanonicalJson, HasOneFormForEachValue) {
  const struct {
    const char* text;
    const char* canonical;
  } cases[] = {
      {R"( { "b" : 1 , "a" : [ true , null ] } )", R"({"a":[true,null],"b":1})"},
      {R"({"a":1.0,"b":-0,"c":1e2,"d":0.1,"e":1.50})", R"({"a":1,"b":0,"c":100,"d":0.1,"e":1.5})"},
      {R"("\u00e9\/\u0007\u20ac\n\"\\")", "\"é/\\u0007€\\n\\\"\\\\\""},
      // U+1F600 is D83D DE00 in UTF-16: before U+FB33, though its UTF-8 bytes are greater.
      {R"({"\ufb33":1,"\ud83d\ude00":2})", "{\"😀\":2,\"\uFB33\":1}"},
      {"[]", "[]"},
      {"{}", "{}"},
      {"9007199254740993", "9007199254740992"},
  };
  for (const auto& each : cases) {
    const auto canonical = canonicalJson(each.text);
    ASSERT_TRUE(canonical) << each.text;
    EXPECT_EQ(*canonical, each.canonical);
    EXPECT_EQ(canonicalJson(*canonical).value_or(""), *canonical);
  }
}

TEST(CanonicalJson, RefusesWhatTwoParsersCouldReadDifferently) {
  const std::string deep(100, '[');
  const std::string cases[] = {"",
                               "{",
                               "nul",
                               R"({"a":1,"a":2})",
                               R"([{"x":{"y":1,"y":1}}])",
                               "\"\xff\"",
                               "1e999",
                               "[1,]",
                               "{} {}",
                               "// c\n1",
                               "NaN",
                               deep + std::string(100, ']'),
                               deep};
  for (const std::string& text : cases) {
    const auto canonical = canonicalJson(text);
    ASSERT_FALSE(canonical) << text;
    EXPECT_EQ(canonical.error().code, "json-wrong") << text;
  }
  EXPECT_TRUE(canonicalJson(std::string(60, '[') + std::string(60, ']')));
}

}  // namespace
}  // namespace vigie::content
