#include "tests/escape/ProbeScreen.hpp"

#include <poll.h>
#include <xcb/xcb.h>
#include <xcb/xtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/support/SecondDisplay.hpp"

namespace {

constexpr int kSucceeded = 0;
constexpr int kRefused = 10;
constexpr std::uint32_t kTab = 0xff09, kAltLeft = 0xffe9;

class Window {
 public:
  Window() : connection_(xcb_connect(nullptr, nullptr)) {
    if (!alive()) return;
    screen_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data;
    id_ = xcb_generate_id(connection_);
    const std::uint32_t mask = XCB_EVENT_MASK_KEY_PRESS;
    xcb_create_window(connection_, XCB_COPY_FROM_PARENT, id_, screen_->root, 0, 0, 100, 100, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, screen_->root_visual, XCB_CW_EVENT_MASK, &mask);
    xcb_map_window(connection_, id_);
    settle();
    xcb_set_input_focus(connection_, XCB_INPUT_FOCUS_POINTER_ROOT, id_, XCB_CURRENT_TIME);
    settle();
  }
  ~Window() { xcb_disconnect(connection_); }
  xcb_connection_t* connection() const { return connection_; }
  bool alive() const { return xcb_connection_has_error(connection_) == 0; }

  // When this returns the server has done all that was asked before.
  bool settle() {
    auto* reply = xcb_get_input_focus_reply(connection_, xcb_get_input_focus(connection_), nullptr);
    std::free(reply);
    return reply != nullptr;
  }
  std::uint8_t keycodeOf(std::uint32_t symbol) {
    const xcb_setup_t* setup = xcb_get_setup(connection_);
    const auto count = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
    auto* reply = xcb_get_keyboard_mapping_reply(
        connection_, xcb_get_keyboard_mapping(connection_, setup->min_keycode, count), nullptr);
    if (reply == nullptr) return 0;
    const xcb_keysym_t* symbols = xcb_get_keyboard_mapping_keysyms(reply);
    std::uint8_t found = 0;
    for (unsigned code = 0; code < count && found == 0; ++code) {
      if (symbols[code * reply->keysyms_per_keycode] == symbol) {
        found = static_cast<std::uint8_t>(setup->min_keycode + code);
      }
    }
    std::free(reply);
    return found;
  }
  void fake(std::uint8_t type, std::uint32_t symbol) {
    xcb_test_fake_input(connection_, type, keycodeOf(symbol), XCB_CURRENT_TIME, screen_->root, 0, 0, 0);
    settle();
  }
  void type(std::uint32_t symbol) {
    fake(XCB_KEY_PRESS, symbol);
    fake(XCB_KEY_RELEASE, symbol);
  }
  bool got(std::uint32_t symbol) {
    settle();
    const std::uint8_t wanted = keycodeOf(symbol);
    bool found = false;
    while (xcb_generic_event_t* event = xcb_poll_for_event(connection_)) {
      const bool press = (event->response_type & 0x7f) == XCB_KEY_PRESS;
      found = found || (press && reinterpret_cast<xcb_key_press_event_t*>(event)->detail == wanted);
      std::free(event);
    }
    return found;
  }
  // What lies behind all windows, where a desktop would be, until the screen starts anew.
  bool paintBackground(std::uint32_t colour) {
    xcb_change_window_attributes(connection_, screen_->root, XCB_CW_BACK_PIXEL, &colour);
    xcb_destroy_window(connection_, id_);
    xcb_clear_area(connection_, 0, screen_->root, 0, 0, 0, 0);
    return settle();
  }
  bool takeClipboard() {
    const char name[] = "CLIPBOARD";
    auto* atom = xcb_intern_atom_reply(connection_, xcb_intern_atom(connection_, 0, sizeof name - 1, name), nullptr);
    if (atom == nullptr) return false;
    clipboard_ = atom->atom;
    std::free(atom);
    xcb_set_selection_owner(connection_, id_, clipboard_, XCB_CURRENT_TIME);
    return settle();
  }
  bool ownsClipboard() {
    auto* reply = xcb_get_selection_owner_reply(connection_, xcb_get_selection_owner(connection_, clipboard_), nullptr);
    const bool mine = reply != nullptr && reply->owner == id_;
    std::free(reply);
    return mine;
  }

 private:
  xcb_connection_t* connection_;
  xcb_screen_t* screen_ = nullptr;
  xcb_window_t id_ = 0;
  xcb_atom_t clipboard_ = 0;
};

int outcome(bool succeeded) {
  return succeeded ? kSucceeded : kRefused;
}

}  // namespace

int pressShortcut(const std::vector<std::string>&) {
  Window window;
  if (!window.alive()) return kRefused;
  window.fake(XCB_KEY_PRESS, kAltLeft);
  window.type(kTab);
  window.fake(XCB_KEY_RELEASE, kAltLeft);
  return outcome(window.got(kTab));
}

int pressKey(const std::vector<std::string>&) {
  Window window;
  if (!window.alive()) return kRefused;
  window.type('a');
  return outcome(window.got('a'));
}

int fillClipboard(const std::vector<std::string>&) {
  Window window;
  if (!window.alive() || !window.takeClipboard()) return kRefused;
  poll(nullptr, 0, 300);
  return outcome(window.ownsClipboard());
}

int paintBackground(const std::vector<std::string>& arguments) {
  Window window;
  constexpr int kHexadecimal = 16;
  const auto colour = static_cast<std::uint32_t>(std::stoul(arguments.at(0), nullptr, kHexadecimal));
  return outcome(window.alive() && window.paintBackground(colour));
}

// Another picture of what the first one shows, for somebody in another room. Dark again afterwards.
int switchOnDisplay(const std::vector<std::string>&) {
  const Window window;
  if (!window.alive()) return kRefused;
  vigie::support::DisplaySwitch displays(window.connection());
  const auto outputs = displays.outputs();
  if (outputs.size() < 2 || !displays.on(outputs[1], 0)) return kRefused;
  poll(nullptr, 0, 300);
  const bool shown = displays.isOn(outputs[1]);
  if (shown) displays.off(outputs[1]);
  return outcome(shown);
}

int readAlong(const std::vector<std::string>&) {
  Window window;
  for (int left = 20; left > 0; --left) {
    if (!window.alive() || !window.settle()) return kRefused;
    poll(nullptr, 0, 100);
  }
  return kSucceeded;
}
