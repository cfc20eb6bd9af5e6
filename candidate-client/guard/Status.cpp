#include "candidate-client/guard/Status.hpp"

#include <algorithm>
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

// What a control is about, for somebody who never read its name.
std::string_view aboutControl(std::string_view name) {
  constexpr std::array<std::string_view, kControls> kAbout{"no way to another session",
                                                           "keys that lead out, and keys that programs press",
                                                           "other programs on the screen",
                                                           "the clipboard",
                                                           "how many displays",
                                                           "programs, by their content",
                                                           "the network: the centre and nothing else",
                                                           "USB and cameras",
                                                           "other sessions, rights, switching off",
                                                           "fences around the exam's window",
                                                           "settings of the kernel",
                                                           "a system that cannot be changed",
                                                           "the TPM's proof of what was started",
                                                           "a real machine, not a virtual one"};
  const auto id = controlOf(name);
  return id ? kAbout[static_cast<std::size_t>(*id)] : name;
}

std::string inPlainWords(std::string_view standing) {
  if (standing == "reporting") return "reported, not blocked";
  if (standing == "not-possible") return "NOT POSSIBLE HERE";
  return std::string(standing);
}

std::string controlLine(const nlohmann::json& control) {
  std::string name = textMember(control, "control");
  const std::string about(aboutControl(name));
  name.resize(13, ' ');
  const std::string why = textMember(control, "why");
  return "  " + name + inPlainWords(textMember(control, "standing")) + ": " + about +
         (why.empty() ? "" : "\n               (" + why + ")") + '\n';
}

// What the policy wants enforced and is not, so that "locked" promises nothing that does not hold.
std::string gapLine(const nlohmann::json& status) {
  std::string out;
  for (const auto& one : status.value("gaps", nlohmann::json::array())) {
    out += (out.empty() ? "" : ", ") + (one.is_string() ? one.get<std::string>() : std::string());
  }
  return out.empty() ? out : "Its policy wants more than this machine enforces: " + out + " (see below).\n";
}

std::string incidentLines(const nlohmann::json& incident) {
  const auto times = incident.value("times", std::uint64_t{1});
  std::string out = "  " + textMember(incident, "seen") + '\n';
  out += "    " + textMember(incident, "severity") + ", last at " + textMember(incident, "last") +
         (times > 1 ? ", " + std::to_string(times) + " times" : "") + '\n';
  if (incident.contains("waiver")) {
    out += "    Waived by " + textMember(incident["waiver"], "by") + ": " + textMember(incident["waiver"], "reason") +
           '\n';
  } else {
    out += "    An invigilator may: " + textMember(incident, "mayDo") + '\n';
  }
  if (incident.contains("facts")) {
    for (const auto& [name, text] : incident["facts"].items()) {
      out += "    " + name + ": " + (text.is_string() ? text.get<std::string>() : std::string()) + '\n';
    }
  }
  return out + "    (" + textMember(incident, "control") + "/" + textMember(incident, "reason") + " " +
         textMember(incident, "id") + ")\n";
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

std::vector<ControlId> gapsOf(const std::vector<ControlStatus>& controls) {
  constexpr std::array kBlocking{ControlId::processes, ControlId::network, ControlId::client, ControlId::kernel};
  std::vector<ControlId> out;
  for (const ControlStatus& one : controls) {
    const bool blocking = std::ranges::find(kBlocking, one.id) != kBlocking.end();
    const bool weaker = one.standing == Standing::notPossible || (one.standing == Standing::reporting && blocking);
    if (one.wanted == Mode::on && weaker) out.push_back(one.id);
  }
  return out;
}

nlohmann::json toJson(const Status& status) {
  nlohmann::json controls = nlohmann::json::array();
  for (const ControlStatus& one : status.controls) {
    controls.push_back({{"control", controlName(one.id)},
                        {"wanted", modeName(one.wanted)},
                        {"standing", standingName(one.standing)},
                        {"why", one.why}});
  }
  nlohmann::json gaps = nlohmann::json::array();
  for (const ControlId one : gapsOf(status.controls)) gaps.push_back(controlName(one));
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
          {"gaps", std::move(gaps)},
          {"incidents", std::move(incidents)},
          {"trouble", status.trouble},
          {"changes", status.changes},
          {"codeReady", status.codeReady},
          {"record", {{"position", status.record.position}, {"head", base::toHex(status.record.head)}}}};
}

// First what a person in the room has to know and may do, then what is in force, last what only support asks for.
std::string inWords(const nlohmann::json& status) {
  std::string out = firstLine(status) + gapLine(status);
  for (const auto& one : status.value("trouble", nlohmann::json::array())) {
    out += "  ! " + (one.is_string() ? one.get<std::string>() : std::string()) + '\n';
  }
  std::string alarms, others;
  for (const auto& one : status.value("incidents", nlohmann::json::array())) {
    (one.value("alarm", false) ? alarms : others) += incidentLines(one);
  }
  if (textMember(status, "state") == "unclear") {
    out +=
        "An administrator has to look: `workstation-guard restore` tries again to give back what it can, with "
        "--give-up-damage it then forgets what cannot be read.\n";
  } else if (alarms.empty()) {
    out += "Nothing needs you at this seat.\n";
  }
  if (!alarms.empty()) out += "Look at this seat:\n" + alarms;
  out += "What is in force:\n";
  for (const auto& one : status.value("controls", nlohmann::json::array())) out += controlLine(one);
  if (!others.empty()) out += "Also seen, no alarm:\n" + others;
  return out + "For support: seat " + textMember(status, "seat") + ", last order " +
         std::to_string(status.value("number", std::uint64_t{0})) +
         ", values to give back: " + std::to_string(status.value("changes", std::uint64_t{0})) +
         ", local unlock code: " + (status.value("codeReady", false) ? "ready" : "none") +
         ", attestation: " + textMember(status, "attestation") + ", nonce " + textMember(status, "nonce") + "\n";
}

}  // namespace vigie::guard
