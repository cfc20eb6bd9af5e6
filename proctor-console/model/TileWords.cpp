#include "proctor-console/model/TileWords.hpp"

#include <algorithm>

#include "common/exam/Accommodations.hpp"

namespace vigie::console {
namespace {

namespace message = protocol::message;
using enum exam::CandidatePhase;

const message::AlertView* oldestAlertOf(const Room& room, const message::CandidateView& candidate) {
  for (const message::AlertView* alert : room.openAlerts()) {
    if (alert->candidate() == candidate.candidate()) return alert;
  }
  return nullptr;
}

std::string nameOf(const message::CandidateView& candidate) {
  return candidate.family_name() + " " + candidate.given_name();
}

std::string what(const message::AlertView& alert, const Text& text) {
  const std::string word = text.word(alert.category());
  return alert.comment().empty() ? word : text({"{} : « {} »", "{}: \"{}\""}, {word, alert.comment()});
}

struct State {
  Level level;
  Phrase words;
};

State phaseWords(exam::CandidatePhase phase) {
  switch (phase) {
    case added:
      return {Level::unknown, {"Pas encore installé", "Not seated yet"}};
    case seated:
      return {Level::unknown, {"Confirme son identité", "Confirming identity"}};
    case identified:
      return {Level::attention, {"Présence à confirmer", "Presence to confirm"}};
    case ready:
      return {Level::good, {"Prêt à commencer", "Ready to begin"}};
    case running:
      return {Level::good, {"En cours", "Running"}};
    case ended:
      return {Level::good, {"Terminé", "Finished"}};
  }
  return {Level::unknown, {}};
}

State endWords(const message::CandidateView& candidate) {
  if (!candidate.certificate().empty()) return {Level::good, {"Certificat délivré", "Certificate issued"}};
  if (candidate.has_result()) {
    return candidate.status() == "validated" ? State{Level::good, {"Résultat validé", "Result validated"}}
                                             : State{Level::unknown, {"Non validé", "Not validated"}};
  }
  return phaseWords(ended);
}

State stateOf(const Room& room, const message::CandidateView& candidate, exam::CandidatePhase phase) {
  if (phase == ended) return endWords(candidate);
  switch (room.attention(candidate)) {
    case Attention::openAlert:
      return {Level::bad, {"Signalement à trancher", "Report to decide"}};
    case Attention::linkLost:
      return {Level::bad, {"Liaison perdue", "Link lost"}};
    case Attention::confirmPresence:
    case Attention::none:
      break;
  }
  if (phase != added && candidate.paused()) return {Level::attention, {"En pause", "Paused"}};
  return phaseWords(phase);
}

Phrase captureWords(const std::string& capture) {
  if (capture == "refused") {
    return {"Images refusées : surveillez cette personne vous-même", "Pictures refused: watch this person yourself"};
  }
  if (capture == "no-camera") {
    return {"Pas de caméra : surveillez cette personne vous-même", "No camera: watch this person yourself"};
  }
  if (capture == "failed") {
    return {"Caméra en panne : surveillez cette personne vous-même", "Camera failed: watch this person yourself"};
  }
  return {"Pas encore d'image", "No picture yet"};
}

std::string adviceWords(const message::CandidateView& candidate, const Text& text) {
  std::string out;
  for (const std::string& flag : candidate.facts().flags()) out += (out.empty() ? "" : ", ") + text.word(flag);
  return out.empty() ? out : text({"À regarder : {}", "Worth a look: {}"}, {out});
}

bool isSeen(const std::string& accommodation) {
  const exam::KnownAccommodation* known = exam::findAccommodation(accommodation);
  return accommodation == "helper-present" || (known != nullptr && known->kind == exam::AccommodationKind::people);
}

enum class Which { seen, all };

std::string agreedWords(const message::CandidateView& candidate, const Text& text, Which which) {
  std::string out;
  for (const std::string& name : candidate.accommodations()) {
    if (which == Which::all || isSeen(name)) out += (out.empty() ? "" : ", ") + text.word(name);
  }
  if (out.empty()) return out;
  return which == Which::all ? text({"Aménagements : {}", "Accommodations: {}"}, {out})
                             : text({"Convenu : {}", "Agreed: {}"}, {out});
}

}  // namespace

TileWords tileWords(const Room& room, const message::CandidateView& candidate, const Text& text) {
  const auto phase = candidatePhase(candidate.phase()).value_or(added);
  const State state = stateOf(room, candidate, phase);
  const message::AlertView* alert = oldestAlertOf(room, candidate);
  TileWords out;
  out.name = nameOf(candidate);
  out.place = candidate.workstation_label();
  out.level = state.level;
  out.state = text(state.words);
  if (candidate.question() != 0) {
    out.question = text({"Question {} sur {}", "Question {} of {}"},
                        {std::to_string(candidate.question()), std::to_string(candidate.questions())});
  }
  if (phase != added && phase != ended) {
    out.link = text(candidate.linked() ? Phrase{"Relié", "Linked"} : Phrase{"Liaison perdue", "Link lost"});
  }
  if (alert != nullptr) out.alert = what(*alert, text);
  out.capture = text(captureWords(candidate.capture()));
  if (phase != ended) out.beside = agreedWords(candidate, text, Which::seen);
  out.agreed = agreedWords(candidate, text, Which::all);
  if (phase == running) out.advice = adviceWords(candidate, text);
  out.counts = phase == running && candidate.linked() && !candidate.paused() && alert == nullptr;
  out.isOver = phase == ended;
  return out;
}

std::string alertWords(const Room& room, const message::AlertView& alert, const Text& text) {
  const auto ref = base::CandidateRef::fromBytes(alert.candidate());
  const message::CandidateView* candidate = ref ? room.find(*ref) : nullptr;
  std::string out = candidate != nullptr ? nameOf(*candidate) : std::string();
  if (candidate != nullptr && !candidate->workstation_label().empty()) out += " · " + candidate->workstation_label();
  if (alert.question() != 0) out += text({" · question {}", " · question {}"}, {std::to_string(alert.question())});
  return out + " · " + what(alert, text);
}

}  // namespace vigie::console
