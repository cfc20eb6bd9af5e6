// The guard of one workstation without its sockets: orders in; changes, incidents, a record and a status out. What it
// knows of the platform are Places and Controls. Ownership: owns its files in `folder`, refers to the rest.
// Thread: the guard's main one.
#pragma once

#include <memory>

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/GuardRecord.hpp"
#include "candidate-client/guard/Memory.hpp"
#include "candidate-client/guard/Order.hpp"
#include "candidate-client/guard/Status.hpp"

namespace vigie::guard {

struct Parts {
  std::filesystem::path folder;  // undo.journal, record.bin, memory.json; 0700, of root
  std::string seat;              // 32 hex digits
  crypto::PublicKey orderKey;
  const base::Clock& clock;
  const Places& places;
  std::vector<Control*> controls;
  Engine::Watch watch;  // for tests
};

class Guard {
 public:
  // Gives back what an interrupted lock left, or goes on with a complete one of this boot. A guard starts also when
  // something could not be given back: status() says it. Errors: "record-damaged", "memory-damaged" and those of files.
  static base::Result<std::unique_ptr<Guard>> start(Parts parts);

  // Errors: those of readOrder, of Engine and of controls, "no-such-incident".
  base::Result<void> obey(std::string_view orderText);
  // The one-time code of a person at the seat. Errors: "code-none", "code-wrong", those of Engine::unlock.
  base::Result<void> useCode(std::string_view typed);
  // By an administrator, who could do it by hand anyway: recorded. `giveUpDamage` also forgets what cannot be read.
  enum class Damage { keep, giveUp };
  base::Result<void> restore(Damage damage);

  void report(const Sighting& sighting);
  void tick();  // about once a second: drift

  Status status() const;
  std::uint64_t version() const { return version_; }  // another one whenever status() may be another
  const std::vector<Control*>& controls() const { return parts_.controls; }

 private:
  Guard(Parts parts, GuardRecord record, Memory memory, Incidents incidents);

  void comeBack();
  void note(nlohmann::json event);
  base::Result<void> doStep(const OrderStep& step, const Order& order);
  base::Result<void> lock(const Lock& lock, std::uint64_t order);
  void judgeControls();
  void tellGaps();
  base::Result<void> startControl(const ControlStatus& status);
  base::Result<void> startControls();
  void resumeControls();
  void retryControls();
  base::Result<void> unlock(std::string_view by);
  void stopControls();
  base::Result<void> waive(const Waive& waive, std::uint64_t order);
  ControlStatus standingFor(ControlId id, const Policy& policy) const;
  base::Result<std::vector<Step>> plan(const Policy& policy) const;
  Control* find(ControlId id) const;
  std::filesystem::path memoryFile() const { return parts_.folder / "memory.json"; }

  Parts parts_;
  GuardRecord record_;
  Memory memory_;
  Engine engine_;
  Incidents incidents_;
  crypto::Digest nonce_{};
  Policy policy_;
  std::uint64_t lockOrder_ = 0;
  std::vector<ControlStatus> standings_;
  std::vector<Control*> started_;
  std::vector<ControlStatus> waiting_;
  std::vector<std::string> trouble_;
  std::string recordTrouble_;
  bool mayAttest_ = false;
  std::uint64_t version_ = 0;
};

}  // namespace vigie::guard
