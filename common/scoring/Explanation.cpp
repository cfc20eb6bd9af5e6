#include "common/scoring/Explanation.hpp"

#include <algorithm>
#include <string>

#include "common/scoring/Draw.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/impl/ReplayLoop.hpp"

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
    const ItemParameters item = test_.bank.parameters(question.item);
    out.askedInformation = fisherInformation(item.discrimination, item.difficulty, estimate_.ability());
    if (question.outcome == AskedOutcome::open) return;
    if (question.outcome == AskedOutcome::replaced) {
      excludeSkillOf(test_.bank, question.item, excluded_);
      return;
    }
    answered_.push_back(question.item);
    const bool isRight = question.outcome == AskedOutcome::succeeded || question.category == 1;
    estimate_.answer(item, isRight ? Outcome::succeeded : Outcome::failed);
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

  RuleEffect effect(const Choice& left, std::span<const ItemIndex> questions) const {
    return impl::effectOf(left, questions, [this](ItemIndex item) { return test_.bank.competences()[item]; });
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

base::Result<void> impl::checkQuestions(std::size_t items, Exclusions excluded,
                                        std::span<const AskedQuestion> questions,
                                        const std::function<std::uint8_t(ItemIndex)>& highestOf) {
  if (!excluded.empty() && excluded.size() != items) {
    return base::fail("explanation-exclusions", "there are exclusions for " + std::to_string(excluded.size()) +
                                                    " items and the bank has " + std::to_string(items));
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto& [item, outcome, category] = questions[i];
    const std::string where = "question " + std::to_string(i + 1);
    if (item >= items) {
      return base::fail("explanation-item", where + ": the bank has " + std::to_string(items) +
                                                " items and none with index " + std::to_string(item) +
                                                ". Give the session's bank");
    }
    if (outcome == AskedOutcome::open && i + 1 < questions.size()) {
      return base::fail("explanation-open",
                        where +
                            " has no answer, but a later one was asked. Say how it ended: right, wrong, scored or "
                            "replaced");
    }
    if (outcome == AskedOutcome::scored && category > highestOf(item)) {
      return base::fail("explanation-category", where + ": the item's highest category is " +
                                                    std::to_string(highestOf(item)) + ", the record says " +
                                                    std::to_string(category));
    }
  }
  return {};
}

base::Result<Explanation> explainTest(const ExplainedTest& test) {
  const auto highest = [](ItemIndex) -> std::uint8_t { return 1; };
  if (const auto checked = impl::checkQuestions(test.bank.size(), test.excluded, test.questions, highest); !checked) {
    return base::fail(checked.error());
  }
  return impl::explainAll(kArithmeticName, test.questions, Replay(test));
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
