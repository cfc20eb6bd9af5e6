#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "certs/verify/SessionExplanation.hpp"
#include "common/content/ExplanationJson.hpp"

namespace vigie::verify {
namespace {

std::string rounded(double value, Language language) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 2);
  std::string out(text.data(), end.ptr);
  if (const auto point = out.find('.'); language == Language::french && point != std::string::npos) out[point] = ',';
  return out;
}

struct Words {
  std::string_view french;
  std::string_view english;
};

// By scoring::Advice: what a flag means, never a verdict.
constexpr std::array<Words, 4> kAdvice = {
    {{"accord des réponses justes et fausses avec cette capacité (l_z*)",
      "fit of right and wrong answers to this ability (l_z*)"},
     {"part de réponses trop rapides pour avoir lu", "share of answers too fast to have read"},
     {"changement soudain du rythme", "sudden change of pace"},
     {"bonnes réponses en commun avec un autre candidat (-log10 de la probabilité)",
      "right answers shared with another candidate (-log10 of the probability)"}}};

class Writer {
 public:
  Writer(const SessionExplanation& explanation, Language language) : explanation_(explanation), language_(language) {}

  std::string write() {
    for (const CandidateExplanation& candidate : explanation_.candidates) writeCandidate(candidate);
    return std::move(text_);
  }

 private:
  std::string_view say(const Words& words) const {
    return language_ == Language::french ? words.french : words.english;
  }
  void line(std::string text) { text_ += std::move(text) + "\n"; }

  void writeCandidate(const CandidateExplanation& candidate) {
    const auto language =
        language_ == Language::french ? scoring::TextLanguage::french : scoring::TextLanguage::english;
    const scoring::BankNames names{explanation_.items, explanation_.competences};
    line("");
    line(std::string(say({"Candidat ", "Candidate "})) + candidate.candidate.hex() +
         std::string(say({" ; clé du tirage ", "; draw key "})) + base::toHex(candidate.seatSeed));
    line("");
    for (const auto& question : candidate.choice.questions) {
      line(scoring::explainInWords(question, *explanation_.bank, names, language));
    }
    if (candidate.choice.next) {
      line(scoring::explainInWords(*candidate.choice.next, *explanation_.bank, names, language));
    }
    const bool agrees = candidate.choice.agrees() && candidate.differing.empty();
    line(std::string(agrees ? say({"Chaque question posée est celle du moteur, et le journal dit les mêmes nombres.",
                                   "Every question is the engine's, and the journal says the same numbers."})
                            : say({"Des questions ou des nombres du journal ne sont PAS ceux du moteur.",
                                   "Some questions or numbers of the journal are NOT the engine's."})));
    for (const scoring::Measure& measure : candidate.advice) writeAdvice(measure);
    writeAreas(candidate);
  }

  void writeAdvice(const scoring::Measure& measure) {
    const std::string head(measure.isFlagged ? say({"À regarder : ", "Worth a look: "})
                                             : say({"Sans signe : ", "No sign: "}));
    line(head + std::string(say(kAdvice[static_cast<std::size_t>(measure.advice)])) + " " +
         rounded(measure.value, language_) + std::string(say({", seuil ", ", threshold "})) +
         rounded(measure.threshold, language_) + std::string(say({", sur ", ", on "})) +
         std::to_string(measure.answers) +
         std::string(say({" réponses. C’est un conseil, jamais une preuve.", " answers. It is advice, never proof."})));
  }

  void writeAreas(const CandidateExplanation& candidate) {
    for (const auto& [name, estimate] : candidate.areas) {
      line(std::string(say({"Domaine ", "Area "})) + name + ": " + rounded(estimate.ability, language_) +
           std::string(say({" ± ", " ± "})) + rounded(estimate.standardError, language_) + " (" +
           std::to_string(estimate.answers) + std::string(say({" réponses)", " answers)"})));
    }
    if (candidate.areasWithheld == 0) return;
    line(std::to_string(candidate.areasWithheld) +
         std::string(say({" domaine(s) non affiché(s) : trop peu de réponses pour une mesure propre.",
                          " area(s) not shown: too few answers for a measure of their own."})));
  }

  const SessionExplanation& explanation_;
  Language language_;
  std::string text_;
};

}  // namespace

std::string textOf(const SessionExplanation& explanation, Language language) {
  return Writer(explanation, language).write();
}

std::string jsonOf(const SessionExplanation& explanation) {
  using Json = nlohmann::ordered_json;
  const scoring::BankNames names{explanation.items, explanation.competences};
  Json out = {{"format", "vigie-session-explanation/1"}, {"candidates", Json::array()}};
  for (const CandidateExplanation& candidate : explanation.candidates) {
    Json advice = Json::array();
    for (const scoring::Measure& measure : candidate.advice) {
      advice.push_back({{"advice", scoring::name(measure.advice)},
                        {"value", measure.value},
                        {"threshold", measure.threshold},
                        {"flagged", measure.isFlagged},
                        {"answers", measure.answers}});
    }
    Json areas = Json::array();
    for (const auto& [name, estimate] : candidate.areas) {
      areas.push_back({{"area", name},
                       {"ability", estimate.ability},
                       {"standardError", estimate.standardError},
                       {"answers", estimate.answers}});
    }
    const std::string text =
        content::explanationJson(candidate.choice, explanation.bankName, names, candidate.seatSeed);
    out["candidates"].push_back({{"candidate", candidate.candidate.hex()},
                                 {"explanation", Json::parse(text)},
                                 {"differing", candidate.differing},
                                 {"advice", std::move(advice)},
                                 {"areas", std::move(areas)},
                                 {"areasWithheld", candidate.areasWithheld}});
  }
  return out.dump();
}

}  // namespace vigie::verify
