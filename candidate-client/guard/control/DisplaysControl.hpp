// L5: how many displays this seat has. On X each output is known (RANDR, told by the screen at once): one that is
// switched on while the seat is locked is switched off again, so there is nothing to give back afterwards; one that was
// on before is told. Elsewhere they are counted once a second: by the kernel's list of connectors (below `root`, so
// that recorded workstations are tests) and what a Wayland screen offers. Thread: the guard's main one.
#pragma once

#include <filesystem>

#include "candidate-client/guard/control/ScreenControls.hpp"

namespace vigie::control {

std::vector<std::string> connectedDisplays(const std::filesystem::path& root);

// Tells once, for as long as they are there, that more displays are connected than may be.
class DisplayCount {
 public:
  void start(const guard::Policy& policy, guard::Report report);
  void look(const std::vector<std::string>& connected);

 private:
  std::uint64_t most_ = 1;
  guard::Report report_;
  std::string told_;
};

class DisplaysControl final : public guard::Control {
 public:
  explicit DisplaysControl(std::filesystem::path root = "/", std::filesystem::path waylandSocket = {})
      : root_(std::move(root)), socket_(std::move(waylandSocket)) {}
  guard::ControlId id() const override { return guard::ControlId::displays; }
  guard::Ability ability() override { return {false, true, "displays are counted and told; none is switched off"}; }
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override {}
  void tick() override;

 private:
  std::filesystem::path root_, socket_;
  DisplayCount count_;
};

class ScreenDisplaysControl final : public ScreenControl {
 public:
  ScreenDisplaysControl(ScreenAddress address, std::filesystem::path root)
      : ScreenControl(std::move(address)), root_(std::move(root)) {}
  guard::ControlId id() const override { return guard::ControlId::displays; }
  guard::Ability ability() override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;

 protected:
  base::Result<void> watch(Screen& screen) override;
  void handle(Screen& screen, const ScreenEvent& event) override;
  void lookAround(Screen& screen) override;
  bool judgesPrograms() const override { return false; }

 private:
  void look(Screen& screen);
  void refuse(Screen& screen, const ScreenDisplay& display);
  std::filesystem::path root_;
  std::uint64_t most_ = 1;
  std::optional<std::vector<std::string>> kept_;  // names of what is on and may be; nothing before the first look
  std::vector<std::string> connected_;
  DisplayCount count_;
};

}  // namespace vigie::control
