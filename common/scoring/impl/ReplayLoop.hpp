// What explainTest() and explainPlan() have in common: question after question, and the effect of a rule that may be
// lifted. Thread: any.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "common/scoring/Explanation.hpp"

namespace vigie::scoring::impl {

// The errors of explainTest(). `highestOf`: an item's highest category.
base::Result<void> checkQuestions(std::size_t items, Exclusions excluded, std::span<const AskedQuestion> questions,
                                  const std::function<std::uint8_t(ItemIndex)>& highestOf);

// Replay: the test as it stands before one question, with explain(number) -> QuestionExplanation and
// take(asked, explained), which goes on behind it.
template <class Replay>
Explanation explainAll(std::string_view arithmetic, std::span<const AskedQuestion> questions, Replay replay) {
  Explanation explanation;
  explanation.arithmetic = arithmetic;
  std::uint32_t number = 0;
  for (const AskedQuestion& question : questions) {
    auto& explained = explanation.questions.emplace_back(replay.explain(++number));
    explained.asked = question.item;
    explained.outcome = question.outcome;
    explained.category = question.category;
    replay.take(question, explained);
  }
  if (questions.empty() || questions.back().outcome != AskedOutcome::open) {
    explanation.next = replay.explain(++number);
  }
  return explanation;
}

// In force, such a rule leaves no item of these questions' competences; lifted, nothing but such items was left.
template <class CompetenceOf>
RuleEffect effectOf(const Choice& left, std::span<const ItemIndex> questions, const CompetenceOf& competenceOf) {
  if (left.count == 0) return RuleEffect::applied;
  const std::uint32_t best = competenceOf(left.best[0].item);
  const bool isBarred =
      std::any_of(questions.begin(), questions.end(), [&](ItemIndex item) { return competenceOf(item) == best; });
  return isBarred ? RuleEffect::lifted : RuleEffect::applied;
}

}  // namespace vigie::scoring::impl
