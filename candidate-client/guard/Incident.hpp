// What the guard saw and a person should know. An incident never ends an exam: it says what an invigilator may do, and
// one of them may end its alarm by a signed waiver (Order.hpp). Thread: values.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candidate-client/guard/Policy.hpp"
#include "common/base/Clock.hpp"

namespace vigie::guard {

enum class Severity {
  notice,   // worth knowing, needs nobody
  warning,  // somebody should look at the seat
  serious   // somebody should go there now
};

std::string_view severityName(Severity severity);

// A control's observation, before it is numbered and dated.
struct Sighting {
  ControlId control{};
  std::string reason;   // kebab-case, stable: "program-not-allowed"
  std::string subject;  // what it is about: the same control, reason and subject are one incident, counted
  Severity severity = Severity::warning;
  std::string seen;   // a sentence
  std::string mayDo;  // a sentence to an invigilator
  std::vector<std::pair<std::string, std::string>> facts;

  friend bool operator==(const Sighting&, const Sighting&) = default;
};

struct Waiver {
  std::string by;  // 32 hex digits, a staff member
  std::string reason;
  std::uint64_t order = 0;
  std::int64_t wallMs = 0;
};

struct Incident {
  std::string id;  // 32 hex digits
  Sighting sighting;
  base::Moment first, last;
  std::uint64_t times = 1;
  std::optional<Waiver> waiver;

  bool alarm() const { return !waiver && sighting.severity != Severity::notice; }
};

nlohmann::json toJson(const Incident& incident);
base::Result<Incident> incidentFrom(const nlohmann::json& value);  // what toJson made; errors of Fields.hpp

// Those since the last lock, oldest first; beyond kMost the oldest that raise no alarm go (the record keeps them).
class Incidents {
 public:
  static constexpr std::size_t kMost = 200;

  // The incident it became part of, and whether it is a new one.
  std::pair<const Incident*, bool> add(const Sighting& sighting, const base::Moment& now);
  const Incident* waive(const std::string& id, Waiver waiver);  // null: there is none
  void put(Incident incident);                                  // as it was recorded; one of the same id is replaced
  void clear() { incidents_.clear(); }
  const std::vector<Incident>& all() const { return incidents_; }
  std::size_t alarms() const;

 private:
  std::vector<Incident> incidents_;
};

}  // namespace vigie::guard
