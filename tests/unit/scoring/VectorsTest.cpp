// Reference vectors, section by section: everything that is expected is removed, computed again and compared. The small
// file is always there; the whole public one only beside a full checkout.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "common/base/File.hpp"
#include "tests/tools/score-batch/Sections.hpp"

namespace vigie::tools {
namespace {

const std::map<std::string, std::set<std::string>> kExpected = {
    {"sequences", {"capacity", "errorRate"}},
    {"edge", {"capacity", "errorRate"}},
    {"next", {"expected"}},
    {"ties", {"possible"}},
    {"scoring", {"pixScore", "mesh", "levels"}},
    {"inverse", {"mesh", "capacity"}},
    {"finals", {"rawCapacity", "rawErrorRate", "downgrade", "expected"}},
    {"legacy", {"answered", "capacity", "errorRate", "possible"}},  // minimalSuccessRate is a choice, not a result
};

double toleranceOf(const std::string& key) {
  const std::map<std::string, double> tolerances = {
      {"capacity", 1e-9}, {"errorRate", 1e-9}, {"rawCapacity", 1e-9}, {"rawErrorRate", 1e-9}, {"reward", 1e-12}};
  const auto found = tolerances.find(key);
  return found == tolerances.end() ? 0 : found->second;
}

void compare(const Json& expected, const Json& computed, const std::string& key, const std::string& place) {
  if (expected.is_object() && computed.is_object()) {
    for (const auto& [name, value] : expected.items()) {
      ASSERT_TRUE(computed.contains(name)) << place << " lacks " << name;
      compare(value, computed[name], name, place + "." + name);
    }
    EXPECT_EQ(expected.size(), computed.size()) << place;
  } else if (expected.is_array() && computed.is_array()) {
    ASSERT_EQ(expected.size(), computed.size()) << place;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      compare(expected[i], computed[i], key, place + "[" + std::to_string(i) + "]");
    }
  } else if (expected.is_number() && computed.is_number() && toleranceOf(key) > 0) {
    EXPECT_NEAR(expected.get<double>(), computed.get<double>(), toleranceOf(key)) << place;
  } else {
    EXPECT_EQ(expected, computed) << place;
  }
}

bool lists(const Json& row, const char* key, std::size_t index) {
  return row.contains(key) && std::find(row[key].begin(), row[key].end(), index) != row[key].end();
}

// Where Pix has no number, ours is finite and flagged; everywhere else it is Pix's.
void compareEdge(const Json& expected, const Json& computed, const std::string& place) {
  const std::size_t answers = expected["capacity"].size();
  ASSERT_EQ(computed["capacity"].size(), answers) << place;
  ASSERT_EQ(computed["errorRate"].size(), answers) << place;
  for (std::size_t i = 0; i < answers; ++i) {
    for (const char* column : {"capacity", "errorRate"}) {
      const Json& mine = computed[column][i];
      ASSERT_TRUE(mine.is_number() && std::isfinite(mine.get<double>())) << place << column << i;
      if (!expected[column][i].is_null()) {
        EXPECT_NEAR(expected[column][i].get<double>(), mine.get<double>(), 1e-9) << place << column << i;
      }
    }
    EXPECT_EQ(expected["capacity"][i].is_null(), lists(computed, "logDomain", i)) << place << i;
    if (expected["errorRate"][i].is_null()) {
      EXPECT_TRUE(lists(computed, "logDomain", i) || lists(computed, "uncorrectedErrorRate", i)) << place << i;
    } else {
      EXPECT_FALSE(lists(computed, "uncorrectedErrorRate", i)) << place << i;
    }
  }
}

class ReferenceVectors : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(ReferenceVectors, AreReproduced) {
  const std::string path = std::get<0>(GetParam());
  const std::string section = std::get<1>(GetParam());
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const auto text = base::readTextFile(path);
  ASSERT_TRUE(text);

  Json file = Json::parse(*text);
  const Json expected = file.at(section);
  ASSERT_FALSE(expected.empty());
  for (const auto& [name, keys] : kExpected) {
    if (name != section) file.erase(name);
  }
  for (Json& row : file[section]) {
    for (const auto& key : kExpected.at(section)) {
      // In these sections the ability is given and not asked for.
      if (!(key == "capacity" && section == "scoring")) row.erase(key);
    }
  }
  computeAll(file);

  ASSERT_EQ(file[section].size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string place = section + "[" + std::to_string(i) + "]";
    if (section == "edge") {
      compareEdge(expected[i], file[section][i], place);
    } else {
      compare(expected[i], file[section][i], "", place);
    }
    if (HasFatalFailure()) return;
  }
}

const auto kSections = testing::Values("sequences", "edge", "next", "ties", "scoring", "inverse", "finals", "legacy");
const auto sectionName = [](const auto& test) { return std::string(std::get<1>(test.param)); };

INSTANTIATE_TEST_SUITE_P(Small, ReferenceVectors,
                         testing::Combine(testing::Values(VIGIE_SOURCE_DIR "/tests/fixtures/irt-small.json"),
                                          kSections),
                         sectionName);
INSTANTIATE_TEST_SUITE_P(Public, ReferenceVectors,
                         testing::Combine(testing::Values(VIGIE_SHARED_DIR "/data/irt-public.json"), kSections),
                         sectionName);

}  // namespace
}  // namespace vigie::tools
