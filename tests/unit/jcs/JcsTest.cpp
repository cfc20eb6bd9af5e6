#include "common/jcs/Jcs.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"

namespace vigie::jcs {
namespace {

const std::filesystem::path kVectors = std::filesystem::path(VIGIE_SHARED_DIR) / "vectors/rfc8785-jcs";

class JcsVectors : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "shared/vectors is not beside the checkout";
  }
};

TEST_F(JcsVectors, ReproducesThePublishedOutputs) {
  for (const char* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    const auto input = base::readTextFile(kVectors / "testdata/input" / (std::string(name) + ".json"));
    const auto output = base::readTextFile(kVectors / "testdata/output" / (std::string(name) + ".json"));
    ASSERT_TRUE(input && output) << name;
    const auto ours = canonicalize(*input);
    ASSERT_TRUE(ours) << name << ": " << ours.error().detail;
    EXPECT_EQ(*ours, *output) << name;
    EXPECT_EQ(*canonicalize(*ours), *ours) << name;
  }
}

TEST_F(JcsVectors, FormatsTheNumbersOfAppendixB) {
  const auto text = base::readTextFile(kVectors / "appendix-b-numbers.json");
  ASSERT_TRUE(text);
  const auto table = nlohmann::json::parse(*text);
  ASSERT_GT(table.size(), 20U);
  for (const auto& entry : table.items()) {
    const auto value = std::bit_cast<double>(std::stoull(entry.key(), nullptr, 16));
    EXPECT_EQ(numberText(value), entry.value().get<std::string>()) << entry.key();
  }
}

struct Case {
  const char* name;
  const char* input;
  const char* output;
};

TEST(Jcs, WritesOneTextForOneValue) {
  const Case cases[] = {
      {"sorts members", R"({"b":1, "a":2})", R"({"a":2,"b":1})"},
      {"sorts by UTF-16 code units", "{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2}",
       "{\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}"},
      {"rounds integers to doubles", "[9007199254740993]", "[9007199254740992]"},
      {"writes one exponent form", R"({"a":1.0,"c":1e2,"e":1.50})", R"({"a":1,"c":100,"e":1.5})"},
      {"drops blanks", R"( { "b" : 1 , "a" : [ true , null ] } )", R"({"a":[true,null],"b":1})"},
      {"escapes control characters only", R"("\u00e9\/\u0007\u20ac\n\"\\")", "\"é/\\u0007€\\n\\\"\\\\\""},
      {"keeps no negative zero", "[-0, -0.0]", "[0,0]"},
      {"keeps slashes and DEL", R"(["\/","\u007f"])", "[\"/\",\"\x7f\"]"},
      {"writes small exponents", "[1e-6, 1e-7, 0.000001, 1e21, 1e20]",
       "[0.000001,1e-7,0.000001,1e+21,100000000000000000000]"},
  };
  for (const Case& one : cases) {
    const auto output = canonicalize(one.input);
    ASSERT_TRUE(output) << one.name << ": " << output.error().detail;
    EXPECT_EQ(*output, one.output) << one.name;
  }
}

TEST(Jcs, RefusesWhatHasNoOrTwoMeanings) {
  const Case cases[] = {
      {"a repeated member", R"({"a":1,"a":2})", ""},
      {"a repeated member written in another way", R"({"a":1,"\u0061":2})", ""},
      {"a repeated member deep inside", R"([{"x":{"a":1,"b":2,"a":1}}])", ""},
      {"a number outside the doubles", "[1e400]", ""},
      {"not a number", "[NaN]", ""},
      {"two values", "1 2", ""},
      {"a lone surrogate", R"(["\ud800"])", ""},
      {"wrong UTF-8", "[\"\xc3\x28\"]", ""},
      {"a byte order mark", "\xef\xbb\xbf{}", ""},
      {"a comment", "[1/*x*/]", ""},
      {"nothing", "", ""},
      {"half an object", "{", ""},
      {"half a word", "nul", ""},
      {"a comma too many", "[1,]", ""},
  };
  for (const Case& one : cases) EXPECT_FALSE(canonicalize(one.input)) << one.name;
  EXPECT_TRUE(canonicalize(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(canonicalize(std::string(65, '[') + std::string(65, ']')));
  EXPECT_FALSE(canonicalize(std::string(2'000'000, '[')));
}

TEST(Jcs, NamesThePlaceAndNeverQuotesWhatItReads) {
  const auto wrong = parse("{\n  \"name\": \"Marie\" \"Curie\"\n}");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "not-json");
  EXPECT_NE(wrong.error().detail.find("line 2"), std::string::npos) << wrong.error().detail;
  EXPECT_EQ(wrong.error().detail.find("Curie"), std::string::npos) << wrong.error().detail;
  const auto twice = parse(R"({"id":1,"id":2})");
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().detail.find("\"id\""), std::string::npos) << twice.error().detail;
}

TEST(Jcs, TellsTheSameNameInTwoObjectsFromARepeatedOne) {
  EXPECT_TRUE(canonicalize(R"([{"a":{"a":1}},{"a":2}])"));
}

TEST(Jcs, AcceptsOnlyTheCanonicalTextWhenAskedTo) {
  EXPECT_TRUE(parseCanonical(R"({"a":1,"b":[true,null]})"));
  for (const char* other :
       {R"({"b":[true,null],"a":1})", R"({"a":1.0})", R"({"a": 1})", "{\"a\":1}\n", R"({"a":"\u00e9"})"}) {
    const auto parsed = parseCanonical(other);
    ASSERT_FALSE(parsed) << other;
    EXPECT_EQ(parsed.error().code, "not-canonical") << other;
  }
}

}  // namespace
}  // namespace vigie::jcs
