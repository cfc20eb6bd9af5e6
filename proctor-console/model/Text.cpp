#include "proctor-console/model/Text.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "common/base/Clock.hpp"

namespace vigie::console {
namespace {

const std::map<std::string_view, Phrase>& words() {
  static const std::map<std::string_view, Phrase> all = {
      // phases of a session
      {"created", {"créée", "created"}},
      {"open", {"ouverte", "open"}},
      {"finalised", {"finalisée", "finalised"}},
      // phases of a candidate
      {"added", {"inscrit", "added"}},
      {"seated", {"installé", "seated"}},
      {"identified", {"identité confirmée", "identified"}},
      {"ready", {"prêt", "ready"}},
      {"running", {"en cours", "running"}},
      {"ended", {"terminé", "ended"}},
      // kinds of a session
      {"real", {"réelle", "real"}},
      {"demonstration", {"démonstration", "demonstration"}},
      // why a test ended
      {"completed", {"test complet", "completed"}},
      {"no-item-left", {"plus de question", "no item left"}},
      {"time-out", {"temps écoulé", "time out"}},
      {"candidate", {"par le candidat", "by the candidate"}},
      {"technical", {"problème technique", "technical problem"}},
      {"session-ended", {"fin de la séance", "session ended"}},
      // why time was credited
      {"centre-down", {"panne du centre", "centre down"}},
      {"paused", {"pause", "pause"}},
      {"alert", {"signalement", "alert"}},
      {"link-lost", {"liaison perdue", "link lost"}},
      {"decision", {"décision du surveillant", "invigilator's decision"}},
      // results
      {"validated", {"validé", "validated"}},
      {"rejected", {"non validé", "rejected"}},
      // alerts
      {"does-not-display", {"ne s'affiche pas", "does not display"}},
      {"item-unshowable", {"le poste ne peut pas l'afficher (signalé par lui-même)", "its workstation cannot show it (reported by itself)"}},
      {"cannot-answer", {"impossible de répondre", "cannot answer"}},
      {"accessibility", {"accessibilité", "accessibility"}},
      {"other", {"autre", "other"}},
      {"replace", {"question remplacée", "question replaced"}},
      {"keep", {"question maintenue", "question kept"}},
      // what the analysis of a picture may advise to look at
      {"black", {"image noire", "black picture"}},
      {"covered", {"caméra couverte", "camera covered"}},
      {"frozen", {"image figée", "frozen picture"}},
      {"loop", {"images en boucle", "pictures in a loop"}},
      {"dim", {"trop sombre", "too dark"}},
      {"blurred", {"image floue", "blurred picture"}},
      {"no-face", {"aucun visage", "no face"}},
      {"several-faces", {"plusieurs visages", "several faces"}},
      {"turned", {"visage tourné", "face turned away"}},
      {"static-face", {"visage immobile", "face without movement"}},
      {"person-changed", {"une autre personne ?", "another person?"}},
      {"camera-lost", {"caméra débranchée", "camera unplugged"}},
      {"camera-changed", {"autre caméra", "another camera"}},
      {"camera-virtual", {"caméra simulée ?", "is the camera a program?"}},
      // what was agreed with a candidate
      {"veil", {"voile ou coiffe", "veil or head covering"}},
      {"sunglasses", {"lunettes teintées", "tinted glasses"}},
      {"tics", {"gestes involontaires", "involuntary movements"}},
      {"looks-down", {"regarde vers le bas", "looks down"}},
      {"helper-present", {"une aide est assise à côté", "a helper sits beside"}},
      {"screen-reader", {"lecteur d'écran", "screen reader"}},
      {"read-aloud", {"questions lues à voix haute", "questions read aloud"}},
      {"large-text", {"grand texte", "large text"}},
      {"high-contrast", {"fort contraste", "high contrast"}},
      {"dyslexia-spacing", {"lettres espacées", "letters set apart"}},
      {"reduced-motion", {"rien ne bouge à l'écran", "nothing moves on the screen"}},
      {"human-reader", {"une personne lit les questions", "a person reads the questions"}},
      {"scribe", {"une personne écrit les réponses", "a person writes the answers"}},
      // machines
      {"seat", {"poste", "seat"}},
      {"console", {"console", "console"}},
      {"guard", {"gardien", "guard"}},
  };
  return all;
}

std::string twoDigits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::optional<Language> languageNamed(std::string_view name) {
  if (name == "fr") return Language::french;
  if (name == "en") return Language::english;
  return std::nullopt;
}

Language languageOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("fr") ? Language::french : Language::english;
  }
  return Language::english;
}

std::string fill(std::string_view pattern, const std::vector<std::string>& values) {
  std::string out;
  std::size_t next = 0;
  while (!pattern.empty()) {
    const std::size_t hole = pattern.find("{}");
    out += pattern.substr(0, hole);
    if (hole == std::string_view::npos) break;
    if (next < values.size()) out += values[next++];
    pattern.remove_prefix(hole + 2);
  }
  return out;
}

std::string Text::word(const std::string& name) const {
  const auto found = words().find(name);
  return found == words().end() ? name : (*this)(found->second);
}

std::string Text::duration(std::int64_t ms) const {
  const std::int64_t seconds = std::max<std::int64_t>(ms, 0) / 1000;
  const std::int64_t minutes = seconds / 60;
  if (minutes >= 60) return std::to_string(minutes / 60) + " h " + twoDigits(minutes % 60) + " min";
  if (minutes > 0) return std::to_string(minutes) + " min " + twoDigits(seconds % 60) + " s";
  return std::to_string(seconds) + " s";
}

std::string Text::time(std::int64_t wallMs) const {
  if (wallMs == 0) return "-";
  const std::string utc = base::formatUtc(wallMs);
  return utc.substr(0, 10) + " " + utc.substr(11, 5) + " UTC";
}

}  // namespace vigie::console
