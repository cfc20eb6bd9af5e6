#include "candidate-client/guard/control/WaylandControls.hpp"

#include <algorithm>
#include <array>

#include "candidate-client/guard/control/DoorPlace.hpp"
#include "candidate-client/guard/control/Processes.hpp"
#include "candidate-client/guard/control/ScreenControls.hpp"
#include "candidate-client/guard/control/Wayland.hpp"

namespace vigie::control {
namespace {

using guard::Severity;

constexpr std::array<std::string_view, 5> kPressing{"zwp_virtual_keyboard_manager_v1",
                                                    "zwlr_virtual_pointer_manager_v1", "zwp_input_method_manager_v2",
                                                    "org_kde_kwin_fake_input", "zwlr_input_inhibit_manager_v1"};
constexpr std::array<std::string_view, 3> kFilling{"zwlr_data_control_manager_v1", "ext_data_control_manager_v1",
                                                   "zwp_primary_selection_device_manager_v1"};

bool exists(std::int32_t pid) {
  std::error_code none;
  return std::filesystem::exists("/proc/" + std::to_string(pid) + "/exe", none);
}

}  // namespace

guard::Ability WaylandClientsControl::ability() {
  const auto peers = screenPeers(address_.socket);
  if (!peers) return {false, false, peers.error().detail};
  return {true, true,
          address_.group
              ? ""
              : "the configuration names no group of the client's own: its screen is open to the candidate's "
                "other programs until they are seen there"};
}

base::Result<std::vector<guard::Step>> WaylandClientsControl::steps(const guard::Policy&, guard::Mode mode) {
  std::vector<guard::Step> out;
  if (mode == guard::Mode::report || !address_.group) return out;
  out.push_back({id(), std::string(DoorPlace::kKind), address_.socket.string(),
                 base::toBytes("660 " + std::to_string(*address_.group) + "\n")});
  return out;
}

base::Result<void> WaylandClientsControl::start(const guard::Policy& policy, guard::Mode mode,
                                                const guard::Report& report) {
  allowed_ = AllowList::resolve(policy.allowed, policy.accommodation);
  report_ = report;
  mode_ = mode;
  leaving_.clear();
  silentLooks_ = 0;
  tick();
  return {};
}

void WaylandClientsControl::tick() {
  const auto peers = screenPeers(address_.socket);
  silentLooks_ = peers ? 0 : silentLooks_ + 1;
  if (!peers && silentLooks_ < kSilentLooks) return;
  if (!peers) {
    report_({id(),
             peers.error().code,
             "screen",
             Severity::serious,
             "The screen of this seat does not answer the guard",
             "go to the seat: the screen may have ended or been stopped",
             {{"why", peers.error().detail}}});
    return;
  }
  std::vector<std::int32_t> leaving;
  for (const std::int32_t pid : *peers) {
    // One that just ended may still be in the compositor's list.
    const bool gone = !exists(pid);
    if (gone) leaving.push_back(pid);
    if (!gone || std::ranges::find(leaving_, pid) != leaving_.end()) lookAt(pid);
  }
  leaving_ = std::move(leaving);
}

void WaylandClientsControl::lookAt(std::int32_t pid) {
  const auto program = programOf(pid, allowed_, cache_);
  if (program && program->verdict == Verdict::allowed) return;
  const bool end = mode_ == guard::Mode::on;
  if (end) endProcess(pid);
  const std::string path = program ? program->path : "(unknown)";
  report_({id(),
           "screen-client-unknown",
           path,
           Severity::serious,
           std::string("A program that the policy does not know opened the screen, where it could read along") +
               (end ? "; it was ended" : ""),
           "look at the screen and ask the candidate",
           {{"path", path}, {"pid", std::to_string(pid)}}});
}

WaylandProtocolsControl::WaylandProtocolsControl(guard::ControlId id, std::filesystem::path socket)
    : id_(id), socket_(std::move(socket)) {
  refused_ = id == guard::ControlId::keys ? std::span<const std::string_view>(kPressing)
                                          : std::span<const std::string_view>(kFilling);
}

base::Result<std::vector<std::string>> WaylandProtocolsControl::open() const {
  auto offered = offeredInterfaces(socket_);
  if (!offered) return offered;
  std::erase_if(*offered,
                [this](const std::string& one) { return std::ranges::find(refused_, one) == refused_.end(); });
  return offered;
}

guard::Ability WaylandProtocolsControl::ability() {
  const auto found = open();
  if (!found) return {false, false, found.error().detail};
  if (found->empty()) return {true, true, "the compositor offers no protocol for it"};
  return {false, true, "the compositor offers " + found->front()};
}

base::Result<void> WaylandProtocolsControl::start(const guard::Policy&, guard::Mode, const guard::Report& report) {
  const auto found = open();
  if (!found) return base::fail(found.error());
  for (const std::string& one : *found) {
    report({id_,
            "screen-protocol-open",
            one,
            Severity::warning,
            id_ == guard::ControlId::keys ? "This seat's screen lets a program press keys (" + one + ")"
                                          : "This seat's screen lets a program fill the clipboard (" + one + ")",
            "watch this person yourself; the compositor of this workstation must be another",
            {{"interface", one}}});
  }
  return {};
}

}  // namespace vigie::control
