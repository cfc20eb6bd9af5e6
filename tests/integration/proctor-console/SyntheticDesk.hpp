// The window's desk in the same thread as a synthetic centre: the real Workplace, its messages handed over as bytes.
// Thread: one.
#pragma once

#include "proctor-console/ui/Desk.hpp"
#include "tests/support/SyntheticConsole.hpp"

namespace vigie::support {

class SyntheticDesk final : public window::Desk {
 public:
  // `console` lends its enrolment, and its link ends: this desk takes its place.
  SyntheticDesk(SyntheticCentre& centre, SyntheticConsole& console);

  const console::Outlook& outlook() const override { return place_.outlook(); }
  void look(const base::SessionId& session) override;
  void regard(const std::optional<base::CandidateRef>& candidate) override;
  void give(console::Order order, console::Settled settled) override;
  void onChange(std::function<void()> listener) override { listener_ = std::move(listener); }

  void connect();
  void lose();  // the link ends
  void pump();  // until nobody has anything to say; then the listener hears it

 private:
  SyntheticCentre& centre_;
  crypto::RoleIdentity role_;
  crypto::PublicKey machineKey_;
  console::Workplace place_;
  std::optional<link::LinkId> link_;
  std::function<void()> listener_;
};

}  // namespace vigie::support
