// The centre's program over a simulated disk and cables: started by replay, killed at any moment. Thread: one.
#pragma once

#include <filesystem>
#include <memory>

#include "center-server/service/CentreService.hpp"
#include "tests/simulation/Cables.hpp"
#include "tests/simulation/SimulatedDisk.hpp"
#include "tests/support/StoreArchive.hpp"
#include "tests/support/SyntheticCentre.hpp"

namespace vigie::simulation {

class CentreProgram final : public Socket {
 public:
  // `data`: an empty folder, for the keys of candidates.
  CentreProgram(const centre::Identity& identity, centre::Materials materials, std::filesystem::path data,
                Chance& chance, RoomTime& time, Cables& cables);

  base::Result<void> start();
  void kill();
  void work();                                                              // what is due: commits, the second's tick
  protocol::Message enrol(const protocol::message::EnrolRequest& request);  // at once

  void anchor(const base::SessionId& session);  // the registry's receipt came

  bool isRunning() const { return service_ != nullptr; }
  bool isServing() const { return isRunning() && !service_->failure(); }
  bool hasCrashed() const { return crashed_; }  // the machine went down in a commit; kill() takes note
  centre::Centre& centre() { return *centre_; }
  SimulatedDisk& disk() { return disk_; }
  const std::string& testBytes() const { return materials_.testBytes; }
  const std::string& firstCode() const { return firstCode_; }
  const base::EpochId& epoch() const { return epoch_; }

  // A turn, for whoever wants to look before and after it.
  std::function<void()> onCommitted;                                                  // records became durable
  std::function<void(link::LinkId, const base::Result<protocol::Message>&)> onFrame;  // before it is dealt with

  // Socket
  void opened(link::LinkId link, const crypto::RoleIdentity& who, const crypto::PublicKey& key) override;
  void frame(link::LinkId link, const base::Result<protocol::Message>& message) override;
  void ended(link::LinkId link) override;

 private:
  class Desk;  // one answer from the enrolment port

  const centre::Identity& identity_;
  centre::Materials materials_;
  std::filesystem::path data_;
  RoomTime& time_;
  Cables& cables_;
  SimulatedDisk disk_;
  base::EpochId epoch_;
  std::string firstCode_;
  std::unique_ptr<centre::Links> out_;
  support::StoreArchive::Kept archived_;
  std::unique_ptr<support::StoreArchive> archive_;
  std::unique_ptr<centre::Centre> centre_;
  std::unique_ptr<centre::CentreService> service_;
  std::optional<protocol::Message> enrolmentAnswer_;
  std::int64_t tickedMs_ = 0;
  bool crashed_ = false;
};

}  // namespace vigie::simulation
