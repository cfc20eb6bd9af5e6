#include "candidate-client/guard/Incident.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"
#include "common/crypto/Random.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {

std::string_view severityName(Severity severity) {
  constexpr std::array<std::string_view, 3> kNames{"notice", "warning", "serious"};
  return kNames[static_cast<std::size_t>(severity)];
}

nlohmann::json toJson(const Incident& incident) {
  const Sighting& sighting = incident.sighting;
  nlohmann::json facts = nlohmann::json::object();
  for (const auto& [name, text] : sighting.facts) facts[name] = text;
  nlohmann::json out{{"id", incident.id},
                     {"control", controlName(sighting.control)},
                     {"reason", sighting.reason},
                     {"subject", sighting.subject},
                     {"severity", severityName(sighting.severity)},
                     {"seen", sighting.seen},
                     {"mayDo", sighting.mayDo},
                     {"facts", std::move(facts)},
                     {"first", base::formatUtc(incident.first.wallMs)},
                     {"last", base::formatUtc(incident.last.wallMs)},
                     {"firstRunMs", incident.first.runMs},
                     {"times", incident.times},
                     {"alarm", incident.alarm()}};
  if (incident.waiver) {
    out["waiver"] = {{"by", incident.waiver->by},
                     {"reason", incident.waiver->reason},
                     {"order", incident.waiver->order},
                     {"at", base::formatUtc(incident.waiver->wallMs)}};
  }
  return out;
}

base::Result<Incident> incidentFrom(const nlohmann::json& value) {
  Incident out;
  Sighting& sighting = out.sighting;
  std::string control;
  std::string severity;
  std::string first;
  for (const auto& [name, text] :
       std::initializer_list<std::pair<std::string_view, std::string*>>{{"id", &out.id},
                                                                        {"control", &control},
                                                                        {"reason", &sighting.reason},
                                                                        {"subject", &sighting.subject},
                                                                        {"severity", &severity},
                                                                        {"seen", &sighting.seen},
                                                                        {"mayDo", &sighting.mayDo},
                                                                        {"first", &first}}) {
    auto read = textField(value, name, "incident", 1U << 16U);
    if (!read) return base::fail(read.error());
    *text = std::move(*read);
  }
  const auto id = controlOf(control);
  if (!id) return base::fail(id.error());
  sighting.control = *id;
  for (const Severity one : {Severity::notice, Severity::warning, Severity::serious}) {
    if (severity == severityName(one)) sighting.severity = one;
  }
  out.first.wallMs = base::parseUtc(first);
  out.last = out.first;
  const nlohmann::json facts = value.value("facts", nlohmann::json::object());
  for (const auto& [name, text] : facts.items()) {
    if (text.is_string()) sighting.facts.emplace_back(name, text.get<std::string>());
  }
  if (const auto waiver = value.find("waiver"); waiver != value.end()) {
    out.waiver = Waiver{jcs::textMember(*waiver, "by"), jcs::textMember(*waiver, "reason"),
                        waiver->value("order", std::uint64_t{0}), base::parseUtc(jcs::textMember(*waiver, "at"))};
  }
  return out;
}

void Incidents::put(Incident incident) {
  const auto found = std::ranges::find(incidents_, incident.id, &Incident::id);
  if (found == incidents_.end()) {
    incidents_.push_back(std::move(incident));
  } else {
    *found = std::move(incident);
  }
}

std::pair<const Incident*, bool> Incidents::add(const Sighting& sighting, const base::Moment& now) {
  // A waiver ends the alarm of what was seen, not of what is seen again: that is a new incident.
  for (Incident& one : incidents_) {
    const Sighting& known = one.sighting;
    if (one.waiver || known.control != sighting.control || known.reason != sighting.reason ||
        known.subject != sighting.subject) {
      continue;
    }
    one.last = now;
    ++one.times;
    return {&one, false};
  }
  if (incidents_.size() >= kMost) {
    const auto quiet = std::ranges::find_if(incidents_, [](const Incident& one) { return !one.alarm(); });
    incidents_.erase(quiet == incidents_.end() ? incidents_.begin() : quiet);
  }
  const auto id = crypto::randomBytes(16);
  incidents_.push_back({base::toHex(id), sighting, now, now, 1, {}});
  return {&incidents_.back(), true};
}

const Incident* Incidents::waive(const std::string& id, Waiver waiver) {
  const auto found = std::ranges::find(incidents_, id, &Incident::id);
  if (found == incidents_.end()) return nullptr;
  found->waiver = std::move(waiver);
  return &*found;
}

std::size_t Incidents::alarms() const {
  return static_cast<std::size_t>(std::ranges::count_if(incidents_, &Incident::alarm));
}

}  // namespace vigie::guard
