// A member of staff at a console: enrolled with a code, with a key of their own, signing every command over the newest
// head that they were shown and countersigning every checkpoint. Thread: one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proctor-console/model/Order.hpp"
#include "tests/support/SyntheticCentre.hpp"

namespace vigie::support {

struct Outcome {
  bool done = false;
  bool repeated = false;
  std::string refusal;  // its code, empty when done
};

class SyntheticConsole {
 public:
  // `code`: 8 characters, open at the centre.
  SyntheticConsole(SyntheticCentre& centre, const std::string& code);

  const crypto::PrivateKey& key() const { return key_; }
  const crypto::PrivateKey& machineKey() const { return machineKey_; }
  const base::WorkstationId& machine() const { return machine_; }
  const base::StaffId& staff() const { return staff_; }
  link::LinkId link() const { return link_; }

  void connect();
  void disconnect() { centre_.end(link_); }

  // Signs and sends; what the centre said to it. `prepare` returns the exact message, to be sent again or altered.
  Outcome give(const console::Order& order);
  protocol::message::StaffCommand prepare(const console::Order& order);
  Outcome send(const protocol::message::StaffCommand& command);

  std::optional<protocol::message::Reply> ask(const protocol::message::Query& query);
  protocol::message::CandidateView view(const base::SessionId& session, const base::CandidateRef& candidate);

  // Takes what came: remembers standings, countersigns checkpoints.
  void receive();
  void doNotCountersign() { countersigns_ = false; }
  void doNotBindHeads() { bindsHeads_ = false; }  // in the commands that it signs
  std::size_t countersigned() const { return countersignedCount_; }
  const std::vector<protocol::message::Refused>& refusals() const { return refusals_; }

 private:
  void remember(const protocol::message::Standing& standing);

  SyntheticCentre& centre_;
  crypto::PrivateKey key_;
  crypto::PrivateKey machineKey_;
  base::WorkstationId machine_;
  base::StaffId staff_;
  base::EpochId epoch_;
  link::LinkId link_{};
  std::map<std::string, protocol::message::Standing> standings_;  // by stream
  std::vector<protocol::message::Refused> refusals_;
  std::optional<Outcome> outcome_;
  std::optional<protocol::message::Reply> reply_;
  std::string waitingFor_;  // id of the command
  bool countersigns_ = true;
  bool bindsHeads_ = true;
  std::size_t countersignedCount_ = 0;
};

}  // namespace vigie::support
