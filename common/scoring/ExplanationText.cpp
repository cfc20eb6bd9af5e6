#include "common/scoring/ExplanationText.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace vigie::scoring {
namespace {

std::string rounded(double value, int decimals = 3) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
  return end.ec == std::errc{} ? std::string(text.data(), end.ptr) : "?";
}

class Writer {
 public:
  Writer(const Bank& bank, const BankNames& names, TextLanguage language)
      : bank_(bank), names_(names), isFrench_(language == TextLanguage::french) {}

  std::string write(const QuestionExplanation& question) {
    line("Question " + std::to_string(question.number) + say(" : ", ": "),
         say("capacité ", "ability ") + number(question.ability) + errorWord(question) + number(question.errorRate) +
             interval(question) + say(", après ", ", after ") + std::to_string(question.answers) +
             say(" réponse(s) comptée(s).", " counted answer(s)."));
    writeChoice(question);
    if (question.asked) writeOutcome(question);
    return std::move(text_);
  }

 private:
  std::string say(std::string_view french, std::string_view english) const {
    return std::string(isFrench_ ? french : english);
  }
  std::string number(double value, int decimals = 3) const {
    std::string text = rounded(value, decimals);
    if (const auto point = text.find('.'); isFrench_ && point != std::string::npos) text[point] = ',';
    return text;
  }
  void line(const std::string& start, const std::string& rest) { text_ += start + rest + "\n"; }

  std::string itemName(ItemIndex item) const {
    const std::string name = item < names_.items.size() ? names_.items[item] : std::to_string(item);
    const std::uint32_t competence = bank_.competences()[item];
    return name + " (" +
           (competence < names_.competences.size() ? names_.competences[competence] : std::to_string(competence)) + ")";
  }

  std::string errorWord(const QuestionExplanation& question) const {
    return question.plan ? say(", erreur type ", ", standard error ") : say(", incertitude ", ", error rate ");
  }

  std::string interval(const QuestionExplanation& question) const {
    if (!question.plan || question.answers == 0) return "";
    return say(", entre ", ", between ") + number(question.plan->lower) + say(" et ", " and ") +
           number(question.plan->upper);
  }

  std::string ending(const QuestionExplanation& question) const {
    const StopReason reason = question.plan ? question.plan->stop : StopReason::maximumLength;
    if (reason == StopReason::standardError) {
      return say("Le test s’arrête : l’erreur type est assez petite.",
                 "The test stops: the standard error is small enough.");
    }
    if (reason == StopReason::classified) {
      return question.plan->verdict == Verdict::above
                 ? say("Le test s’arrête : la capacité est au-dessus du seuil, au risque d’erreur admis.",
                       "The test stops: the ability is above the cut, at the stated error rate.")
                 : say("Le test s’arrête : la capacité est au-dessous du seuil, au risque d’erreur admis.",
                       "The test stops: the ability is below the cut, at the stated error rate.");
    }
    return say("Le test a toutes ses réponses.", "The test has all its answers.");
  }

  void writeChoice(const QuestionExplanation& question) {
    switch (question.choice.kind) {
      case ChoiceKind::ended:
        return line("  ", ending(question));
      case ChoiceKind::tooManyAnswers:
        return line("  ", say("Il y a plus de réponses que le test n’a de questions.",
                              "There are more answers than the test has questions."));
      case ChoiceKind::noItemLeft:
        return line("  ", say("Les règles ne laissent aucun item.", "The rules leave no item."));
      case ChoiceKind::candidates:
        break;
    }
    line("  ",
         std::to_string(question.pool) + say(" items ouverts à ce candidat.", " items are open to this candidate."));
    for (const RuleStep& step : question.steps) writeStep(step);
    for (std::uint32_t i = 0; i < question.choice.count; ++i) writeCandidate(question, i);
    if (question.plan && !question.plan->refused.empty()) writeRefused(question.plan->refused);
    line("  ", say("Tirage ", "Draw ") + number(question.draw, 6) +
                   say(" (HMAC-SHA-256 de la graine, « draw » ‖ ", " (HMAC-SHA-256 of the seed, \"draw\" ‖ ") +
                   std::to_string(question.number) + say(") : candidat n° ", "): candidate ") +
                   std::to_string(question.drawn + 1) + exposure(question) + ", " + itemName(*question.chosen) + ".");
  }

  void writeRefused(const std::vector<ItemIndex>& refused) {
    std::string names;
    for (const ItemIndex item : refused) names += (names.empty() ? "" : ", ") + itemName(item);
    line("  ", say("Retenus par le contrôle d’exposition (Sympson-Hetter) : ",
                   "Held back by exposure control (Sympson-Hetter): ") +
                   names + ".");
  }

  std::string exposure(const QuestionExplanation& question) const {
    if (!question.plan) return "";
    switch (question.plan->exposure) {
      case Exposure::randomesque:
        return say(", à chances égales", ", all equally likely");
      case Exposure::sympsonHetter:
        return say(", le premier que son propre tirage laisse passer", ", the first that its own draw lets through");
      case Exposure::eligibility:
        return say(", le meilleur", ", the best");
      case Exposure::bestDraw:
        break;
    }
    return "";
  }

  void writeStep(const RuleStep& step) {
    if (step.effect == RuleEffect::off) return;
    const std::string lifted = step.effect == RuleEffect::lifted
                                   ? say(" ; levée, elle n’aurait rien laissé", "; lifted, it would have left nothing")
                                   : "";
    line("  ", say("Règle « ", "Rule \"") + ruleName(step.rule) + say(" » : il en reste ", "\": ") +
                   std::to_string(step.left.available) + say("", " left") + lifted + best(step.left) + ".");
  }

  std::string best(const Choice& left) const {
    if (left.count > 0) return say(" ; meilleur ", "; best ") + itemName(left.best[0].item);
    return left.available > 0 ? "" : say(" ; meilleur aucun", "; best none");
  }

  std::string ruleName(Rule rule) const {
    switch (rule) {
      case Rule::oneQuestionPerTube:
        return say("une question par sujet", "one question per tube");
      case Rule::oneQuestionPerSkill:
        return say("une question par acquis", "one question per skill");
      case Rule::passageByAllCompetences:
        return say("passage par toutes les compétences", "passage by all competences");
      case Rule::eligibleItems:
        return say("items admissibles pour ce candidat", "items eligible for this candidate");
      case Rule::noEnemies:
        return say("pas d’item incompatible avec un item posé", "no enemy of an asked item");
      case Rule::furthestBelowItsShare:
        return say("la compétence la plus loin de sa part", "the competence furthest below its share");
      case Rule::shadowTest:
        return say("le reste du test, assemblé d’un coup", "the whole remaining test, assembled at once");
      case Rule::otherCompetence:
        break;
    }
    return say("autre compétence que les dernières questions", "another competence than the last questions'");
  }

  void writeCandidate(const QuestionExplanation& question, std::uint32_t i) {
    const Candidate& candidate = question.choice.best[i];
    line("    ", std::to_string(i + 1) + ". " + itemName(candidate.item) + say(" : ", ": ") + merit(question) + " " +
                     number(candidate.information) + say(", chance ", ", chance ") +
                     number(100 * question.chances[i], 2) + " %");
  }

  std::string merit(const QuestionExplanation& question) const {
    switch (question.plan ? question.plan->criterion : Criterion::fisher) {
      case Criterion::posteriorWeighted:
        return say("information pondérée", "weighted information");
      case Criterion::kullbackLeibler:
        return say("information de Kullback-Leibler", "Kullback-Leibler information");
      case Criterion::mepv:
        return say("moins la variance attendue", "minus the expected variance");
      case Criterion::fisher:
        break;
    }
    return "information";
  }

  void writeOutcome(const QuestionExplanation& question) {
    if (!question.agrees()) {
      line("  ",
           say("ÉCART : le relevé dit ", "DISAGREES: the record says ") + itemName(*question.asked) +
               (question.chosen
                    ? say(", le moteur aurait posé ", ", the engine would have asked ") + itemName(*question.chosen)
                    : say(", le moteur n’aurait rien posé", ", the engine would have asked nothing")) +
               ".");
    }
    switch (question.outcome) {
      case AskedOutcome::open:
        return line("  ", say("Pas encore de réponse.", "Not answered yet."));
      case AskedOutcome::replaced:
        return line("  ", say("Question remplacée sur alerte : ne compte pas, son acquis ne revient pas.",
                              "Replaced after an alert: does not count, its skill does not come again."));
      case AskedOutcome::failed:
      case AskedOutcome::succeeded:
      case AskedOutcome::scored:
        break;
    }
    line("  ", verdict(question) + say(" : capacité ", ": ability ") + number(question.abilityAfter) +
                   errorWord(question) + number(question.errorRateAfter) + "." + flags(question.flags));
  }

  std::string verdict(const QuestionExplanation& question) const {
    if (question.outcome == AskedOutcome::succeeded) return say("Juste", "Right");
    if (question.outcome == AskedOutcome::failed) return say("Faux", "Wrong");
    return say("Points : ", "Points: ") + std::to_string(question.category) + say(" sur ", " of ") +
           std::to_string(question.highestCategory);
  }

  std::string flags(const EstimateFlags& flags) const {
    std::string text;
    if (flags.logDomain) text += say(" Calculé en logarithmes.", " Computed with logarithms.");
    if (flags.uncorrectedError) {
      text += say(" Incertitude sans son terme correctif.", " Error rate without its correction term.");
    }
    return text;
  }

  const Bank& bank_;
  const BankNames& names_;
  bool isFrench_;
  std::string text_;
};

}  // namespace

std::string explainInWords(const QuestionExplanation& question, const Bank& bank, const BankNames& names,
                           TextLanguage language) {
  return Writer(bank, names, language).write(question);
}

}  // namespace vigie::scoring
