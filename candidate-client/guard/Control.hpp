// One control of the lockdown, as the guard sees it. What a control changes in the system it names as steps, which the
// engine makes and gives back; what it only watches ends with the process and needs no giving back.
// Ownership: the Guard refers to them. Thread: the guard's main one.
#pragma once

#include <functional>
#include <vector>

#include "candidate-client/guard/Engine.hpp"
#include "candidate-client/guard/Incident.hpp"
#include "candidate-client/guard/Policy.hpp"

namespace vigie::guard {

// What this machine can do for a control, found out by trying, not by asking for versions.
struct Ability {
  bool enforce = false;
  bool report = false;
  std::string why;  // a sentence about what is missing or partial; may be there though both are true
};

using Report = std::function<void(const Sighting&)>;

class Control {
 public:
  virtual ~Control() = default;
  virtual ControlId id() const = 0;
  virtual Ability ability() = 0;

  // Changes to make for `policy`, in their order. `mode` is report or on; reporting seldom needs one.
  virtual base::Result<std::vector<Step>> steps(const Policy& policy, Mode mode) = 0;

  // Watching begins before the changes and ends after they are given back. `mode` is report or on.
  virtual base::Result<void> start(const Policy& policy, Mode mode, const Report& report) = 0;
  virtual void stop() = 0;

  // To wait for in the guard's loop, or -1. ready() then reports what there is; tick() is called about once a second.
  virtual int descriptor() const { return -1; }
  virtual void ready() {}
  virtual void tick() {}
};

}  // namespace vigie::guard
