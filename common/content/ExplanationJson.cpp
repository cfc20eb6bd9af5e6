#include "common/content/ExplanationJson.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace vigie::content {
namespace {

using Json = nlohmann::ordered_json;
using namespace scoring;

const char* nameOf(Rule rule) {
  switch (rule) {
    case Rule::oneQuestionPerTube:
      return "oneQuestionPerTube";
    case Rule::oneQuestionPerSkill:
      return "oneQuestionPerSkill";
    case Rule::passageByAllCompetences:
      return "passageByAllCompetences";
    case Rule::eligibleItems:
      return "eligibleItems";
    case Rule::noEnemies:
      return "noEnemies";
    case Rule::furthestBelowItsShare:
      return "furthestBelowItsShare";
    case Rule::shadowTest:
      return "shadowTest";
    case Rule::otherCompetence:
      break;
  }
  return "betweenSameCompetence";
}

const char* nameOf(RuleEffect effect) {
  return effect == RuleEffect::applied ? "applied" : effect == RuleEffect::lifted ? "lifted" : "off";
}

const char* nameOf(AskedOutcome outcome) {
  switch (outcome) {
    case AskedOutcome::failed:
      return "wrong";
    case AskedOutcome::succeeded:
      return "right";
    case AskedOutcome::scored:
      return "scored";
    case AskedOutcome::replaced:
      return "replaced";
    case AskedOutcome::open:
      break;
  }
  return "open";
}

const char* nameOf(ChoiceKind kind) {
  switch (kind) {
    case ChoiceKind::candidates:
      return "candidates";
    case ChoiceKind::ended:
      return "ended";
    case ChoiceKind::noItemLeft:
      return "noItemLeft";
    case ChoiceKind::tooManyAnswers:
      break;
  }
  return "tooManyAnswers";
}

std::string nameOf(ItemIndex item, const BankNames& names) {
  return item < names.items.size() ? names.items[item] : std::to_string(item);
}

Json candidates(const Choice& choice, const BankNames& names, const std::vector<double>& chances) {
  Json list = Json::array();
  for (std::uint32_t i = 0; i < choice.count; ++i) {
    Json entry = {{"item", nameOf(choice.best[i].item, names)}, {"information", choice.best[i].information}};
    if (i < chances.size()) entry["chance"] = chances[i];
    list.push_back(std::move(entry));
  }
  return list;
}

const char* nameOf(Criterion criterion) {
  constexpr std::array<const char*, 4> kNames = {"fisher", "posteriorWeighted", "kullbackLeibler", "mepv"};
  return kNames[static_cast<std::size_t>(criterion)];
}

const char* nameOf(Exposure exposure) {
  constexpr std::array<const char*, 4> kNames = {"bestDraw", "randomesque", "sympsonHetter", "eligibility"};
  return kNames[static_cast<std::size_t>(exposure)];
}

Json describe(const PlanFacts& plan, const BankNames& names) {
  Json refused = Json::array();
  for (const ItemIndex item : plan.refused) refused.push_back(nameOf(item, names));
  return {{"criterion", nameOf(plan.criterion)},
          {"exposure", nameOf(plan.exposure)},
          {"lower", plan.lower},
          {"upper", plan.upper},
          {"stop", name(plan.stop)},
          {"verdict", name(plan.verdict)},
          {"refused", std::move(refused)}};
}

Json describe(const QuestionExplanation& question, const BankNames& names) {
  Json out = {
      {"number", question.number},
      {"before", {{"answers", question.answers}, {"ability", question.ability}, {"errorRate", question.errorRate}}},
      {"pool", question.pool},
      {"choice", nameOf(question.choice.kind)}};
  if (question.plan) out["plan"] = describe(*question.plan, names);
  Json rules = Json::array();
  for (const RuleStep& step : question.steps) {
    rules.push_back({{"rule", nameOf(step.rule)},
                     {"effect", nameOf(step.effect)},
                     {"left", step.left.available},
                     {"best", candidates(step.left, names, {})}});
  }
  out["rules"] = std::move(rules);
  out["candidates"] = candidates(question.choice, names, question.chances);
  if (question.chosen) {
    out["draw"] = {{"message", "draw"},
                   {"question", question.number},
                   {"u", question.draw},
                   {"position", question.drawn},
                   {"item", nameOf(*question.chosen, names)}};
  }
  if (!question.asked) return out;
  out["asked"] = {{"item", nameOf(*question.asked, names)},
                  {"information", *question.askedInformation},
                  {"agrees", question.agrees()},
                  {"outcome", nameOf(question.outcome)}};
  if (question.outcome == AskedOutcome::scored) out["asked"]["category"] = question.category;
  out["after"] = {{"ability", question.abilityAfter},
                  {"errorRate", question.errorRateAfter},
                  {"logDomain", question.flags.logDomain},
                  {"uncorrectedError", question.flags.uncorrectedError}};
  return out;
}

}  // namespace

std::string explanationJson(const Explanation& explanation, const std::string& bank, const BankNames& names,
                            base::ByteView seatSeed) {
  Json out = {{"format", "vigie-explanation/1"},
              {"arithmetic", explanation.arithmetic},
              {"bank", bank},
              {"drawKey", base::toHex(seatSeed)},
              {"agrees", explanation.agrees()}};
  out["questions"] = Json::array();
  for (const auto& question : explanation.questions) out["questions"].push_back(describe(question, names));
  if (explanation.next) out["next"] = describe(*explanation.next, names);
  return out.dump(1) + "\n";
}

}  // namespace vigie::content
