#include "tests/tools/score-simulate/FitStudy.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>

#include "common/scoring/ItemResponse.hpp"

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr std::uint64_t kFitStream = 0x66697400;  // apart from the tests' own streams
constexpr double kWrongChoices = 3;

std::vector<FitAnswer> answersOf(const StudyPlan& plan, const SimulatedTest& test) {
  std::vector<FitAnswer> answers;
  for (const Answer& answer : test.answers) answers.push_back({plan.bank.parameters(answer.item), answer.outcome});
  return answers;
}

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

void studyPattern(const StudyPlan& plan, const SimulatedTest& test, Flags& flags) {
  std::vector<FitAnswer> answers = answersOf(plan, test);
  flags.honest[index(Advice::misfit)] = flagOf(misfit(answers));
  for (std::size_t i = 0; i < answers.size(); i += 3) answers[i].outcome = Outcome::succeeded;
  flags.cheating[index(Advice::misfit)] = flagOf(misfit(answers));
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

void studyPair(const StudyPlan& plan, const SimulatedTest& source, const SimulatedTest& copier, StudyRandom& random,
               Flags& flags) {
  std::vector<FitAnswer> own = answersOf(plan, copier);
  std::vector<FitAnswer> taken = own;
  std::vector<SharedItem> honest;
  std::vector<SharedItem> copied;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto same = [&](const Answer& answer) { return answer.item == copier.answers[i].item; };
    const auto found = std::find_if(source.answers.begin(), source.answers.end(), same);
    if (found == source.answers.end()) continue;
    const bool sourceRight = found->outcome == Outcome::succeeded;
    const bool copierRight = own[i].outcome == Outcome::succeeded;
    const bool sameWrong = random.uniform() < 1 / kWrongChoices;
    const bool isSame = sourceRight == copierRight && (sourceRight || sameWrong);
    honest.push_back({own[i].item, sourceRight, isSame, 1 / kWrongChoices});
    copied.push_back(honest.back());
    if (random.uniform() >= 0.8) continue;
    copied.back().isSame = true;
    taken[i].outcome = found->outcome;
  }
  if (own.empty()) return;
  if (const auto measure = copying(honest, weightedLikelihoodAbility(own))) {
    flags.honest[index(Advice::copying)] = measure->measure.isFlagged;
  }
  if (const auto measure = copying(copied, weightedLikelihoodAbility(taken))) {
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
