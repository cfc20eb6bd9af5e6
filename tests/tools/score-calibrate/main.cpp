// score-calibrate: item parameters from response logs. Its output is a bank of parameters (vigie-bank-parameters/1).
// Exit status: 0 done; 3 done, but the estimates did not converge; 1 the input cannot be used, saying why; 64 wrong
// usage.
#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "tests/tools/score-calibrate/Recovery.hpp"
#include "tests/tools/score-study/StudyBank.hpp"

namespace {

using namespace vigie;
using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestLog = std::size_t{1} << 30;

struct Options {
  std::filesystem::path responses;
  std::filesystem::path bank;
  std::filesystem::path bankKey;
  std::filesystem::path anchors;
  std::filesystem::path truth;
  std::string model = "2pl";
  tools::CalibrationPlan plan;
  bool table = false;
};

// The parameters that a bank has for the items of the responses.
base::Result<std::vector<std::optional<tools::ItemEstimate>>> readKnown(const std::filesystem::path& file,
                                                                        const Options& options,
                                                                        const tools::Responses& responses) {
  const auto bank = tools::readStudyBank(file, options.bankKey);
  if (!bank) return base::fail(bank.error());
  std::vector<std::optional<tools::ItemEstimate>> known;
  std::size_t found = 0;
  for (const std::string& id : responses.items) {
    known.emplace_back();
    const auto place = bank->indexById.find(id);
    if (place == bank->indexById.end()) continue;
    const scoring::ModelItem& item = bank->models.item(place->second);
    const bool isFittable = item.model == scoring::Model::twoParameter ||
                            (item.model == scoring::Model::threeParameter && options.model == "3pl");
    if (!isFittable) {
      return base::fail("calibration-model", file.string() + ": item " + id + " is of another model than " +
                                                 options.model + "; give --model 3pl, or leave the item out");
    }
    known.back() = tools::ItemEstimate{item.discrimination, item.difficulty, item.guessing};
    ++found;
  }
  if (found > 0) return known;
  return base::fail("calibration-stranger", file.string() + ": none of its items is in the responses");
}

std::string methodOf(const tools::CalibrationPlan& plan) {
  const std::string scale = plan.anchors.empty() ? "population normal(0, 1)" : "population normal, estimated; anchors";
  if (plan.model == tools::CalibrationModel::twoParameter) {
    return "2PL, marginal maximum likelihood, EM (Bock and Aitkin 1981), " + scale;
  }
  return fmt::format("3PL, marginal maximum a posteriori, EM (Bock and Aitkin 1981), guessing ~ Beta({:g}, {:g}), {}",
                     plan.priorAlpha, plan.priorBeta, scale);
}

Json describe(const std::string& id, const tools::CalibratedItemFit& item, bool hasGuessing) {
  Json out = {{"id", id}, {"discrimination", item.estimate.discrimination}, {"difficulty", item.estimate.difficulty}};
  if (hasGuessing) out["guessing"] = item.estimate.guessing;
  if (item.isAnchor) {
    out["anchor"] = true;
  } else {
    out["standardErrors"] = {{"discrimination", item.standardError.discrimination},
                             {"difficulty", item.standardError.difficulty}};
    if (hasGuessing) out["standardErrors"]["guessing"] = item.standardError.guessing;
  }
  out["responses"] = item.responses;
  out["shareRight"] = item.shareRight;
  out["fit"] = {{"infit", item.infit},
                {"outfit", item.outfit},
                {"q1", item.q1},
                {"q1Freedom", item.q1Freedom},
                {"q1Probability", item.q1Probability},
                {"sx2", item.sx2},
                {"sx2Freedom", item.sx2Freedom},
                {"sx2Probability", item.sx2Probability}};
  out["flags"] = item.flags;
  return out;
}

void addPlaces(const std::optional<tools::StudyBank>& bank, const std::string& id, Json& item) {
  if (!bank || !bank->indexById.contains(id)) return;
  const auto index = bank->indexById.find(id)->second;
  if (bank->calibrated.empty()) {
    item["competence"] = bank->competences[bank->bank.competences()[index]];
    return;
  }
  item["competence"] = bank->calibrated[index].competence;
  item["tube"] = bank->calibrated[index].tube;
  item["skill"] = bank->calibrated[index].skill;
}

void printTable(const tools::Responses& responses, const tools::CalibrationResult& result) {
  std::cout << fmt::format("{:<24} {:>7} {:>14} {:>14} {:>14} {:>6} {:>6} {:>8} {:>8}  {}\n", "item", "answers",
                           "a (s.e.)", "b (s.e.)", "c (s.e.)", "infit", "outfit", "p(Q1)", "p(S-X2)", "flags");
  for (std::size_t i = 0; i < result.items.size(); ++i) {
    const auto& item = result.items[i];
    std::cout << fmt::format(
        "{:<24} {:>7} {:>6.2f} ({:.3f}) {:>6.2f} ({:.3f}) {:>6.2f} ({:.3f}) {:>6.2f} {:>6.2f} {:>8.4f} {:>8}  {}\n",
        responses.items[i], item.responses, item.estimate.discrimination, item.standardError.discrimination,
        item.estimate.difficulty, item.standardError.difficulty, item.estimate.guessing, item.standardError.guessing,
        item.infit, item.outfit, item.q1Probability,
        item.sx2Freedom > 0 ? fmt::format("{:.4f}", item.sx2Probability) : "-", fmt::join(item.flags, " "));
  }
}

Json describe(const tools::Recovered& recovered) {
  return {{"bias", recovered.bias},
          {"rmse", recovered.rmse},
          {"meanStandardError", recovered.meanStandardError},
          {"coverage95", recovered.coverage}};
}

Json describe(const tools::Recovery& recovery) {
  return {{"items", recovery.items},
          {"discrimination", describe(recovery.discrimination)},
          {"difficulty", describe(recovery.difficulty)},
          {"guessing", describe(recovery.guessing)}};
}

void printRecovery(const tools::Recovery& recovery) {
  std::cout << fmt::format("\n{:<24} {:>7} {:>7} {:>7} {:>7}\n",
                           "recovered, " + std::to_string(recovery.items) + " items", "bias", "RMSE", "s.e.", "in 95%");
  for (const auto& [name, one] :
       {std::pair{"discrimination", recovery.discrimination}, std::pair{"difficulty", recovery.difficulty},
        std::pair{"guessing", recovery.guessing}}) {
    if (one.meanStandardError == 0) continue;  // not estimated
    std::cout << fmt::format("{:<24} {:>7.3f} {:>7.3f} {:>7.3f} {:>6.1f}%\n", name, one.bias, one.rmse,
                             one.meanStandardError, 100 * one.coverage);
  }
}

base::Result<bool> calibrate(Options options) {
  const auto text = base::readTextFile(options.responses, kLargestLog);
  if (!text) return base::fail(text.error());
  const auto responses = tools::readResponses(*text);
  if (!responses) return base::failAt(options.responses.string(), responses.error());
  std::optional<tools::StudyBank> bank;
  if (!options.bank.empty()) {
    auto read = tools::readStudyBank(options.bank, options.bankKey);
    if (!read) return base::fail(read.error());
    bank = std::move(*read);
  }
  options.plan.model =
      options.model == "3pl" ? tools::CalibrationModel::threeParameter : tools::CalibrationModel::twoParameter;
  if (!options.anchors.empty()) {
    auto anchors = readKnown(options.anchors, options, *responses);
    if (!anchors) return base::fail(anchors.error());
    options.plan.anchors = std::move(*anchors);
  }
  std::optional<std::vector<std::optional<tools::ItemEstimate>>> truth;
  if (!options.truth.empty()) {
    auto read = readKnown(options.truth, options, *responses);
    if (!read) return base::fail(read.error());
    truth = std::move(*read);
  }
  const auto result = tools::calibrate(*responses, options.plan);
  if (!result) return base::fail(result.error());
  if (options.table) {
    std::cout << methodOf(options.plan) << "\n";
    printTable(*responses, *result);
    if (truth) printRecovery(tools::recoveryOf(*result, *truth));
    return result->converged;
  }
  Json out = {{"format", "vigie-bank-parameters/1"},
              {"method", methodOf(options.plan)},
              {"fit", "infit and outfit (Wright and Masters 1982), Q1 (Yen 1981), predicted from the other answers"},
              {"candidates", responses->candidates.size()},
              {"iterations", result->iterations},
              {"converged", result->converged},
              {"logLikelihood", result->logLikelihood},
              {"population", {{"mean", result->populationMean}, {"spread", result->populationSpread}}}};
  out["items"] = Json::array();
  out["notFitted"] = Json::array();
  const bool hasGuessing = options.plan.model == tools::CalibrationModel::threeParameter;
  for (std::size_t i = 0; i < result->items.size(); ++i) {
    Json item = describe(responses->items[i], result->items[i], hasGuessing);
    addPlaces(bank, responses->items[i], item);
    out[result->items[i].isFitted() ? "items" : "notFitted"].push_back(std::move(item));
  }
  if (truth) out["recovery"] = describe(tools::recoveryOf(*result, *truth));
  std::cout << out.dump(1) << '\n';
  return result->converged;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Fits item parameters to response logs by marginal maximum likelihood, with standard errors and fit "
      "flags. Writes a bank of parameters as JSON.");
  app.set_version_flag("--version", "score-calibrate " VIGIE_VERSION);
  app.add_option("--responses", options.responses, "CSV with candidate,item,correct, or JSON lines")->required();
  app.add_option("--model", options.model, "2pl (default) or 3pl")->check(CLI::IsMember({"2pl", "3pl"}));
  app.add_option("--prior-alpha", options.plan.priorAlpha, "3pl: guessing ~ Beta(alpha, beta); 5 by default");
  app.add_option("--prior-beta", options.plan.priorBeta, "3pl: 17 by default");
  app.add_option("--anchors", options.anchors, "A bank whose items keep their parameters and give the scale");
  app.add_option("--truth", options.truth,
                 "The bank that the responses were simulated from: also how well its parameters were found again");
  app.add_option("--bank", options.bank, "A bank that says each item's competence, tube and skill");
  app.add_option("--bank-key", options.bankKey, "The bank's public key (PEM), for a bank.cal");
  app.add_option("--iterations", options.plan.mostIterations, "At most so many; 1000 by default");
  app.add_option("--tolerance", options.plan.tolerance, "Stop when nothing moves more; 1e-4 by default");
  app.add_option("--fewest-responses", options.plan.fewestResponses, "Items with fewer are flagged; 200 by default");
  app.add_flag("--table", options.table, "A table instead of JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto converged = calibrate(options);
  if (converged) return *converged ? 0 : 3;
  std::cerr << "score-calibrate: " << converged.error().code << ": " << converged.error().detail << "\n";
  return 1;
}
