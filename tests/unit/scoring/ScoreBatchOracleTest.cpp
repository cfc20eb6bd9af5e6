// Random files of the vectors' schema, other banks and seeds each, against formulas that share no line with the engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "PixOracle.hpp"
#include "tests/tools/score-batch/Sections.hpp"
#include "tests/tools/score-digest/Random.hpp"

namespace vigie::tools {
namespace {

using scoring::oracle::Config;

struct World {
  std::vector<scoring::oracle::Item> bank;
  std::vector<Config> configs;
  Json file = {{"format", "irt-reference/1"}, {"seed", 1}, {"future", {{{"kept", true}}}}};
};

// From one item to some hundred; competences may be one or many, tubes may cross competences.
World makeWorld(Random& random) {
  World world;
  const std::uint32_t items = 1 + random.below(random.below(4) == 0 ? 12 : 300);
  const std::uint32_t competences = 1 + random.below(18);
  const std::uint32_t tubes = 1 + random.below(90);
  const bool isCrossing = random.below(3) == 0;
  Json rows = Json::array();
  for (std::uint32_t i = 0; i < items; ++i) {
    const std::uint32_t tube = random.below(tubes);
    const std::uint32_t competence = isCrossing ? random.below(competences) : tube % competences;
    const std::uint32_t skill = tube * 5 + random.below(5);
    const double a = random.uniform(0.2, 3);
    const double b = random.uniform(-5, 5);
    world.bank.push_back({a, b, competence, tube, skill});
    rows.push_back({a, b, competence, tube, skill});
  }
  world.file["bank"] = std::move(rows);
  world.file["configs"] = Json::array();
  for (std::uint32_t i = 0; i < 4; ++i) {
    const Config config{1 + random.below(40),
                        random.below(5),
                        random.below(2) == 0,
                        random.below(2) == 0,
                        random.below(3) == 0 ? 0 : random.uniform(0.1, 1),
                        random.uniform(-6, 6)};
    world.configs.push_back(config);
    world.file["configs"].push_back({{"name", "c"},
                                     {"maximumAssessmentLength", config.length},
                                     {"challengesBetweenSameCompetence", config.between},
                                     {"limitToOneQuestionPerTube", config.onePerTube},
                                     {"enablePassageByAllCompetences", config.passage},
                                     {"variationPercent", config.variation},
                                     {"defaultCandidateCapacity", config.start},
                                     {"defaultProbabilityToPickChallenge", 51}});
  }
  return world;
}

struct History {
  std::vector<unsigned> items;
  std::vector<bool> ok;
  Json row;
};

History makeHistory(const World& world, std::size_t config, Random& random) {
  History history;
  std::string text;
  const std::uint32_t count = random.below(world.configs[config].length + 2);
  for (std::uint32_t k = 0; k < count; ++k) {
    history.items.push_back(random.below(static_cast<std::uint32_t>(world.bank.size())));
    history.ok.push_back(random.below(2) == 0);
    text += history.ok.back() ? '1' : '0';
  }
  history.row = {{"config", config}, {"items", history.items}, {"ok", text}};
  return history;
}

void checkSequence(const World& world, const Json& row, const History& history, double start) {
  const Config& config = world.configs[row["config"].get<std::size_t>()];
  ASSERT_EQ(row["capacity"].size(), history.items.size());
  for (std::size_t k = 0; k < history.items.size(); ++k) {
    const std::vector<unsigned> items(history.items.begin(),
                                      history.items.begin() + static_cast<std::ptrdiff_t>(k + 1));
    const auto expected = scoring::oracle::estimate(world.bank, items, history.ok, start, config.variation);
    // Pix's own NaN: ours is finite and flagged.
    if (!std::isfinite(expected.error)) {
      EXPECT_TRUE(row.contains("uncorrectedErrorRate") || row.contains("logDomain"));
      continue;
    }
    ASSERT_NEAR(row["capacity"][k].get<double>(), expected.capacity, 1e-9);
    // The square root enlarges what rounding does near 0.
    if (expected.error > 0.02) ASSERT_NEAR(row["errorRate"][k].get<double>(), expected.error, 1e-9);
  }
}

void checkNext(const World& world, const Json& row, const History& history, const std::vector<unsigned>& pool,
               const std::vector<unsigned>& alerted) {
  const Config& config = world.configs[row["config"].get<std::size_t>()];
  const Json& answer = row["expected"];
  if (history.items.size() > config.length) {
    EXPECT_EQ(answer.value("error", ""), "tooManyAnswers");
    return;
  }
  if (history.items.size() == config.length) {
    EXPECT_TRUE(answer["ended"].get<bool>());
    return;
  }
  std::vector<unsigned> whole = history.items;  // answered first, each once
  whole.insert(whole.end(), pool.begin(), pool.end());
  std::vector<unsigned> list;
  for (const unsigned item : whole) {
    const bool isOut = std::any_of(alerted.begin(), alerted.end(),
                                   [&](unsigned one) { return world.bank[one].skill == world.bank[item].skill; });
    if (!isOut && std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }
  const auto now = scoring::oracle::estimate(world.bank, history.items, history.ok, config.start, config.variation);
  const auto expected = scoring::oracle::choose(world.bank, list, history.items, config, now.capacity);
  if (expected.best.empty()) {
    EXPECT_EQ(answer.value("error", ""), "lackOfChallenges");
    return;
  }
  ASSERT_TRUE(answer.contains("available")) << answer;
  EXPECT_EQ(answer["available"], expected.available);
  EXPECT_EQ(answer["possible"], Json(expected.best));
}

TEST(ScoreBatchOracle, AgreesOnUnseenSequencesAndChoices) {
  Random random(987);
  for (int repeat = 0; repeat < 40; ++repeat) {
    World world = makeWorld(random);
    std::vector<History> sequences;
    std::vector<History> states;
    std::vector<std::vector<unsigned>> pools;
    std::vector<std::vector<unsigned>> alerts;
    std::vector<unsigned> everything(world.bank.size());
    for (unsigned i = 0; i < everything.size(); ++i) everything[i] = i;
    world.file["sequences"] = Json::array();
    world.file["next"] = Json::array();
    for (int i = 0; i < 4; ++i) {
      sequences.push_back(makeHistory(world, random.below(4), random));
      if (i == 1) sequences.back().row["initialCapacity"] = -1.5;
      if (i == 2) sequences.back().row["initialCapacity"] = nullptr;
      world.file["sequences"].push_back(sequences.back().row);
    }
    for (int i = 0; i < 6; ++i) {
      states.push_back(makeHistory(world, random.below(4), random));
      pools.push_back(everything);
      alerts.emplace_back();
      if (i % 3 == 1) {
        for (std::size_t k = pools.back().size(); k > 1; --k) {
          std::swap(pools.back()[k - 1], pools.back()[random.below(static_cast<std::uint32_t>(k))]);
        }
        pools.back().resize(random.below(static_cast<std::uint32_t>(pools.back().size()) + 1));
        states.back().row["pool"] = pools.back();
      }
      if (i % 3 == 2) {
        alerts.back().push_back(random.below(static_cast<std::uint32_t>(world.bank.size())));
        states.back().row["alerted"] = alerts.back();
      }
      world.file["next"].push_back(states.back().row);
    }
    world.file["finals"] = Json::array();
    Json file = Json::parse(writeFile(world.file));
    computeAll(file);
    file = Json::parse(writeFile(file));
    EXPECT_EQ(file["future"], world.file["future"]);
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      const Json& row = file["sequences"][i];
      const double start = i == 1 ? -1.5 : world.configs[row["config"].get<std::size_t>()].start;
      ASSERT_NO_FATAL_FAILURE(checkSequence(world, row, sequences[i], start));
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
      SCOPED_TRACE(file["next"][i].dump());
      ASSERT_NO_FATAL_FAILURE(checkNext(world, file["next"][i], states[i], pools[i], alerts[i]));
    }
  }
}

// Meshes and competences at, around and between their bounds; there and back.
TEST(ScoreBatchOracle, AgreesOnUnseenScales) {
  Random random(988);
  constexpr double kWeights[] = {64, 64, 128, 128, 128, 128, 128, 128, 128};
  constexpr double kCoefficients[] = {0, 1, 1, 2, 3, 4, 5, 6, 7};
  for (int repeat = 0; repeat < 60; ++repeat) {
    const std::uint32_t meshes = 1 + random.below(9);
    std::vector<double> bounds = {random.uniform(-8, -3)};
    while (bounds.size() <= meshes) bounds.push_back(bounds.back() + random.uniform(0.05, 2));
    Json global = Json::array();
    for (std::uint32_t i = 0; i < meshes; ++i) {
      global.push_back({{"meshLevel", i}, {"bounds", {{"min", bounds[i]}, {"max", bounds[i + 1]}}}});
    }
    Json values = Json::array();
    for (std::uint32_t i = 0; i < meshes; ++i) {
      values.push_back({{"competenceLevel", i}, {"bounds", {{"min", bounds[i]}, {"max", bounds[i + 1]}}}});
    }
    Json file = {{"scoringConfigs",
                  {{{"name", "s"},
                    {"global", global},
                    {"minimumAnswers", 20},
                    {"competences", {{{"competence", "1.1"}, {"values", values}}}}}}},
                 {"scoring", Json::array()},
                 {"inverse", Json::array()}};
    std::vector<double> capacities = {-9, 9};
    for (const double bound : bounds) {
      capacities.insert(capacities.end(), {bound, std::nextafter(bound, -99), std::nextafter(bound, 99)});
    }
    for (int i = 0; i < 20; ++i) capacities.push_back(random.uniform(-9, 9));
    for (const double capacity : capacities) file["scoring"].push_back({{"config", 0}, {"capacity", capacity}});
    const double most = 128 * (meshes - 1.0) - 1;
    for (double score = 0; score <= most; score += 37) file["inverse"].push_back({{"config", 0}, {"score", score}});
    computeAll(file);
    for (const Json& row : file["scoring"]) {
      const double c = row["capacity"];
      if (c < bounds.front()) {
        EXPECT_TRUE(row["mesh"].is_null());
        EXPECT_EQ(row["pixScore"], 0);
        continue;
      }
      std::uint32_t mesh = 0;
      while (mesh + 1 < meshes && c >= bounds[mesh + 1]) ++mesh;
      EXPECT_EQ(row["mesh"], mesh);
      EXPECT_EQ(row["levels"][0], mesh);
      const double exact =
          kWeights[mesh] * (kCoefficients[mesh] + 1 - (bounds[mesh + 1] - c) / (bounds[mesh + 1] - bounds[mesh]));
      const bool isAtStep = std::fabs(exact - std::round(exact)) < 1e-9;
      if (c < bounds.back() && !isAtStep && most >= 0) {
        EXPECT_EQ(row["pixScore"].get<double>(), std::fmin(most, std::floor(exact)));
      }
    }
    for (const Json& row : file["inverse"]) {
      const auto mesh = row["mesh"].get<std::uint32_t>();
      const double back =
          kWeights[mesh] * (kCoefficients[mesh] + 1 -
                            (bounds[mesh + 1] - row["capacity"].get<double>()) / (bounds[mesh + 1] - bounds[mesh]));
      EXPECT_NEAR(back, row["score"].get<double>(), 1e-9);
    }
  }
}

}  // namespace
}  // namespace vigie::tools
