#include "tests/tools/score-simulate/FitStudy.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr std::uint64_t kFitStream = 0x66697400;  // apart from the tests' own streams
constexpr double kWrongChoices = 3;

struct Flags {  // of one candidate or pair: not measured, spared, flagged
  std::array<std::optional<bool>, 4> honest;
  std::array<std::optional<bool>, 4> cheating;
};

std::optional<bool> flagOf(const std::optional<Measure>& measure) {
  return measure ? std::optional(measure->isFlagged) : std::nullopt;
}

constexpr std::size_t index(Advice advice) {
  return static_cast<std::size_t>(advice);
}

std::uint8_t highestOf(const StudyPlan& plan, ItemIndex item) {
  return static_cast<std::uint8_t>(plan.models.item(item).categories - 1);
}

void studyPattern(const StudyPlan& plan, const SimulatedTest& test, Flags& flags) {
  std::vector<ModelAnswer> answers = test.answers;
  flags.honest[index(Advice::misfit)] = flagOf(misfit(plan.models, answers));
  for (std::size_t i = 0; i < answers.size(); i += 3) answers[i].category = highestOf(plan, answers[i].item);
  flags.cheating[index(Advice::misfit)] = flagOf(misfit(plan.models, answers));
}

void studyTimes(std::size_t count, StudyRandom& random, Flags& flags) {
  const double pace = 0.4 * random.normal();
  std::vector<TimedAnswer> answers(count, {0, 4, 40, 0.5});
  for (TimedAnswer& answer : answers) answer.seconds = 40 * exp(pace + 0.5 * random.normal());
  flags.honest[index(Advice::rapidAnswers)] = flagOf(rapidAnswers(answers));
  flags.honest[index(Advice::suddenChange)] = flagOf(suddenChange(answers));
  std::vector<TimedAnswer> hurried = answers;
  for (std::size_t i = 0; i < count; i += 4) hurried[i].seconds = 2;
  flags.cheating[index(Advice::rapidAnswers)] = flagOf(rapidAnswers(hurried));
  for (std::size_t i = count - count / 3; i < count; ++i) answers[i].seconds /= 4;
  flags.cheating[index(Advice::suddenChange)] = flagOf(suddenChange(answers));
}

// With the chances of a candidate who works alone and answers otherwise as here.
std::vector<SharedItem> alone(const StudyPlan& plan, std::vector<SharedItem> items,
                              const std::vector<ItemIndex>& shared, const std::vector<ModelAnswer>& answers) {
  EstimatorPlan weighted;
  weighted.kind = EstimatorKind::wle;
  const double ability = estimate(plan.models, weighted, answers).ability;
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].right = categoryCurves(plan.models.item(shared[i]), ability).probability[highestOf(plan, shared[i])];
  }
  return items;
}

void studyPair(const StudyPlan& plan, const SimulatedTest& source, const SimulatedTest& copier, StudyRandom& random,
               Flags& flags) {
  std::vector<ModelAnswer> taken = copier.answers;
  std::vector<SharedItem> honest;
  std::vector<SharedItem> copied;
  std::vector<ItemIndex> shared;
  for (ModelAnswer& own : taken) {
    const auto same = [&](const ModelAnswer& answer) { return answer.item == own.item; };
    const auto found = std::find_if(source.answers.begin(), source.answers.end(), same);
    if (found == source.answers.end()) continue;
    const bool sourceRight = found->category == highestOf(plan, own.item);
    const bool copierRight = own.category == highestOf(plan, own.item);
    const bool sameWrong = random.uniform() < 1 / kWrongChoices;
    const bool isSame = sourceRight == copierRight && (sourceRight || sameWrong);
    honest.push_back({0, sourceRight, isSame, 1 / kWrongChoices});
    copied.push_back(honest.back());
    shared.push_back(own.item);
    if (random.uniform() >= 0.8) continue;
    copied.back().isSame = true;
    own.category = found->category;
  }
  if (taken.empty()) return;
  if (const auto measure = copying(alone(plan, honest, shared, copier.answers))) {
    flags.honest[index(Advice::copying)] = measure->measure.isFlagged;
  }
  if (const auto measure = copying(alone(plan, copied, shared, taken))) {
    flags.cheating[index(Advice::copying)] = measure->measure.isFlagged;
  }
}

void count(const std::optional<bool>& flag, std::uint32_t& tests, std::uint32_t& flagged) {
  tests += flag ? 1U : 0U;
  flagged += flag.value_or(false) ? 1U : 0U;
}

std::string share(std::uint32_t flagged, std::uint32_t tests) {
  return tests == 0 ? "not measured" : fmt::format("{:.2f} % of {}", 100.0 * flagged / tests, tests);
}

}  // namespace

FitRates studyFit(const StudyPlan& plan, const StudyResult& result) {
  std::vector<Flags> flags(result.tests.size());
  const auto work = [&](std::uint32_t i) {
    StudyRandom random = StudyRandom::stream(plan.seed ^ kFitStream, i);
    studyPattern(plan, result.tests[i], flags[i]);
    studyTimes(result.tests[i].answers.size(), random, flags[i]);
    if (i % 2 == 1) studyPair(plan, result.tests[i - 1], result.tests[i], random, flags[i]);
  };
  forEachParallel(static_cast<std::uint32_t>(result.tests.size()), plan.threads, work, {});
  FitRates rates;
  rates[index(Advice::misfit)].threshold = kMisfitThreshold;
  rates[index(Advice::rapidAnswers)].threshold = kRapidThreshold;
  rates[index(Advice::suddenChange)].threshold = kChangeThreshold;
  rates[index(Advice::copying)].threshold = kCopyingThreshold;
  for (const Flags& flag : flags) {
    for (std::size_t a = 0; a < rates.size(); ++a) {
      count(flag.honest[a], rates[a].honestTests, rates[a].honestFlagged);
      count(flag.cheating[a], rates[a].cheatingTests, rates[a].cheatingFlagged);
    }
  }
  return rates;
}

Json fitJson(const FitRates& rates) {
  Json out = Json::array();
  for (std::size_t a = 0; a < rates.size(); ++a) {
    out.push_back({{"advice", name(static_cast<Advice>(a))},
                   {"threshold", rates[a].threshold},
                   {"honest", rates[a].honestTests},
                   {"honestFlagged", rates[a].honestFlagged},
                   {"cheating", rates[a].cheatingTests},
                   {"cheatingFlagged", rates[a].cheatingFlagged}});
  }
  return out;
}

std::string fitText(const FitRates& rates) {
  std::string out =
      fmt::format("\n{:<15} {:>9}   {:<24} {}\n", "advice", "threshold", "honest flagged", "cheating flagged");
  for (std::size_t a = 0; a < rates.size(); ++a) {
    const FitRate& rate = rates[a];
    out += fmt::format("{:<15} {:>9.3f}   {:<24} {}\n", name(static_cast<Advice>(a)), rate.threshold,
                       share(rate.honestFlagged, rate.honestTests), share(rate.cheatingFlagged, rate.cheatingTests));
  }
  return out;
}

}  // namespace vigie::tools
