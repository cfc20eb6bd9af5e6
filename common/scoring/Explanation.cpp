#include "common/scoring/Explanation.hpp"

#include <algorithm>
#include <string>

#include "common/scoring/Draw.hpp"
#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

// The test as it stands before one question.
class Replay {
 public:
  explicit Replay(const ExplainedTest& test)
      : test_(test), excluded_(test.excluded.begin(), test.excluded.end()), estimate_(test.rules) {
    excluded_.resize(test.bank.size());
  }

  QuestionExplanation explain(std::uint32_t number) const {
    QuestionExplanation out;
    out.number = number;
    out.answers = estimate_.answers();
    out.ability = out.abilityAfter = estimate_.ability();
    out.errorRate = out.errorRateAfter = estimate_.errorRate();
    out.pool = static_cast<std::uint32_t>(std::count(excluded_.begin(), excluded_.end(), 0));
    out.choice = choose(test_.rules);
    if (out.choice.kind != ChoiceKind::candidates) return out;
    out.steps = explainRules(out.choice);
    out.chances = pickChances(out.choice.count, test_.rules.pickPercent);
    out.draw = draw(test_.seatSeed, number);
    const Candidate& picked = pick(out.choice.candidates(), test_.rules.pickPercent, out.draw);
    out.drawn = static_cast<std::uint32_t>(&picked - out.choice.best.data());
    out.chosen = picked.item;
    return out;
  }

  void take(const AskedQuestion& question, QuestionExplanation& out) {
    out.asked = question.item;
    out.outcome = question.outcome;
    const ItemParameters item = test_.bank.parameters(question.item);
    out.askedInformation = fisherInformation(item.discrimination, item.difficulty, estimate_.ability());
    if (question.outcome == AskedOutcome::open) return;
    if (question.outcome == AskedOutcome::replaced) {
      excludeSkillOf(test_.bank, question.item, excluded_);
      return;
    }
    answered_.push_back(question.item);
    estimate_.answer(item, question.outcome == AskedOutcome::succeeded ? Outcome::succeeded : Outcome::failed);
    out.abilityAfter = estimate_.ability();
    out.errorRateAfter = estimate_.errorRate();
    out.flags = estimate_.lastFlags();
  }

 private:
  Choice choose(const TestRules& rules) const {
    return chooseNext(test_.bank, rules, answered_, excluded_, estimate_.ability());
  }

  std::vector<RuleStep> explainRules(const Choice& afterAll) const {
    TestRules rules = test_.rules;
    rules.betweenSameCompetence = 0;
    const Choice afterPassage = choose(rules);
    rules.passageByAllCompetences = false;
    const Choice afterFirst = choose(rules);
    const std::size_t gap = std::min<std::size_t>(answered_.size(), test_.rules.betweenSameCompetence);
    const std::span<const ItemIndex> answered = answered_;
    return {{test_.rules.oneQuestionPerTube ? Rule::oneQuestionPerTube : Rule::oneQuestionPerSkill, RuleEffect::applied,
             afterFirst},
            {Rule::passageByAllCompetences,
             test_.rules.passageByAllCompetences ? effect(afterPassage, answered) : RuleEffect::off, afterPassage},
            {Rule::otherCompetence,
             test_.rules.betweenSameCompetence > 0 ? effect(afterAll, answered.last(gap)) : RuleEffect::off, afterAll}};
  }

  // In force, such a rule leaves no item of these questions' competences; lifted, nothing but such items was left.
  RuleEffect effect(const Choice& left, std::span<const ItemIndex> questions) const {
    if (left.count == 0) return RuleEffect::applied;
    const auto competences = test_.bank.competences();
    const std::uint32_t best = competences[left.best[0].item];
    const bool isBarred =
        std::any_of(questions.begin(), questions.end(), [&](ItemIndex item) { return competences[item] == best; });
    return isBarred ? RuleEffect::lifted : RuleEffect::applied;
  }

  const ExplainedTest& test_;
  std::vector<std::uint8_t> excluded_;
  std::vector<ItemIndex> answered_;
  AbilityEstimate estimate_;
};

}  // namespace

bool Explanation::agrees() const {
  return std::all_of(questions.begin(), questions.end(), [](const auto& question) { return question.agrees(); });
}

base::Result<void> checkQuestions(std::size_t items, Exclusions excluded, std::span<const AskedQuestion> questions) {
  if (!excluded.empty() && excluded.size() != items) {
    return base::fail("explanation-exclusions", "there are exclusions for " + std::to_string(excluded.size()) +
                                                    " items and the bank has " + std::to_string(items));
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string where = "question " + std::to_string(i + 1);
    if (questions[i].item >= items) {
      return base::fail("explanation-item", where + ": the bank has " + std::to_string(items) +
                                                " items and none with index " + std::to_string(questions[i].item) +
                                                ". Give the session's bank");
    }
    if (questions[i].outcome == AskedOutcome::open && i + 1 < questions.size()) {
      return base::fail(
          "explanation-open",
          where + " has no answer, but a later one was asked. Say how it ended: right, wrong or replaced");
    }
  }
  return {};
}

base::Result<Explanation> explainTest(const ExplainedTest& test) {
  if (const auto checked = checkQuestions(test.bank.size(), test.excluded, test.questions); !checked) {
    return base::fail(checked.error());
  }
  Explanation explanation;
  Replay replay(test);
  for (const AskedQuestion& question : test.questions) {
    auto& explained = explanation.questions.emplace_back(
        replay.explain(static_cast<std::uint32_t>(explanation.questions.size() + 1)));
    replay.take(question, explained);
  }
  if (test.questions.empty() || test.questions.back().outcome != AskedOutcome::open) {
    explanation.next = replay.explain(static_cast<std::uint32_t>(test.questions.size() + 1));
  }
  return explanation;
}

std::vector<double> pickChances(std::size_t candidates, double pickPercent) {
  std::vector<double> chances;
  double rest = 1;
  for (std::size_t i = 0; i + 1 < candidates; ++i) {
    chances.push_back(rest * (pickPercent / 100));
    rest *= 1 - pickPercent / 100;
  }
  if (candidates > 0) chances.push_back(rest);
  return chances;
}

}  // namespace vigie::scoring
