// One connection to the candidate's X screen, with every wait bounded: a screen that was stopped must not stop the
// guard. Ownership: owns the connection. Thread: one. Errors: "no-screen", "screen-silent".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::control {

struct ScreenAddress {
  std::string display;    // ":0"; empty: this seat has no X screen
  std::string authority;  // the file of cookies; empty: none
};

// A combination of keys that no program of a locked seat gets, as X names it.
struct KeyCombination {
  std::uint16_t modifiers = 0;  // XCB_MOD_MASK_…; kAnyModifier
  std::uint32_t symbol = 0;     // keysym
  std::string name;             // for a person
};
inline constexpr std::uint16_t kAnyModifier = 0x8000;
const std::vector<KeyCombination>& refusedKeys();

struct ScreenClient {
  std::uint32_t base = 0;  // the X server's own number
  std::int32_t pid = 0;    // 0: not on this machine
};

// An output of the screen that has a display, or is drawn as if it had one.
struct ScreenDisplay {
  std::uint32_t output = 0;  // the X server's own numbers
  std::uint32_t crtc = 0;    // what draws it; 0: nothing does, it is dark
  std::string name;
  bool connected = false;

  bool on() const { return crtc != 0; }
};

struct ScreenEvent {
  enum class Kind { keyRefused, keysMoved, injected, selectionTaken, displaysChanged };
  Kind kind{};
  std::string what;         // the combination, the device, the selection
  std::uint32_t owner = 0;  // selectionTaken: the window
};

class Screen {
 public:
  static base::Result<std::unique_ptr<Screen>> open(const ScreenAddress& address);
  // The same, tried again for half a second: a screen whose last program just left starts itself anew meanwhile.
  static base::Result<std::unique_ptr<Screen>> openPatiently(const ScreenAddress& address);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  int descriptor() const;
  bool alive() const;

  // Until this connection ends, or keys were refused again: what a program moved (keysMoved) is where it is now.
  base::Result<void> refuseKeys(const std::vector<KeyCombination>& keys);
  // Keys and buttons that programs press (XTEST) are told; held, they reach no program either. Error "screen-refuses".
  base::Result<void> watchInjection();
  base::Result<void> holdInjection();
  base::Result<void> watchSelections();  // CLIPBOARD and PRIMARY
  base::Result<std::vector<ScreenClient>> clients();
  std::optional<std::int32_t> pidOf(std::uint32_t window);

  // Takes a selection away from whoever owns it: nothing can be pasted.
  void clearSelection(const std::string& name);

  base::Result<void> watchDisplays();                   // error "no-screen": it has no RANDR
  base::Result<std::vector<ScreenDisplay>> displays();  // the primary one first
  base::Result<void> switchOff(const ScreenDisplay& display);

  std::vector<ScreenEvent> read();  // never waits

 private:
  struct Part;  // ScreenPart.hpp
  explicit Screen(std::unique_ptr<Part> part);
  std::unique_ptr<Part> part_;
};

}  // namespace vigie::control
