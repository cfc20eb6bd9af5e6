// What is enforced on this workstation, and why something is not: for scripts (JSON) and in words. Thread: values.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "candidate-client/guard/Incident.hpp"
#include "common/journal/Chain.hpp"

namespace vigie::guard {

enum class SeatState {
  open,    // nothing of this guard is in force
  locked,  // an order's policy is in force
  unclear  // part of an earlier lock could not be given back: `trouble` says what
};
std::string_view seatStateName(SeatState state);

enum class Standing { enforced, reporting, off, notPossible, absent };
std::string_view standingName(Standing standing);

struct ControlStatus {
  ControlId id{};
  Mode wanted = Mode::off;
  Standing standing = Standing::off;
  std::string why;  // when it is less than wanted, or partial
};

struct Status {
  std::string seat;
  std::string nonce;  // 64 hex digits
  std::uint64_t lastNumber = 0;
  SeatState state = SeatState::open;
  Grade grade = Grade::open;
  std::uint64_t lockOrder = 0;
  std::string attestation = "none";
  std::vector<ControlStatus> controls;
  std::vector<Incident> incidents;
  std::vector<std::string> trouble;
  std::size_t changes = 0;  // values to give back
  bool codeReady = false;
  journal::Head record;
};

// Controls that are to enforce, could on a machine with the means for it, and do not. Some never do more than report.
std::vector<ControlId> gapsOf(const std::vector<ControlStatus>& controls);

nlohmann::json toJson(const Status& status);
std::string inWords(const nlohmann::json& status);  // of what toJson made, in this or another process

}  // namespace vigie::guard
