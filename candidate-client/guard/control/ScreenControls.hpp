// L2, L3 and L4 on X (L5: DisplaysControl.hpp): keys that leave the exam and pressed by programs, other clients, the
// clipboard.
// Each has its own connection to the screen and opens it again when the screen was started anew. Programs are judged by
// content (Programs.hpp), a client by the process behind it. Thread: the guard's main one.
#pragma once

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/control/Programs.hpp"
#include "candidate-client/guard/control/Screen.hpp"

namespace vigie::control {

// A busy machine's screen may answer late once; one that was stopped stays silent. Looks are a second apart.
inline constexpr int kSilentLooks = 3;

// What the three have in common.
class ScreenControl : public guard::Control {
 public:
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override;
  int descriptor() const override { return screen_ ? screen_->descriptor() : -1; }
  void ready() override;
  void tick() override;

 protected:
  explicit ScreenControl(ScreenAddress address) : address_(std::move(address)) {}
  virtual base::Result<void> watch(Screen& screen) = 0;
  virtual void handle(Screen& screen, const ScreenEvent& event) = 0;
  virtual void lookAround(Screen&) {}
  virtual bool judgesPrograms() const { return true; }  // else programOf() knows none
  bool enforcing() const { return mode_ == guard::Mode::on; }
  void tell(const guard::Sighting& sighting) const { report_(sighting); }
  // The path of the program behind a client, and whether the policy knows it; its own process counts as known.
  std::pair<std::string, bool> programOf(std::int32_t pid);

 private:
  ScreenAddress address_;
  std::unique_ptr<Screen> screen_;
  AllowList allowed_;
  HashCache cache_;
  guard::Report report_;
  guard::Mode mode_ = guard::Mode::off;
};

class KeysControl final : public ScreenControl {
 public:
  explicit KeysControl(ScreenAddress address) : ScreenControl(std::move(address)) {}
  guard::ControlId id() const override { return guard::ControlId::keys; }

 protected:
  bool judgesPrograms() const override { return false; }
  base::Result<void> watch(Screen& screen) override;
  void handle(Screen& screen, const ScreenEvent& event) override;
};

class ClientsControl final : public ScreenControl {
 public:
  explicit ClientsControl(ScreenAddress address) : ScreenControl(std::move(address)) {}
  guard::ControlId id() const override { return guard::ControlId::clients; }

 protected:
  base::Result<void> watch(Screen& screen) override;
  void handle(Screen& screen, const ScreenEvent& event) override;
  void lookAround(Screen& screen) override;

 private:
  int silentLooks_ = 0;
};

class ClipboardControl final : public ScreenControl {
 public:
  explicit ClipboardControl(ScreenAddress address) : ScreenControl(std::move(address)) {}
  guard::ControlId id() const override { return guard::ControlId::clipboard; }

 protected:
  base::Result<void> watch(Screen& screen) override;
  void handle(Screen& screen, const ScreenEvent& event) override;
};

}  // namespace vigie::control
