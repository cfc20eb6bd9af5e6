#include "candidate-client/guard/control/ScreenControls.hpp"

#include <unistd.h>

#include "candidate-client/guard/control/Processes.hpp"

namespace vigie::control {
namespace {

using guard::Severity;
using guard::Sighting;

}  // namespace

guard::Ability ScreenControl::ability() {
  const auto screen = Screen::openPatiently(address_);
  if (!screen) return {false, false, screen.error().detail};
  return {true, true, {}};
}

base::Result<std::vector<guard::Step>> ScreenControl::steps(const guard::Policy&, guard::Mode) {
  return std::vector<guard::Step>{};
}

base::Result<void> ScreenControl::start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) {
  if (judgesPrograms()) allowed_ = AllowList::resolve(policy.allowed, policy.accommodation);
  report_ = report;
  mode_ = mode;
  auto screen = Screen::openPatiently(address_);
  if (!screen) return base::fail(screen.error());
  screen_ = std::move(*screen);
  if (auto watching = watch(*screen_); !watching) return watching;
  lookAround(*screen_);
  return {};
}

void ScreenControl::stop() {
  screen_.reset();
  mode_ = guard::Mode::off;
}

void ScreenControl::ready() {
  if (!screen_) return;
  // Handling one asks the screen, and what comes beside its answer is no longer waiting to be read. A flood goes on
  // later.
  constexpr int kPasses = 16;
  for (int pass = 0; pass < kPasses; ++pass) {
    const auto events = screen_->read();
    for (const ScreenEvent& event : events) handle(*screen_, event);
    if (events.empty()) break;
  }
  if (!screen_->alive()) {
    screen_.reset();
    tell({id(),
          "screen-gone",
          "screen",
          Severity::warning,
          "The screen of this seat ended; the guard waits for the next",
          "look at the seat: the client starts again by itself",
          {}});
  }
}

void ScreenControl::tick() {
  if (!screen_) {
    auto screen = Screen::open(address_);
    if (!screen) return;
    screen_ = std::move(*screen);
    if (!watch(*screen_)) return screen_.reset();
  }
  lookAround(*screen_);
  ready();  // an answer that was waited for may have brought events along
}

std::pair<std::string, bool> ScreenControl::programOf(std::int32_t pid) {
  if (pid == ::getpid()) return {"the guard", true};
  const auto program = pid == 0 ? std::nullopt : control::programOf(pid, allowed_, cache_);
  if (!program) return {"(unknown)", false};
  return {program->path, program->verdict == Verdict::allowed};
}

base::Result<void> KeysControl::watch(Screen& screen) {
  if (!enforcing()) return screen.watchInjection();
  if (auto refusing = screen.refuseKeys(refusedKeys()); !refusing) return refusing;
  return screen.holdInjection();
}

void KeysControl::handle(Screen& screen, const ScreenEvent& event) {
  // A screen reader gives a key another meaning, anybody could move the refused ones away.
  if (event.kind == ScreenEvent::Kind::keysMoved && enforcing()) (void)screen.refuseKeys(refusedKeys());
  if (event.kind == ScreenEvent::Kind::keyRefused) {
    tell({id(),
          "key-refused",
          event.what,
          Severity::notice,
          "The candidate pressed " + event.what + "; no program got it",
          "nothing: it happens by mistake",
          {{"keys", event.what}}});
  }
  if (event.kind == ScreenEvent::Kind::injected) {
    tell({id(),
          "input-injected",
          event.what,
          Severity::serious,
          "A program, not a person, pressed " + event.what + " at this seat" +
              (enforcing() ? "; no program got it" : ""),
          "look at the screen and ask the candidate",
          {{"what", event.what}}});
  }
}

base::Result<void> ClientsControl::watch(Screen&) {
  return {};
}

void ClientsControl::handle(Screen&, const ScreenEvent&) {}

void ClientsControl::lookAround(Screen& screen) {
  const auto clients = screen.clients();
  silentLooks_ = clients ? 0 : silentLooks_ + 1;
  if (!clients && silentLooks_ < kSilentLooks) return;
  if (!clients) {
    tell({id(),
          "screen-silent",
          "screen",
          Severity::serious,
          "The screen of this seat does not answer the guard",
          "go to the seat: the screen may have been stopped",
          {{"why", clients.error().detail}}});
    return;
  }
  for (const ScreenClient& client : *clients) {
    const auto [program, known] = programOf(client.pid);
    if (known) continue;
    if (enforcing() && client.pid > 0) endProcess(client.pid);
    tell({id(),
          "screen-client-unknown",
          program,
          Severity::serious,
          std::string("A program that the policy does not know opened the screen, where it could read along") +
              (enforcing() ? "; it was ended" : ""),
          "look at the screen and ask the candidate",
          {{"path", program}, {"pid", std::to_string(client.pid)}}});
  }
}

base::Result<void> ClipboardControl::watch(Screen& screen) {
  return screen.watchSelections();
}

void ClipboardControl::handle(Screen& screen, const ScreenEvent& event) {
  if (event.kind != ScreenEvent::Kind::selectionTaken) return;
  const auto [program, known] = programOf(screen.pidOf(event.owner).value_or(0));
  if (known) return;
  if (enforcing()) screen.clearSelection(event.what);
  tell({id(),
        "clipboard-filled",
        event.what + " " + program,
        Severity::warning,
        std::string("Another program than the client put something into the clipboard") +
            (enforcing() ? "; it was emptied" : ""),
        "look at the screen and ask the candidate",
        {{"selection", event.what}, {"path", program}}});
}

}  // namespace vigie::control
