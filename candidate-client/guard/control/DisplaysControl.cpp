#include "candidate-client/guard/control/DisplaysControl.hpp"

#include <algorithm>

#include "candidate-client/guard/control/Wayland.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

using guard::Severity;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// The compositor offers one wl_output for each display that it uses.
std::vector<std::string> waylandDisplays(const std::filesystem::path& socket) {
  std::vector<std::string> out;
  const auto offered = socket.empty() ? base::Result<std::vector<std::string>>() : offeredInterfaces(socket);
  const auto count = offered ? std::ranges::count(*offered, "wl_output") : 0;
  while (std::ssize(out) < count) out.push_back("display " + std::to_string(out.size() + 1) + " of the screen");
  return out;
}

}  // namespace

std::vector<std::string> connectedDisplays(const std::filesystem::path& root) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& connector : std::filesystem::directory_iterator(root / "sys/class/drm", none)) {
    const auto status = base::readTextFile(connector.path() / "status", 4096);
    if (status && base::trim(*status) == "connected") out.push_back(connector.path().filename().string());
  }
  std::ranges::sort(out);
  return out;
}

void DisplayCount::start(const guard::Policy& policy, guard::Report report) {
  most_ = policy.mostDisplays;
  report_ = std::move(report);
  told_.clear();
}

void DisplayCount::look(const std::vector<std::string>& connected) {
  std::string names;
  for (const std::string& one : connected) names += (names.empty() ? "" : ", ") + one;
  const bool tooMany = connected.size() > most_;
  if (tooMany && names != told_) {
    report_({guard::ControlId::displays,
             "display-too-many",
             names,
             Severity::serious,
             "On this workstation, " + std::to_string(connected.size()) + " displays are connected, and " +
                 std::to_string(most_) + " may be: " + names,
             "go to the seat and look",
             {{"displays", names}}});
  }
  told_ = tooMany ? names : std::string();
}

base::Result<void> DisplaysControl::start(const guard::Policy& policy, guard::Mode, const guard::Report& report) {
  count_.start(policy, report);
  tick();
  return {};
}

// The same displays seen from two sides.
void DisplaysControl::tick() {
  const auto wired = connectedDisplays(root_);
  const auto used = waylandDisplays(socket_);
  count_.look(wired.size() >= used.size() ? wired : used);
}

guard::Ability ScreenDisplaysControl::ability() {
  guard::Ability out = ScreenControl::ability();
  if (out.enforce)
    out.why = "one that is switched on while the seat is locked is switched off; one that was on is told";
  return out;
}

base::Result<void> ScreenDisplaysControl::start(const guard::Policy& policy, guard::Mode mode,
                                                const guard::Report& report) {
  most_ = policy.mostDisplays;
  kept_.reset();
  count_.start(policy, report);
  return ScreenControl::start(policy, mode, report);
}

base::Result<void> ScreenDisplaysControl::watch(Screen& screen) {
  if (auto watching = screen.watchDisplays(); !watching) return watching;
  look(screen);
  return {};
}

void ScreenDisplaysControl::handle(Screen& screen, const ScreenEvent& event) {
  if (event.kind == ScreenEvent::Kind::displaysChanged) look(screen);
}

// A display that hangs on nothing the screen draws is no danger, but somebody connected it.
void ScreenDisplaysControl::lookAround(Screen&) {
  const auto wired = connectedDisplays(root_);
  count_.look(wired.size() > connected_.size() ? wired : connected_);
}

void ScreenDisplaysControl::look(Screen& screen) {
  const auto all = screen.displays();
  if (!all) return;  // a screen that stays silent is told by the control that looks for its clients
  connected_.clear();
  std::vector<ScreenDisplay> on;
  for (const ScreenDisplay& one : *all) {
    if (one.connected && !one.on()) connected_.push_back(one.name);
    if (one.on()) on.push_back(one);
  }
  const bool first = !kept_;
  if (first) kept_.emplace();
  // The place of one that went dark may be taken: somebody changed the cable of the only display.
  std::erase_if(*kept_, [&](const std::string& name) {
    return std::ranges::none_of(on, [&](const ScreenDisplay& one) { return one.name == name; });
  });
  for (const ScreenDisplay& one : on) {
    if (!contains(*kept_, one.name) && (first || kept_->size() < most_)) kept_->push_back(one.name);
    if (!contains(*kept_, one.name)) refuse(screen, one);
    // Not every driver says that a display is connected which it draws.
    if (one.connected || contains(*kept_, one.name)) connected_.push_back(one.name);
  }
  lookAround(screen);
}

void ScreenDisplaysControl::refuse(Screen& screen, const ScreenDisplay& display) {
  const auto off = enforcing() ? screen.switchOff(display) : base::Result<void>();
  if (!enforcing()) kept_->push_back(display.name);  // told once
  tell({id(),
        enforcing() ? "display-refused" : "display-came",
        display.name,
        Severity::serious,
        "The display " + display.name + " was switched on at this seat while the policy was in force, and only " +
            std::to_string(most_) + " may be on" +
            (!enforcing() ? ""
             : off        ? "; it was switched off"
                          : "; it could not be switched off: " + off.error().detail),
        "go to the seat and unplug it",
        {{"display", display.name}}});
}

}  // namespace vigie::control
