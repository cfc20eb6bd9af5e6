// L11: what surrounds the candidate's client. It is put on by guard-launch (app/LaunchMain.cpp) when it starts the
// client, and cannot be taken off; here the guard says whether this kernel can do it. Stops and deaths of the client
// come as sightings of guard-launch.
#pragma once

#include "candidate-client/guard/Control.hpp"

namespace vigie::control {

class ClientControl final : public guard::Control {
 public:
  guard::ControlId id() const override { return guard::ControlId::client; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy&, guard::Mode, const guard::Report&) override { return {}; }
  void stop() override {}
};

}  // namespace vigie::control
