#include "candidate-client/guard/Status.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

using jcs::textMember;

std::string firstLine(const nlohmann::json& status) {
  const std::string state = textMember(status, "state");
  const std::string grade = textMember(status, "grade");
  if (state == "locked" && grade != "locked") {
    return "This seat is under the policy \"" + grade + "\" (" +
           (grade == "watched" ? "what is seen is reported, nothing is blocked" : "nothing is enforced") + ").\n";
  }
  if (state == "locked") {
    return "This seat is LOCKED, policy \"" + textMember(status, "grade") + "\", by order " +
           std::to_string(status.value("lockOrder", std::uint64_t{0})) + ".\n";
  }
  if (state == "unclear") {
    return "This seat is in an UNCLEAR state: part of an earlier lock may still be in force.\n";
  }
  return "This seat is open: the guard enforces nothing.\n";
}

std::string controlLine(const nlohmann::json& control) {
  std::string name = textMember(control, "control");
  name.resize(13, ' ');
  const std::string why = textMember(control, "why");
  return "  " + name + textMember(control, "standing") + (why.empty() ? "" : ": " + why) + '\n';
}

std::string incidentLines(const nlohmann::json& incident) {
  std::string out = "  " + textMember(incident, "last") + "  " + textMember(incident, "severity") + "  " +
                    textMember(incident, "control") + "/" + textMember(incident, "reason") + "  " +
                    textMember(incident, "id") + '\n';
  out += "    Seen " + std::to_string(incident.value("times", std::uint64_t{1})) +
         " time(s): " + textMember(incident, "seen") + '\n';
  if (incident.contains("facts")) {
    for (const auto& [name, text] : incident["facts"].items()) {
      out += "    " + name + ": " + (text.is_string() ? text.get<std::string>() : std::string()) + '\n';
    }
  }
  if (incident.contains("waiver")) {
    return out + "    Waived by " + textMember(incident["waiver"], "by") + ": " +
           textMember(incident["waiver"], "reason") + '\n';
  }
  return out + "    An invigilator may: " + textMember(incident, "mayDo") + '\n';
}

}  // namespace

std::string_view seatStateName(SeatState state) {
  constexpr std::array<std::string_view, 3> kNames{"open", "locked", "unclear"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view standingName(Standing standing) {
  constexpr std::array<std::string_view, 5> kNames{"enforced", "reporting", "off", "not-possible", "absent"};
  return kNames[static_cast<std::size_t>(standing)];
}

nlohmann::json toJson(const Status& status) {
  nlohmann::json controls = nlohmann::json::array();
  for (const ControlStatus& one : status.controls) {
    controls.push_back({{"control", controlName(one.id)},
                        {"wanted", modeName(one.wanted)},
                        {"standing", standingName(one.standing)},
                        {"why", one.why}});
  }
  nlohmann::json incidents = nlohmann::json::array();
  for (const Incident& one : status.incidents) incidents.push_back(toJson(one));
  return {{"format", "vigie-guard-status/1"},
          {"seat", status.seat},
          {"nonce", status.nonce},
          {"number", status.lastNumber},
          {"state", seatStateName(status.state)},
          {"grade", gradeName(status.grade)},
          {"lockOrder", status.lockOrder},
          {"attestation", status.attestation},
          {"controls", std::move(controls)},
          {"incidents", std::move(incidents)},
          {"trouble", status.trouble},
          {"changes", status.changes},
          {"codeReady", status.codeReady},
          {"record", {{"position", status.record.position}, {"head", base::toHex(status.record.head)}}}};
}

std::string inWords(const nlohmann::json& status) {
  std::string out = firstLine(status);
  for (const auto& one : status.value("trouble", nlohmann::json::array())) {
    out += "  ! " + (one.is_string() ? one.get<std::string>() : std::string()) + '\n';
  }
  out += "Values to give back: " + std::to_string(status.value("changes", std::uint64_t{0})) +
         ". Local unlock code: " + (status.value("codeReady", false) ? "one is ready" : "none") +
         ". Attestation: " + textMember(status, "attestation") + ".\n";
  out += "Seat " + textMember(status, "seat") + ", last order " +
         std::to_string(status.value("number", std::uint64_t{0})) + ", nonce " + textMember(status, "nonce") + "\n";
  out += "Controls:\n";
  for (const auto& one : status.value("controls", nlohmann::json::array())) out += controlLine(one);
  const auto incidents = status.value("incidents", nlohmann::json::array());
  out += incidents.empty() ? "Incidents: none.\n" : "Incidents:\n";
  for (const auto& one : incidents) out += incidentLines(one);
  return out;
}

}  // namespace vigie::guard
