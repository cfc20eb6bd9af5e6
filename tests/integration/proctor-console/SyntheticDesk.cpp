#include "tests/integration/proctor-console/SyntheticDesk.hpp"

namespace vigie::support {

SyntheticDesk::SyntheticDesk(SyntheticCentre& centre, SyntheticConsole& lender)
    : centre_(centre),
      role_{crypto::Role::console, lender.machine().hex()},
      machineKey_(lender.machineKey().publicKey()),
      place_({"proctor-console test", {}}, std::make_shared<const crypto::PrivateKey>(lender.key()),
             console::StandingBook()) {
  lender.disconnect();
  connect();
}

void SyntheticDesk::connect() {
  link_ = centre_.open(role_, machineKey_);
  place_.linkOpened();
  pump();
}

void SyntheticDesk::lose() {
  if (link_) centre_.end(*link_);
  link_.reset();
  place_.linkLost({"truncated", "the cable"}, centre_.clock().now().wallMs);
  pump();
}

void SyntheticDesk::pump() {
  for (bool isQuiet = false; !isQuiet;) {
    isQuiet = true;
    for (const protocol::Message& out : place_.takeOutgoing()) {
      if (link_) centre_.send(*link_, out);
      isQuiet = false;
    }
    if (!link_) break;
    for (const protocol::Message& in : centre_.take(*link_)) {
      place_.receive(in, centre_.clock().now().wallMs);
      isQuiet = false;
    }
  }
  if (place_.takeChanged() && listener_) listener_();
}

void SyntheticDesk::look(const base::SessionId& session) {
  place_.look(session);
  pump();
}

void SyntheticDesk::regard(const std::optional<base::CandidateRef>& candidate) {
  place_.regard(candidate);
  pump();
}

void SyntheticDesk::give(console::Order order, console::Settled settled) {
  place_.give(std::move(order), std::move(settled), centre_.clock().now().wallMs);
  pump();
}

}  // namespace vigie::support
