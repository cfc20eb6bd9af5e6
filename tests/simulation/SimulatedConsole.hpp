// A console: the real StaffDesk over a cable, and what became of each order. Thread: one.
#pragma once

#include <deque>
#include <map>

#include "proctor-console/model/StaffDesk.hpp"
#include "tests/simulation/CentreProgram.hpp"

namespace vigie::simulation {

struct Settled {
  bool repeated = false;
  std::string refusal;  // empty: done
};

class SimulatedConsole final : public Plug {
 public:
  // Enrols with `code`, open at the centre.
  SimulatedConsole(const std::string& code, CentreProgram& centre, Cables& cables, Chance& chance,
                   const RoomTime& time);

  void work();  // a connection, heartbeats, what the desk wants to say

  base::CommandId give(const console::Order& order);
  const Settled* outcomeOf(const base::CommandId& command) const;  // nullptr: not settled yet
  bool isIdle() const { return outcomes_.size() == given_; }
  std::optional<link::LinkId> link() const { return link_; }
  void stayAway(std::int64_t ms) { connectAtMs_ = time_.trueMs() + ms; }

  const crypto::PrivateKey& key() const { return *key_; }
  const crypto::PrivateKey& machineKey() const { return machineKey_; }
  const base::WorkstationId& machine() const { return machine_; }
  const std::vector<protocol::message::StaffCommand>& said() const { return said_; }

  std::function<void(const std::string&)> trace;

  // Plug
  void linkUp(link::LinkId link) override;
  void linkDown(link::LinkId link) override;
  void frame(link::LinkId link, const protocol::Message& message) override;

 private:
  void flush();
  std::int64_t wallMs() const { return time_.seatNow().wallMs; }

  Cables& cables_;
  Chance& chance_;
  const RoomTime& time_;
  std::shared_ptr<crypto::PrivateKey> key_;
  crypto::PrivateKey machineKey_;
  base::WorkstationId machine_;
  std::unique_ptr<console::StaffDesk> desk_;
  std::optional<link::LinkId> link_;
  bool linked_ = false;
  std::int64_t connectAtMs_ = 0;
  std::int64_t heartbeatMs_ = 0;
  std::size_t given_ = 0;
  std::map<base::CommandId, Settled> outcomes_;
  std::vector<protocol::message::StaffCommand> said_;
};

}  // namespace vigie::simulation
