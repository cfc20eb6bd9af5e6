#include "candidate-client/guard/Policy.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/Must.hpp"

namespace vigie::guard {
namespace {

using support::must;

nlohmann::json policy(const std::string& grade) {
  return {{"format", "vigie-policy/1"}, {"grade", grade}};
}

TEST(Policy, GivesEveryControlTheModeOfItsGrade) {
  const std::vector<std::pair<std::string, Mode>> table{
      {"open", Mode::off}, {"watched", Mode::report}, {"locked", Mode::on}};
  for (const auto& [grade, mode] : table) {
    const Policy read = must(readPolicy(policy(grade)));
    for (std::size_t i = 0; i < kControls; ++i) EXPECT_EQ(read.modeOf(static_cast<ControlId>(i)), mode) << grade << i;
  }
}

TEST(Policy, LetsSingleControlsDifferFromTheirGrade) {
  nlohmann::json text = policy("locked");
  text["controls"] = {{"clipboard", "report"}, {"devices", "off"}};
  const Policy read = must(readPolicy(text));
  EXPECT_EQ(read.modeOf(ControlId::clipboard), Mode::report);
  EXPECT_EQ(read.modeOf(ControlId::devices), Mode::off);
  EXPECT_EQ(read.modeOf(ControlId::kernel), Mode::on);
}

TEST(Policy, EveryControlHasANameThatReadsBack) {
  for (std::size_t i = 0; i < kControls; ++i) {
    const auto id = static_cast<ControlId>(i);
    EXPECT_EQ(must(controlOf(controlName(id))), id);
  }
}

TEST(Policy, RefusesWhatItCouldNotEnforce) {
  const std::vector<std::tuple<std::string, nlohmann::json, std::string>> table{
      {"grade", {{"grade", "fortress"}}, "policy-grade"},
      {"unknown member", {{"wifi", "off"}}, "unknown-field"},
      {"unknown mode", {{"controls", {{"keys", "maybe"}}}}, "policy-control"},
      {"unknown control", {{"controls", {{"mind", "on"}}}}, "policy-control"},
      {"name instead of an address",
       {{"network", {{"centre", {{{"address", "centre.example"}, {"port", 7443}}}}}}},
       "field-wrong"},
      {"text that would be a rule",
       {{"network", {{"centre", {{{"address", "10.0.0.1 accept"}, {"port", 1}}}}}}},
       "field-wrong"},
      {"port 0", {{"network", {{"centre", {{{"address", "10.0.0.1"}, {"port", 0}}}}}}}, "field-wrong"},
      {"relative path",
       {{"processes", {{"allowed", {{{"path", "sh"}, {"sha256", std::string(64, 'a')}}}}}}},
       "field-wrong"},
      {"short digest", {{"processes", {{"allowed", {{{"path", "/sh"}, {"sha256", "aa"}}}}}}}, "field-wrong"},
      {"inputs that are no list", {{"devices", {{"inputs", "a switch"}}}}, "field-wrong"},
      {"accommodation that is no list", {{"accommodation", "orca"}}, "field-wrong"},
  };
  for (const auto& [name, change, code] : table) {
    nlohmann::json text = policy("locked");
    text.update(change);
    const auto read = readPolicy(text);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().code, code) << name;
  }
}

TEST(Policy, PrintsAddressesFromTheirBytes) {
  nlohmann::json text = policy("locked");
  text["network"] = {{"centre", {{{"address", "FD77:0:0:0::1"}, {"port", 7443}}}}};
  EXPECT_EQ(must(readPolicy(text)).centre, (std::vector<Endpoint>{{"fd77::1", true, 7443}}));
}

}  // namespace
}  // namespace vigie::guard
