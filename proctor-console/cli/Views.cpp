#include "proctor-console/cli/Views.hpp"

#include <algorithm>
#include <tuple>

#include "common/base/Bytes.hpp"
#include "common/base/Clock.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

constexpr std::size_t kShownDigits = 8;  // of a reference, for people; any unique prefix of 4 names it

std::string shortHex(const std::string& raw) {
  return hexOf(raw).substr(0, kShownDigits);
}
std::string orDash(const std::string& value) {
  return value.empty() ? "-" : value;
}
Json orNull(const std::string& value) {
  return value.empty() ? Json(nullptr) : Json(value);
}
Json timeOrNull(std::int64_t wallMs) {
  return wallMs == 0 ? Json(nullptr) : Json(base::formatUtc(wallMs));
}

std::string progress(const message::CandidateView& candidate) {
  if (candidate.question() == 0) return "-";
  return std::to_string(candidate.question()) + "/" + std::to_string(candidate.questions());
}

std::string stateOf(const Text& text, const message::CandidateView& candidate) {
  std::string state = text.word(candidate.phase());
  if (candidate.phase() == "ended") return state;
  if (candidate.paused()) state += ", " + text({"en pause", "paused"});
  if (candidate.phase() != "added" && !candidate.linked()) state += ", " + text({"non relié", "not linked"});
  return state;
}

std::string stateOf(const Text& text, const message::SessionView& session) {
  const std::string phase = session.phase() == "ended" ? text({"terminée", "ended"}) : text.word(session.phase());
  return phase + (session.paused() ? ", " + text({"en pause", "paused"}) : "");
}

std::string resultOf(const Text& text, const message::CandidateView& candidate) {
  if (!candidate.has_result()) return "-";
  return text.word(candidate.status()) + (candidate.score() != 0 ? " " + std::to_string(candidate.score()) : "");
}

std::string line(const std::string& label, const std::string& value) {
  return label + value + "\n";
}

std::vector<const message::CandidateView*> byName(const CandidateViews& candidates) {
  std::vector<const message::CandidateView*> out;
  for (const auto& candidate : candidates) out.push_back(&candidate);
  std::sort(out.begin(), out.end(), [](const auto* left, const auto* right) {
    return std::tie(left->family_name(), left->given_name(), left->candidate()) <
           std::tie(right->family_name(), right->given_name(), right->candidate());
  });
  return out;
}

}  // namespace

std::string hexOf(const std::string& raw) {
  return base::toHex(base::bytesOf(raw));
}

std::string nameOf(const message::CandidateView& candidate) {
  return candidate.given_name() + (candidate.given_name().empty() ? "" : " ") + candidate.family_name();
}

std::string streamName(const std::string& stream) {
  const bool isCentre = std::all_of(stream.begin(), stream.end(), [](char byte) { return byte == 0; });
  return isCentre ? "centre" : hexOf(stream);
}

// ---- JSON ----

Json toJson(const message::SessionView& session) {
  return {{"session", hexOf(session.session())},
          {"state", session.phase()},
          {"paused", session.paused()},
          {"ticket", session.ticket()},
          {"kind", session.kind()},
          {"candidates", session.candidates()},
          {"running", session.running()},
          {"ended", session.ended()},
          {"openAlerts", session.open_alerts()},
          {"certificates", session.certificates()},
          {"incidents", session.incidents()},
          {"arithmetic", session.arithmetic()},
          {"ticketUntil", timeOrNull(session.ticket_until_ms())}};
}

Json toJson(const message::CandidateView& candidate) {
  Json credits = Json::array();
  for (const auto& credit : candidate.credits()) credits.push_back({{"reason", credit.reason()}, {"ms", credit.ms()}});
  Json acknowledged = Json::array();
  Json noticed = Json::array();
  for (const auto& answer : candidate.acknowledged()) {
    acknowledged.push_back({{"question", answer.question()}, {"sha256", hexOf(answer.sha256())}});
    if (answer.left_screen()) noticed.push_back({{"question", answer.question()}, {"what", "left-screen"}});
    if (answer.out_of_time()) noticed.push_back({{"question", answer.question()}, {"what", "out-of-time"}});
  }
  Json accommodations = Json::array();
  for (const std::string& name : candidate.accommodations()) accommodations.push_back(name);
  Json out = {{"reference", hexOf(candidate.candidate())},
              {"state", candidate.phase()},
              {"paused", candidate.paused()},
              {"linked", candidate.linked()},
              {"question", candidate.question()},
              {"questions", candidate.questions()},
              {"replaced", candidate.replaced()},
              {"remainingMs", candidate.remaining_ms()},
              {"creditedMs", candidate.credited_ms()},
              {"credits", std::move(credits)},
              {"acknowledged", std::move(acknowledged)},
              {"noticed", std::move(noticed)},
              {"name", nameOf(candidate)},
              {"familyName", candidate.family_name()},
              {"givenName", candidate.given_name()},
              {"birthDate", candidate.birth_date()},
              {"code", candidate.code()},
              {"language", candidate.language()},
              {"workstation", orNull(hexOf(candidate.workstation()))},
              {"workstationLabel", orNull(candidate.workstation_label())},
              {"lease", candidate.lease()},
              {"endReason", orNull(candidate.end_reason())}};
  Json gaps = Json::array();
  for (const std::uint32_t number : candidate.picture_gaps()) gaps.push_back(number);
  out["accommodations"] = std::move(accommodations);
  out["capture"] = orNull(candidate.capture());
  out["pictures"] = {{"announced", candidate.pictures_announced()},
                     {"stored", candidate.pictures_stored()},
                     {"newest", candidate.last_picture()},
                     {"newestTaken", timeOrNull(candidate.last_picture_ms())},
                     {"missing", candidate.pictures_missing()},
                     {"gaps", std::move(gaps)}};
  out["status"] = candidate.has_result() ? orNull(candidate.status()) : Json(nullptr);
  out["score"] = candidate.has_result() ? Json(candidate.score()) : Json(nullptr);
  out["certificate"] = orNull(candidate.certificate());
  return out;
}

Json toJson(const message::AlertView& alert) {
  return {{"alert", alert.alert()},
          {"candidate", hexOf(alert.candidate())},
          {"question", alert.question()},
          {"category", alert.category()},
          {"comment", alert.comment()},
          {"open", alert.open()},
          {"outcome", orNull(alert.outcome())}};
}

Json toJson(const message::MachineView& machine) {
  return {{"workstation", hexOf(machine.machine())},
          {"role", machine.role()},
          {"label", machine.label()},
          {"linked", machine.linked()},
          {"revoked", machine.revoked()},
          {"validUntil", timeOrNull(machine.valid_until_ms())}};
}

Json toJson(const message::TicketView& ticket) {
  return {{"ticket", ticket.number()},
          {"kind", ticket.kind()},
          {"validFrom", timeOrNull(ticket.valid_from_ms())},
          {"validUntil", timeOrNull(ticket.valid_until_ms())},
          {"session", orNull(hexOf(ticket.session()))}};
}

Json toJson(const message::StreamView& stream) {
  return {{"stream", streamName(stream.stream())},
          {"position", stream.position()},
          {"head", hexOf(stream.head())},
          {"intact", stream.intact()},
          {"damage", orNull(stream.damage())}};
}

// ---- for people ----

std::string describe(const Text& text, const SessionViews& sessions) {
  Table table({text({"SÉANCE", "SESSION"}), text({"ÉTAT", "STATE"}), "TICKET", text({"SORTE", "KIND"}),
               text({"CANDIDATS", "CANDIDATES"}), text({"EN COURS", "RUNNING"}), text({"TERMINÉS", "ENDED"}),
               text({"SIGNALEMENTS", "ALERTS"}), text({"CERTIFICATS", "CERTIFICATES"})});
  for (const auto& session : sessions) {
    table.add({shortHex(session.session()), stateOf(text, session), session.ticket(), text.word(session.kind()),
               std::to_string(session.candidates()), std::to_string(session.running()), std::to_string(session.ended()),
               std::to_string(session.open_alerts()), std::to_string(session.certificates())});
  }
  return table.isEmpty() ? text({"Aucune séance.", "No session."}) + "\n" : table.text();
}

std::string describe(const Text& text, const message::SessionView& session) {
  return line(text({"Séance       ", "Session      "}), hexOf(session.session())) +
         line(text({"État         ", "State        "}), stateOf(text, session)) +
         line("Ticket       ", session.ticket() + " (" + text.word(session.kind()) + ", " +
                                   text({"jusqu'au ", "until "}) + text.time(session.ticket_until_ms()) + ")") +
         line(text({"Candidats    ", "Candidates   "}),
              text({"{} ({} en cours, {} terminés)", "{} ({} running, {} ended)"},
                   {std::to_string(session.candidates()), std::to_string(session.running()),
                    std::to_string(session.ended())})) +
         line(text({"Signalements ", "Alerts       "}),
              text({"{} à trancher", "{} to resolve"}, {std::to_string(session.open_alerts())})) +
         line(text({"Incidents    ", "Incidents    "}), std::to_string(session.incidents())) +
         line(text({"Certificats  ", "Certificates "}), std::to_string(session.certificates()));
}

std::string describe(const Text& text, const CandidateViews& candidates) {
  Table table({text({"RÉFÉRENCE", "REFERENCE"}), "CODE", text({"NOM", "NAME"}), text({"ÉTAT", "STATE"}),
               text({"POSTE", "SEAT"}), "QUESTION", text({"RESTE", "LEFT"}), text({"RÉSULTAT", "RESULT"}),
               text({"CERTIFICAT", "CERTIFICATE"})});
  for (const auto* one : byName(candidates)) {
    const bool hasClock = one->phase() == "running";
    table.add({shortHex(one->candidate()), one->code(), nameOf(*one), stateOf(text, *one),
               orDash(one->workstation_label()), progress(*one), hasClock ? text.duration(one->remaining_ms()) : "-",
               resultOf(text, *one), orDash(one->certificate())});
  }
  return table.isEmpty() ? text({"Aucun candidat.", "No candidate."}) + "\n" : table.text();
}

std::string describe(const Text& text, const message::CandidateView& one) {
  std::string out = line(text({"Candidat   ", "Candidate  "}), nameOf(one) + ", " + one.birth_date()) +
                    line(text({"Référence  ", "Reference  "}), hexOf(one.candidate())) +
                    line("Code       ", one.code()) + line(text({"État       ", "State      "}), stateOf(text, one)) +
                    line(text({"Poste      ", "Seat       "}), orDash(one.workstation_label())) +
                    line("Question   ", progress(one));
  std::string agreed;
  for (const std::string& name : one.accommodations()) agreed += (agreed.empty() ? "" : ", ") + text.word(name);
  if (!agreed.empty()) out += line(text({"Convenu    ", "Agreed     "}), agreed);
  if (one.replaced() != 0) out += line(text({"Remplacées ", "Replaced   "}), std::to_string(one.replaced()));
  out += line(text({"Reste      ", "Left       "}), text.duration(one.remaining_ms()));
  std::string credits;
  for (const auto& credit : one.credits()) {
    credits += (credits.empty() ? " (" : ", ") + text.word(credit.reason()) + " " + text.duration(credit.ms());
  }
  out += line(text({"Crédité    ", "Credited   "}),
              text.duration(one.credited_ms()) + credits + (credits.empty() ? "" : ")"));
  out += line(text({"Réponses   ", "Answers    "}),
              text({"{} enregistrées", "{} recorded"}, {std::to_string(one.acknowledged_size())}));
  if (!one.end_reason().empty()) out += line(text({"Fin        ", "End        "}), text.word(one.end_reason()));
  if (one.has_result()) out += line(text({"Résultat   ", "Result     "}), resultOf(text, one));
  if (!one.certificate().empty()) out += line(text({"Certificat ", "Certificate "}), one.certificate());
  return out;
}

std::string describe(const Text& text, const AlertViews& alerts, const CandidateViews& candidates) {
  Table table({text({"N°", "NO."}), text({"CANDIDAT", "CANDIDATE"}), "QUESTION", text({"SORTE", "KIND"}),
               text({"DÉCISION", "OUTCOME"}), text({"COMMENTAIRE", "COMMENT"})});
  for (const auto& alert : alerts) {
    const auto who = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const auto& one) { return one.candidate() == alert.candidate(); });
    table.add({std::to_string(alert.alert()), who == candidates.end() ? shortHex(alert.candidate()) : nameOf(*who),
               alert.question() == 0 ? "-" : std::to_string(alert.question()), text.word(alert.category()),
               alert.open() ? text({"à trancher", "open"}) : text.word(alert.outcome()), orDash(alert.comment())});
  }
  return table.isEmpty() ? text({"Aucun signalement.", "No alert."}) + "\n" : table.text();
}

std::string describe(const Text& text, const MachineViews& machines) {
  Table table({text({"NOM", "LABEL"}), text({"RÔLE", "ROLE"}), text({"RELIÉE", "LINKED"}),
               text({"VALABLE JUSQU'AU", "VALID UNTIL"}), text({"IDENTIFIANT", "ID"})});
  for (const auto& machine : machines) {
    table.add({machine.label(), text.word(machine.role()),
               machine.revoked() ? text({"révoquée", "revoked"}) : text.yesOrNo(machine.linked()),
               text.time(machine.valid_until_ms()), shortHex(machine.machine())});
  }
  return table.isEmpty() ? text({"Aucune machine enrôlée.", "No enrolled machine."}) + "\n" : table.text();
}

std::string describe(const Text& text, const TicketViews& tickets) {
  Table table({"TICKET", text({"SORTE", "KIND"}), text({"À PARTIR DU", "FROM"}), text({"JUSQU'AU", "UNTIL"}),
               text({"SÉANCE", "SESSION"})});
  for (const auto& ticket : tickets) {
    table.add({ticket.number(), text.word(ticket.kind()), text.time(ticket.valid_from_ms()),
               text.time(ticket.valid_until_ms()), ticket.session().empty() ? "-" : shortHex(ticket.session())});
  }
  return table.isEmpty() ? text({"Aucun ticket.", "No ticket."}) + "\n" : table.text();
}

std::string describe(const Text& text, const StreamViews& streams) {
  Table table({text({"FLUX", "STREAM"}), "POSITION", text({"INTACT", "INTACT"}), text({"DÉGÂT", "DAMAGE"})});
  for (const auto& stream : streams) {
    table.add({streamName(stream.stream()), std::to_string(stream.position()), text.yesOrNo(stream.intact()),
               orDash(stream.damage())});
  }
  return table.isEmpty() ? text({"Rien à vérifier.", "Nothing to verify."}) + "\n" : table.text();
}

}  // namespace vigie::cli
