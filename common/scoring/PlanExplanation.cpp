#include <algorithm>

#include "common/scoring/Criteria.hpp"
#include "common/scoring/Draw.hpp"
#include "common/scoring/impl/ReplayLoop.hpp"

namespace vigie::scoring {
namespace {

// In the order in which a person would look: the best candidate's chance first.
std::vector<double> chancesOf(const ExposurePlan& plan, const Choice& choice) {
  const std::size_t few = std::min<std::size_t>(plan.candidates, choice.count);
  std::vector<double> chances;
  switch (plan.kind) {
    case Exposure::bestDraw:
      chances = pickChances(few, plan.pickPercent);
      break;
    case Exposure::randomesque:
      chances.assign(few, 1 / static_cast<double>(few));
      break;
    case Exposure::sympsonHetter: {
      double rest = 1;
      for (const Candidate& candidate : choice.candidates()) {
        const double own = plan.probabilities.empty() ? 1 : plan.probabilities[candidate.item];
        chances.push_back(rest * own);
        rest *= 1 - own;
      }
      break;
    }
    case Exposure::eligibility:
      chances.assign(1, 1);
  }
  chances.resize(choice.count);
  return chances;
}

// The test as it stands before one question.
class PlanReplay {
 public:
  explicit PlanReplay(const ExplainedPlan& test)
      : test_(test),
        excluded_(test.excluded.begin(), test.excluded.end()),
        eligibilityDraw_(draw(test.seatSeed, 0)),
        estimator_(test.plan.estimator) {
    excluded_.resize(test.bank.size());
  }

  QuestionExplanation explain(std::uint32_t number) {
    QuestionExplanation out;
    out.number = number;
    out.answers = estimator_.answers();
    out.ability = out.abilityAfter = estimator_.report().ability;
    out.errorRate = out.errorRateAfter = estimator_.report().standardError;
    out.pool = static_cast<std::uint32_t>(std::count(excluded_.begin(), excluded_.end(), 0));
    out.draw = draw(test_.seatSeed, number);
    NextItem next = choose(test_.plan, out.draw);
    out.choice = next.choice;
    out.choice.kind = next.kind;
    out.plan = PlanFacts{.criterion = test_.plan.criterion,
                         .exposure = test_.plan.exposure.kind,
                         .lower = estimator_.report().lower,
                         .upper = estimator_.report().upper,
                         .stop = next.reason,
                         .verdict = verdictOf(test_.plan, estimator_),
                         .refused = next.refused};
    refused_ = std::move(next.refused);
    if (next.kind != ChoiceKind::candidates) return out;
    out.steps = explainRules(out.choice);
    out.chances = chancesOf(test_.plan.exposure, out.choice);
    out.drawn = next.place;
    out.chosen = next.item;
    return out;
  }

  void take(const AskedQuestion& question, QuestionExplanation& out) {
    const ModelItem& item = test_.bank.item(question.item);
    out.askedInformation = Merit(test_.plan.criterion, estimator_).of(item);
    out.highestCategory = static_cast<std::uint8_t>(item.categories - 1);
    if (question.outcome == AskedOutcome::open) return;
    if (question.outcome == AskedOutcome::replaced) return excludeSkill(item.skill);
    for (const ItemIndex refused : refused_) excluded_[refused] = 1;
    answered_.push_back(question.item);
    estimator_.answer(item, question.outcome == AskedOutcome::succeeded ? out.highestCategory
                            : question.outcome == AskedOutcome::scored  ? question.category
                                                                        : std::uint8_t{0});
    out.abilityAfter = estimator_.report().ability;
    out.errorRateAfter = estimator_.report().standardError;
  }

 private:
  NextItem choose(const TestPlan& plan, double u) const {
    return chooseByPlan({test_.bank, plan, estimator_, answered_, excluded_, eligibilityDraw_, test_.solver}, u);
  }

  void excludeSkill(std::uint32_t skill) {
    for (ItemIndex i = 0; i < test_.bank.size(); ++i) {
      if (test_.bank.item(i).skill == skill) excluded_[i] = 1;
    }
  }

  // Rule after rule, the later ones switched off.
  std::vector<RuleStep> explainRules(const Choice& afterAll) const {
    const ContentPlan& content = test_.plan.content;
    std::vector<RuleStep> steps;
    if (test_.plan.exposure.kind == Exposure::eligibility) steps.push_back(eligibleItems());
    TestPlan plan = test_.plan;
    plan.exposure = {.kind = Exposure::eligibility,
                     .probabilities = test_.plan.exposure.kind == Exposure::eligibility
                                          ? test_.plan.exposure.probabilities
                                          : std::vector<double>{}};
    plan.content.kind = Content::rules;
    plan.content.passageByAllCompetences = false;
    plan.content.betweenSameCompetence = 0;
    plan.content.enemies.clear();
    steps.push_back({content.oneQuestionPerTube ? Rule::oneQuestionPerTube : Rule::oneQuestionPerSkill,
                     RuleEffect::applied, choose(plan, 0).choice});
    if (!content.enemies.empty()) {
      plan.content.enemies = content.enemies;
      steps.push_back({Rule::noEnemies, RuleEffect::applied, choose(plan, 0).choice});
    }
    if (content.kind == Content::shadow) {
      steps.push_back({Rule::shadowTest, RuleEffect::applied, afterAll});
      return steps;
    }
    if (content.kind == Content::rules && content.passageByAllCompetences) {
      plan.content.passageByAllCompetences = true;
      const Choice left = choose(plan, 0).choice;
      steps.push_back({Rule::passageByAllCompetences, effectOf(left, answered_), left});
    }
    if (content.betweenSameCompetence > 0) {
      plan.content.betweenSameCompetence = content.betweenSameCompetence;
      const Choice left = choose(plan, 0).choice;
      const std::size_t gap = std::min<std::size_t>(answered_.size(), content.betweenSameCompetence);
      steps.push_back({Rule::otherCompetence, effectOf(left, std::span(answered_).last(gap)), left});
    }
    if (content.kind == Content::proportional) {
      steps.push_back({Rule::furthestBelowItsShare, targetEffect(afterAll), afterAll});
    }
    return steps;
  }

  RuleStep eligibleItems() const {
    RuleStep step{Rule::eligibleItems, RuleEffect::applied, {}};
    for (ItemIndex i = 0; i < test_.bank.size(); ++i) {
      if (excluded_[i] == 0 && isEligible(test_.plan, eligibilityDraw_, i)) ++step.left.available;
    }
    return step;
  }

  RuleEffect effectOf(const Choice& left, std::span<const ItemIndex> questions) const {
    return impl::effectOf(left, questions, [this](ItemIndex item) { return test_.bank.item(item).competence; });
  }

  // Lifted when no competence that has a target is left.
  RuleEffect targetEffect(const Choice& left) const {
    if (left.count == 0) return RuleEffect::applied;
    const std::uint32_t best = test_.bank.item(left.best[0].item).competence;
    const auto& targets = test_.plan.content.targets;
    const bool isTarget = std::any_of(targets.begin(), targets.end(),
                                      [best](const ContentTarget& target) { return target.competence == best; });
    return isTarget ? RuleEffect::applied : RuleEffect::lifted;
  }

  const ExplainedPlan& test_;
  std::vector<std::uint8_t> excluded_;
  std::vector<ItemIndex> answered_;
  std::vector<ItemIndex> refused_;  // at the question that is explained
  double eligibilityDraw_;
  Estimator estimator_;
};

}  // namespace

base::Result<Explanation> explainPlan(const ExplainedPlan& test) {
  const auto highest = [&test](ItemIndex item) {
    return static_cast<std::uint8_t>(test.bank.item(item).categories - 1);
  };
  if (const auto checked = impl::checkQuestions(test.bank.size(), test.excluded, test.questions, highest); !checked) {
    return base::fail(checked.error());
  }
  return impl::explainAll(kPlanArithmeticName, test.questions, PlanReplay(test));
}

}  // namespace vigie::scoring
