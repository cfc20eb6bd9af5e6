// score-simulate: how a test behaves with candidates whose ability is known.
// Exit status: 0 done; 1 the input cannot be used, saying why; 64 wrong usage.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <thread>

#include "common/base/File.hpp"
#include "common/scoring/Arithmetic.hpp"
#include "tests/tools/score-simulate/AreaStudy.hpp"
#include "tests/tools/score-simulate/FitStudy.hpp"
#include "tests/tools/score-simulate/Report.hpp"
#include "tests/tools/score-study/StudyBank.hpp"
#include "tests/tools/score-study/StudyTest.hpp"

namespace {

using namespace vigie;

constexpr const char* kPixWord = "pix";  // instead of a file: Pix's certification rules

struct Options {
  std::filesystem::path bank;
  std::filesystem::path bankKey;
  std::vector<std::filesystem::path> tests = {kPixWord};
  std::filesystem::path csv;
  std::filesystem::path svg;
  std::filesystem::path exposure;
  std::filesystem::path responses;
  std::filesystem::path parameters;
  std::uint32_t generate = 0;
  std::uint32_t exposureRounds = 8;
  bool mixed = false;
  std::uint32_t candidates = 10'000;
  std::uint32_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::uint64_t seed = 1;
  std::string language;
  std::string population = "normal";
  tools::Population shape;
  std::optional<double> cut;
  std::optional<double> areas;
  bool json = false;
  bool fit = false;
};

// A bar on a terminal, nothing in a file or a pipe.
class ProgressBar {
 public:
  explicit ProgressBar(std::uint32_t total) : total_(total), isShown_(isatty(STDERR_FILENO) == 1) {}
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() {
    if (isShown_) std::cerr << "\r\x1b[K" << std::flush;
  }

  void show(std::uint32_t done) {
    const std::uint32_t percent = static_cast<std::uint32_t>(std::uint64_t{done} * 100 / total_);
    if (!isShown_ || percent == percent_) return;
    percent_ = percent;
    const std::uint32_t filled = percent * 2 / 5;
    std::cerr << "\r[" << std::string(filled, '#') << std::string(40 - filled, ' ') << "] " << percent << " % of "
              << total_ << std::flush;
  }

 private:
  std::uint32_t total_;
  bool isShown_;
  std::uint32_t percent_ = 101;
};

base::Result<void> write(const std::filesystem::path& file, const std::string& content) {
  if (file.empty()) return {};
  return base::writeFileDurably(file, base::bytesOf(content));
}

tools::StudyPlan planOf(const Options& options, const tools::StudyBank& bank, const tools::StudyTest& test) {
  return {.bank = bank.bank,
          .models = bank.models,
          .test = test.plan,
          .scale = test.scale,
          .excluded = test.excluded,
          .population = options.shape,
          .candidates = options.candidates,
          .seed = options.seed,
          .threads = options.threads,
          .areaCorrelation = options.areas};
}

base::Result<tools::StudyResult> runWithBar(const tools::StudyPlan& plan) {
  ProgressBar bar(std::max(1U, plan.candidates));
  return tools::runStudy(plan, [&bar](std::uint32_t done) { bar.show(done); });
}

// Without given probabilities they are found first, by rounds of the same study on other seeds.
base::Result<void> findExposure(const Options& options, const tools::StudyBank& bank, tools::StudyTest& test) {
  scoring::ExposurePlan& exposure = test.plan.exposure;
  const bool needs =
      exposure.kind == scoring::Exposure::sympsonHetter || exposure.kind == scoring::Exposure::eligibility;
  if (!needs || !exposure.probabilities.empty()) return {};
  exposure.probabilities.assign(bank.models.size(), 1);
  for (std::uint32_t round = 0; round < options.exposureRounds; ++round) {
    tools::StudyPlan plan = planOf(options, bank, test);
    plan.seed = options.seed + 1 + round;
    const auto result = runWithBar(plan);
    if (!result) return base::fail(result.error());
    exposure.probabilities = scoring::exposureProbabilities(exposure, tools::exposureCounts(plan, *result));
  }
  tools::Json found = tools::Json::object();
  for (std::size_t i = 0; i < bank.ids.size(); ++i) {
    if (exposure.probabilities[i] < 1) found[bank.ids[i]] = exposure.probabilities[i];
  }
  return write(options.exposure, found.dump(1) + "\n");
}

base::Result<std::vector<tools::StudyTest>> readTests(const Options& options, const tools::StudyBank& bank) {
  std::vector<tools::StudyTest> tests;
  for (const auto& file : options.tests) {
    auto test = file == kPixWord ? tools::pixTest() : tools::readStudyTest(file, bank, options.language);
    if (!test) return base::fail(test.error());
    if (file == kPixWord) {
      if (const auto checked = scoring::check(test->plan, bank.models); !checked) return base::fail(checked.error());
    }
    tests.push_back(std::move(*test));
  }
  return tests;
}

// What score-calibrate may then find again.
base::Result<void> writeTruth(const Options& options, const tools::StudyBank& bank, const tools::StudyPlan& plan,
                              const tools::StudyResult& result) {
  if (!options.parameters.empty()) {
    if (const auto written = write(options.parameters, tools::parametersOf(bank)); !written) return written;
  }
  if (options.responses.empty()) return {};
  for (const scoring::ModelItem& item : bank.models.items()) {
    if (item.categories > 2) {
      return base::fail("study-responses", "item " + item.id + " has " + std::to_string(item.categories) +
                                               " categories; a response log says right or wrong only");
    }
  }
  return write(options.responses, tools::responsesCsv(plan, result));
}

// Every test with the same candidates; one line each.
base::Result<void> compare(const Options& options, const tools::StudyBank& bank, std::vector<tools::StudyTest>& tests) {
  std::vector<tools::Compared> compared;
  for (tools::StudyTest& test : tests) {
    if (const auto found = findExposure(options, bank, test); !found) return base::fail(found.error());
    const tools::StudyPlan plan = planOf(options, bank, test);
    const auto result = runWithBar(plan);
    if (!result) return base::fail(result.error());
    compared.push_back({test.name, tools::summarise(plan, *result, options.cut)});
  }
  if (options.json) {
    const tools::Json out = {
        {"format", "vigie-study-comparison/1"}, {"bank", bank.name},    {"items", bank.ids.size()},
        {"candidates", options.candidates},     {"seed", options.seed}, {"tests", tools::comparisonJson(compared)}};
    std::cout << out.dump(1) << '\n';
  } else {
    std::cout << "bank " << bank.name << ", " << options.candidates << " candidates, seed " << options.seed << "\n\n"
              << tools::comparisonText(compared);
  }
  return {};
}

base::Result<void> simulate(const Options& options) {
  const auto models = options.mixed ? tools::GeneratedModels::mixed : tools::GeneratedModels::twoParameter;
  const auto bank = options.generate > 0 ? tools::generateBank(options.generate, options.seed, models)
                                         : tools::readStudyBank(options.bank, options.bankKey);
  if (!bank) return base::fail(bank.error());
  auto tests = readTests(options, *bank);
  if (!tests) return base::fail(tests.error());
  if (tests->size() > 1) return compare(options, *bank, *tests);
  tools::StudyTest& test = tests->front();
  if (const auto found = findExposure(options, *bank, test); !found) return base::fail(found.error());
  const tools::StudyPlan plan = planOf(options, *bank, test);
  const auto result = runWithBar(plan);
  if (!result) return base::fail(result.error());
  if (const auto written = writeTruth(options, *bank, plan, *result); !written) return written;
  const bool classifies = test.plan.stopping.classification != scoring::Classification::none;
  const auto cut = options.cut || !classifies ? options.cut : std::optional(test.plan.stopping.cut);
  const tools::Summary summary = tools::summarise(plan, *result, cut);

  std::optional<tools::FitRates> fit;
  if (options.fit) fit = tools::studyFit(plan, *result);
  std::optional<tools::AreaRates> areas;
  if (options.areas) areas = tools::studyAreas(plan, *result);
  const std::string title = test.name + ", bank " + bank->name + ", " + std::to_string(options.candidates) +
                            " candidates, seed " + std::to_string(options.seed);
  if (const auto written = write(options.csv, tools::candidatesCsv(plan, *result)); !written) return written;
  if (const auto written = write(options.svg, tools::plotSvg(summary, title)); !written) return written;
  if (options.json) {
    const auto arithmetic = scoring::isPixMode(test.plan) ? scoring::kArithmeticName : scoring::kPlanArithmeticName;
    tools::Json out = {{"format", "vigie-study/1"}, {"arithmetic", arithmetic},  {"test", test.name},
                       {"bank", bank->name},        {"items", bank->ids.size()}, {"seed", options.seed}};
    out.update(tools::summaryJson(summary));
    if (fit) out["fit"] = tools::fitJson(*fit);
    if (areas) out["areas"] = tools::areaJson(*areas);
    std::cout << out.dump(1) << '\n';
  } else {
    std::cout << title << "\n\n" << tools::summaryText(summary);
    if (fit) std::cout << tools::fitText(*fit);
    if (areas) std::cout << tools::areaText(*areas);
  }
  return {};
}

void addOptions(CLI::App& app, Options& options) {
  auto* bank = app.add_option("--bank", options.bank, "bank.cal, an author's items, or vigie-bank-parameters/1");
  auto* generate = app.add_option("--generate", options.generate, "Make a bank of so many items instead");
  bank->excludes(generate);
  app.add_option("--bank-key", options.bankKey, "The bank's public key (PEM), for a bank.cal");
  app.add_flag("--mixed", options.mixed, "A generated bank mixes the five models");
  app.add_option("--test", options.tests,
                 "The test definition, of either version, or the word pix (default). Several: a comparison, the same "
                 "candidates for all");
  app.add_option(
      "--exposure-rounds", options.exposureRounds,
      "Studies before the one that counts, to find exposure probabilities that the definition leaves open; 8");
  app.add_option("--exposure", options.exposure, "Write the probabilities found to this file");
  app.add_option("--language", options.language, "Only items in this language, such as fr");
  app.add_option("--candidates", options.candidates, "How many; 10000 by default");
  app.add_option("--population", options.population, "Of true abilities: normal (default) or uniform")
      ->check(CLI::IsMember({"normal", "uniform"}));
  app.add_option("--mean", options.shape.mean, "normal: the mean, 0 by default");
  app.add_option("--spread", options.shape.spread, "normal: the standard deviation, 1 by default");
  app.add_option("--from", options.shape.from, "uniform: the least ability, -4 by default");
  app.add_option("--to", options.shape.to, "uniform: the largest ability, 4 by default");
  app.add_option("--seed", options.seed, "Same seed, same study, whatever the threads; 1 by default");
  app.add_option("--threads", options.threads, "All cores by default");
  app.add_option("--cut", options.cut, "Count false passes and fails at this ability");
  app.add_flag("--fit", options.fit,
               "Also how often person fit, times and copying flag honest and cheating candidates");
  app.add_option("--areas", options.areas,
                 "Candidates with an ability for each competence, correlated by so much: also the report by area");
  app.add_flag("--json", options.json, "JSON instead of a table");
  app.add_option("--csv", options.csv, "Also write one line per candidate to this file");
  app.add_option("--responses", options.responses, "Also write every answer to this file, for score-calibrate");
  app.add_option("--parameters", options.parameters, "Also write the bank's parameters to this file");
  app.add_option("--svg", options.svg, "Also write a plot to this file");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Lets simulated candidates of known ability sit a test: bias, RMSE, reported error, length, exposure, "
      "overlap, classification errors.");
  app.set_version_flag("--version", "score-simulate " VIGIE_VERSION " (" + std::string(scoring::kArithmeticName) + ")");
  addOptions(app, options);
  try {
    app.parse(argc, argv);
    if (options.bank.empty() && options.generate == 0) throw CLI::RequiredError("--bank or --generate");
    const bool wantsOne = options.fit || options.areas || !options.csv.empty() || !options.svg.empty() ||
                          !options.responses.empty() || !options.parameters.empty();
    if (wantsOne && options.tests.size() > 1) {
      throw CLI::ValidationError("--fit, --areas, --csv, --svg, --responses and --parameters are of one --test");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  options.shape.shape =
      options.population == "uniform" ? tools::Population::Shape::uniform : tools::Population::Shape::normal;
  const auto done = simulate(options);
  if (done) return 0;
  std::cerr << "score-simulate: " << done.error().code << ": " << done.error().detail << "\n";
  return 1;
}
