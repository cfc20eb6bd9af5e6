// L1 to L4 on cage, which shows one program and passes every key to it. Other clients: the screen's socket is closed to
// all but the client's own group (DoorPlace), and whoever is connected and not allowed is ended. Keys that programs
// press, and a clipboard that others fill, need protocols that the compositor does not offer; that is looked at, not
// believed. Programs are judged by content, a client by the process behind it. Thread: the guard's main one.
#pragma once

#include <optional>
#include <span>

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/control/Programs.hpp"

namespace vigie::control {

struct WaylandAddress {
  std::filesystem::path socket;        // empty: this seat has no Wayland screen
  std::optional<std::uint32_t> group;  // that guard-launch starts the client in, and nobody else is of
};

class WaylandClientsControl final : public guard::Control {
 public:
  explicit WaylandClientsControl(WaylandAddress address) : address_(std::move(address)) {}
  guard::ControlId id() const override { return guard::ControlId::clients; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override { mode_ = guard::Mode::off; }
  void tick() override;

 private:
  void lookAt(std::int32_t pid);
  WaylandAddress address_;
  AllowList allowed_;
  HashCache cache_;
  guard::Report report_;
  guard::Mode mode_ = guard::Mode::off;
  int silentLooks_ = 0;
  std::vector<std::int32_t> leaving_;  // connected and no longer a process, when last looked at
};

// Keys and clipboard: what the compositor must not offer for that control.
class WaylandProtocolsControl final : public guard::Control {
 public:
  WaylandProtocolsControl(guard::ControlId id, std::filesystem::path socket);
  guard::ControlId id() const override { return id_; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override {}

 private:
  base::Result<std::vector<std::string>> open() const;
  guard::ControlId id_;
  std::filesystem::path socket_;
  std::span<const std::string_view> refused_;
};

}  // namespace vigie::control
