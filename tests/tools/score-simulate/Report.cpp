#include "tests/tools/score-simulate/Report.hpp"

#include <spdlog/fmt/fmt.h>

#include <iterator>

namespace vigie::tools {
namespace {

Json accuracyJson(const Accuracy& accuracy) {
  return {{"candidates", accuracy.candidates},
          {"meanTruth", accuracy.meanTruth},
          {"bias", accuracy.bias},
          {"biasStandardError", accuracy.biasError},
          {"rmse", accuracy.rmse},
          {"meanErrorRate", accuracy.meanErrorRate},
          {"coverage95", accuracy.coverage},
          {"meanLength", accuracy.meanLength}};
}

}  // namespace

Json summaryJson(const Summary& summary) {
  const ExposureSummary& exposure = summary.exposure;
  const Classification& classes = summary.classification;
  Json out = {{"all", accuracyJson(summary.all)}};
  out["byAbility"] = Json::array();
  for (const AbilityBin& bin : summary.bins) {
    Json entry = {{"from", bin.from}, {"to", bin.to}};
    entry.update(accuracyJson(bin.accuracy));
    out["byAbility"].push_back(std::move(entry));
  }
  out["length"] = {{"mean", summary.all.meanLength},
                   {"shortest", summary.shortest},
                   {"longest", summary.longest},
                   {"noItemLeft", summary.noItemLeft}};
  out["exposure"] = {{"items", exposure.items},     {"neverAsked", exposure.neverAsked},
                     {"largest", exposure.largest}, {"overlap", exposure.overlap},
                     {"histogramClass", 0.05},      {"histogram", exposure.histogram}};
  out["classification"] = {
      {"sameMesh", classes.sameMesh}, {"adjacentMesh", classes.adjacentMesh}, {"fartherMesh", classes.fartherMesh}};
  out["classification"]["decided"] = classes.decided;
  out["classification"]["decidedWrongly"] = classes.decidedWrongly;
  out["rmseByQuestion"] = summary.rmseAfter;
  if (classes.cut) {
    out["classification"]["cut"] = *classes.cut;
    out["classification"]["falsePass"] = classes.falsePass;
    out["classification"]["falseFail"] = classes.falseFail;
  }
  return out;
}

std::string summaryText(const Summary& summary) {
  std::string out;
  const auto line = [&out](auto format, const auto&... values) {
    fmt::format_to(std::back_inserter(out), format, values...);
    out += '\n';
  };
  line(FMT_STRING("{:>15} {:>8} {:>8} {:>8} {:>8} {:>10} {:>8}"), "true ability", "tests", "bias", "(s.e.)", "RMSE",
       "mean error", "in 95 %");
  const auto row = [&line](const std::string& name, const Accuracy& a) {
    line(FMT_STRING("{:>15} {:>8} {:>8.3f} {:>8.3f} {:>8.3f} {:>10.3f} {:>7.1f}%"), name, a.candidates, a.bias,
         a.biasError, a.rmse, a.meanErrorRate, 100 * a.coverage);
  };
  for (const AbilityBin& bin : summary.bins) row(fmt::format("[{:.1f}, {:.1f}[", bin.from, bin.to), bin.accuracy);
  row("all", summary.all);
  line(FMT_STRING("\nlength          mean {:.2f}, shortest {}, longest {}; {} tests ended without an item left"),
       summary.all.meanLength, summary.shortest, summary.longest, summary.noItemLeft);
  line(FMT_STRING("exposure        largest {:.3f}; {} of {} items never asked; overlap of two tests {:.3f}"),
       summary.exposure.largest, summary.exposure.neverAsked, summary.exposure.items, summary.exposure.overlap);
  line(FMT_STRING("mesh            same {:.1f} %, one apart {:.1f} %, farther {:.1f} %"),
       100 * summary.classification.sameMesh, 100 * summary.classification.adjacentMesh,
       100 * summary.classification.fartherMesh);
  if (summary.classification.cut) {
    line(FMT_STRING("cut {:<11.3f} passed without the ability {:.2f} %, failed with it {:.2f} %"),
         *summary.classification.cut, 100 * summary.classification.falsePass, 100 * summary.classification.falseFail);
  }
  if (summary.classification.decided > 0) {
    line(FMT_STRING("classified      {:.1f} % of the tests, of these wrongly {:.2f} %"),
         100 * summary.classification.decided, 100 * summary.classification.decidedWrongly);
  }
  return out;
}

std::string comparisonText(const std::vector<Compared>& tests) {
  std::string out = fmt::format("{:<42} {:>6} {:>7} {:>7} {:>7} {:>6} {:>8} {:>8} {:>9}\n", "test", "length", "bias",
                                "RMSE", "s.e.", "in 95%", "exposure", "overlap", "questions");
  for (const auto& [name, summary] : tests) {
    const auto reached = questionsToReach(summary, tests.front().summary.all.rmse);
    out += fmt::format("{:<42} {:>6.1f} {:>7.3f} {:>7.4f} {:>7.4f} {:>5.1f}% {:>8.3f} {:>8.3f} {:>9}\n", name,
                       summary.all.meanLength, summary.all.bias, summary.all.rmse, summary.all.meanErrorRate,
                       100 * summary.all.coverage, summary.exposure.largest, summary.exposure.overlap,
                       reached ? fmt::format("{}", *reached) : "never");
  }
  return out + "questions: from how many on the RMSE is at or below that of the first test at its end\n";
}

Json comparisonJson(const std::vector<Compared>& tests) {
  Json out = Json::array();
  for (const auto& [name, summary] : tests) {
    Json entry = {{"test", name}};
    entry.update(summaryJson(summary));
    const auto reached = questionsToReach(summary, tests.front().summary.all.rmse);
    entry["questionsToReachTheFirst"] = reached ? Json(*reached) : Json();
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace vigie::tools
