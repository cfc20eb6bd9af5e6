// L7, and L8 as this seat can do it: nothing leaves or enters but TCP to the centre's endpoints. IPv4 and IPv6, TCP,
// UDP (and so DNS), ICMP, forwarding; connections that were open before are cut too, because no rule looks at states.
// Refused packets are incidents (PacketLog). Local traffic (lo) stays: screen readers use it.
#pragma once

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/control/PacketLog.hpp"

namespace vigie::control {

inline constexpr auto kFilterTable = "vigie_guard";

// Exactly as the kernel's listing prints it. `mode` report: the same rules, which log and accept.
std::string filterRules(const std::vector<guard::Endpoint>& centre, guard::Mode mode);

class NetworkControl final : public guard::Control {
 public:
  explicit NetworkControl(guard::Place& filter) : filter_(filter) {}

  guard::ControlId id() const override { return guard::ControlId::network; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override;
  int descriptor() const override { return log_ ? log_->descriptor() : -1; }
  void ready() override;

 private:
  guard::Place& filter_;
  std::optional<PacketLog> log_;
  guard::Report report_;
};

}  // namespace vigie::control
