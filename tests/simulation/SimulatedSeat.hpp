// A workstation: its machine key and disk, which outlive its program; the program, which is the real Sitting; and its
// links, made again with a growing pause. Thread: one.
#pragma once

#include <functional>
#include <memory>

#include "candidate-client/session/Sitting.hpp"
#include "tests/simulation/CentreProgram.hpp"

namespace vigie::simulation {

// What Sitting keeps: sealed bytes that a full disk refuses to replace.
struct SeatDisk {
  std::optional<base::Bytes> bytes;
  bool isFull = false;
};

class SimulatedSeat final : public Plug, public session::Outputs {
 public:
  // Told of every acknowledgement that the program hands on.
  using Acknowledged =
      std::function<void(const base::CandidateRef&, std::uint32_t, const crypto::Digest& signedDigest)>;

  // Enrols with `code`, open at the centre.
  SimulatedSeat(std::string name, const std::string& code, CentreProgram& centre, Cables& cables, Chance& chance,
                const RoomTime& time);

  void work();  // what is due: the program's start, its ticks, a connection

  void killProgram(std::int64_t awayMs);
  void freeze(std::int64_t ms) { frozenUntilMs_ = time_.trueMs() + ms; }
  void stayAway(std::int64_t ms) { connectAtMs_ = time_.trueMs() + ms; }  // no new link before that
  void hurry() { connectAtMs_ = time_.trueMs(); }
  SeatDisk& disk() { return disk_; }

  bool isRunning() const { return sitting_ != nullptr && !hangs(); }
  session::Sitting& sitting() { return *sitting_; }
  session::View view() const { return sitting_->view(time_.seatNow()); }
  base::Moment now() const { return time_.seatNow(); }
  const session::Keep& keep() const { return *keep_; }
  std::optional<link::LinkId> link() const { return link_; }
  bool isLinked() const { return linked_; }

  const std::string& name() const { return name_; }
  const base::WorkstationId& workstation() const { return workstation_; }
  const crypto::PrivateKey& machineKey() const { return machineKey_; }
  const std::vector<crypto::PrivateKey>& seatKeys() const { return *seatKeys_; }  // of every sitting, the newest last
  const std::vector<protocol::Message>& said() const { return said_; }  // commands, for somebody who repeats them

  std::function<void(const std::string&)> trace;
  Acknowledged onAcknowledged;
  bool takeChanged() { return std::exchange(changed_, false); }

  // Plug
  void linkUp(link::LinkId link) override;
  void linkDown(link::LinkId link) override;
  void frame(link::LinkId link, const protocol::Message& message) override;

 private:
  class DiskSafe;

  void startProgram();
  bool hangs() const { return time_.trueMs() < frozenUntilMs_ || !unread_.empty(); }

  // session::Outputs
  void send(protocol::Message message) override;
  void acknowledged(const base::CandidateRef& candidate, std::uint32_t number, const crypto::Digest& answer) override;
  void changed() override { changed_ = true; }

  std::string name_;
  Cables& cables_;
  Chance& chance_;
  const RoomTime& time_;
  crypto::PrivateKey machineKey_;
  base::WorkstationId workstation_;
  base::SecretBytes keepKey_;
  SeatDisk disk_;
  std::shared_ptr<std::vector<crypto::PrivateKey>> seatKeys_ = std::make_shared<std::vector<crypto::PrivateKey>>();
  std::optional<session::Keep> keep_;
  std::unique_ptr<session::Sitting> sitting_;
  std::optional<link::LinkId> link_;
  bool linked_ = false;
  bool changed_ = false;
  std::int64_t startAtMs_ = 0;
  std::int64_t connectAtMs_ = 0;
  std::int64_t backoffMs_ = 0;
  std::int64_t tickedMs_ = 0;
  std::int64_t frozenUntilMs_ = 0;
  std::vector<std::function<void()>> unread_;  // arrived while the program hung
  std::vector<protocol::Message> said_;
};

}  // namespace vigie::simulation
