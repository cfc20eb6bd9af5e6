#include <poll.h>
#include <xcb/res.h>
#include <xcb/xcb.h>
#include <xcb/xfixes.h>

#include <algorithm>
#include <array>

#include "candidate-client/guard/control/ScreenPart.hpp"
#include "common/base/Bytes.hpp"
#include "common/base/File.hpp"

namespace vigie::control {
namespace {

constexpr std::array<const char*, 2> kSelections{"CLIPBOARD", "PRIMARY"};
constexpr std::array<std::uint16_t, 4> kLocks{0, XCB_MOD_MASK_LOCK, XCB_MOD_MASK_2,
                                              XCB_MOD_MASK_LOCK | XCB_MOD_MASK_2};  // Caps Lock, Num Lock

// The file format of libXau: family, then four counted texts: address, number, name, data (all lengths big endian).
struct Cookie {
  std::string name, data;
};
std::optional<Cookie> readCookie(const std::string& file, const std::string& display) {
  const auto content = base::readFile(file, 1U << 20);
  if (!content) return std::nullopt;
  const std::string number = display.substr(display.find(':') + 1);
  base::ByteView rest = *content;
  const auto text = [&]() -> std::optional<std::string> {
    if (rest.size() < 2) return std::nullopt;
    const std::size_t size = base::readBigEndian16(rest);
    if (rest.size() < 2 + size) return std::nullopt;
    std::string out = base::toString(rest.subspan(2, size));
    rest = rest.subspan(2 + size);
    return out;
  };
  while (rest.size() >= 2) {
    rest = rest.subspan(2);
    const auto address = text();
    const auto screen = text();
    auto name = text();
    auto data = text();
    if (!address || !screen || !name || !data) return std::nullopt;
    if (screen->empty() || *screen == number.substr(0, number.find('.'))) return Cookie{*name, *data};
  }
  return std::nullopt;
}

}  // namespace

const std::vector<KeyCombination>& refusedKeys() {
  constexpr std::uint32_t kTab = 0xff09, kEscape = 0xff1b, kDelete = 0xffff, kPrint = 0xff61, kMenu = 0xff67;
  constexpr std::uint32_t kBackspace = 0xff08, kSuperLeft = 0xffeb, kSuperRight = 0xffec, kSpace = 0x20, kF1 = 0xffbe;
  constexpr std::uint16_t kAlt = XCB_MOD_MASK_1, kControl = XCB_MOD_MASK_CONTROL, kShift = XCB_MOD_MASK_SHIFT;
  static const std::vector<KeyCombination> keys = [] {
    std::vector<KeyCombination> out{{kAlt, kTab, "Alt+Tab"},
                                    {kAlt | kShift, kTab, "Alt+Shift+Tab"},
                                    {kAlt, kEscape, "Alt+Esc"},
                                    {kControl, kEscape, "Ctrl+Esc"},
                                    {kAlt, kSpace, "Alt+Space"},
                                    {kControl | kAlt, 't', "Ctrl+Alt+T"},
                                    {kControl | kAlt, kDelete, "Ctrl+Alt+Delete"},
                                    {kControl | kAlt, kBackspace, "Ctrl+Alt+Backspace"},
                                    {kAnyModifier, kPrint, "Print"},
                                    {kAnyModifier, kMenu, "Menu"},
                                    {kAnyModifier, kSuperLeft, "Super"},
                                    {kAnyModifier, kSuperRight, "Super (right)"}};
    for (std::uint32_t n = 0; n < 12; ++n) {
      out.push_back({kControl | kAlt, kF1 + n, "Ctrl+Alt+F" + std::to_string(n + 1)});
      out.push_back({kAlt, kF1 + n, "Alt+F" + std::to_string(n + 1)});
    }
    return out;
  }();
  return keys;
}

Screen::Screen(std::unique_ptr<Part> part) : part_(std::move(part)) {}
Screen::~Screen() = default;

base::Result<std::unique_ptr<Screen>> Screen::open(const ScreenAddress& address) {
  if (address.display.empty()) return base::fail("no-screen", "the configuration names no X screen");
  auto part = std::make_unique<Part>();
  auto cookie = readCookie(address.authority, address.display).value_or(Cookie{});
  xcb_auth_info_t authority{static_cast<int>(cookie.name.size()), cookie.name.data(),
                            static_cast<int>(cookie.data.size()), cookie.data.data()};
  part->connection = xcb_connect_to_display_with_auth_info(address.display.c_str(),
                                                           cookie.name.empty() ? nullptr : &authority, nullptr);
  if (xcb_connection_has_error(part->connection) != 0) {
    return base::fail("no-screen", "the screen " + address.display + " does not let the guard in");
  }
  part->root = xcb_setup_roots_iterator(xcb_get_setup(part->connection)).data->root;
  const auto input = part->opcodeOf("XInputExtension");
  if (!input) return base::fail("no-screen", "the screen has no XInput extension");
  part->inputOpcode = *input;
  const auto version = xcb_input_xi_query_version(part->connection, 2, 2);
  if (!part->wait<xcb_input_xi_query_version_reply_t>(version.sequence) || !part->findInjectors()) {
    return silent("its devices");
  }
  return std::unique_ptr<Screen>(new Screen(std::move(part)));
}

base::Result<std::unique_ptr<Screen>> Screen::openPatiently(const ScreenAddress& address) {
  constexpr int kPauseMs = 25;
  auto screen = open(address);
  for (int waited = 0; !screen && !address.display.empty() && waited < kPatienceMs; waited += kPauseMs) {
    ::poll(nullptr, 0, kPauseMs);
    screen = open(address);
  }
  return screen;
}

int Screen::descriptor() const {
  return xcb_get_file_descriptor(part_->connection);
}
bool Screen::alive() const {
  return xcb_connection_has_error(part_->connection) == 0;
}

base::Result<void> Screen::refuseKeys(const std::vector<KeyCombination>& keys) {
  const xcb_setup_t* setup = xcb_get_setup(part_->connection);
  const auto count = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
  const auto asked = xcb_get_keyboard_mapping(part_->connection, setup->min_keycode, count);
  const auto reply = part_->wait<xcb_get_keyboard_mapping_reply_t>(asked.sequence);
  if (!reply) return silent("its keys");
  const xcb_keysym_t* symbols = xcb_get_keyboard_mapping_keysyms(reply.get());
  xcb_ungrab_key(part_->connection, XCB_GRAB_ANY, part_->root, XCB_MOD_MASK_ANY);
  part_->grabbed.clear();
  for (const KeyCombination& key : keys) {
    for (unsigned code = 0; code < count; ++code) {
      const xcb_keysym_t* first = symbols + code * reply->keysyms_per_keycode;
      if (std::find(first, first + reply->keysyms_per_keycode, key.symbol) == first + reply->keysyms_per_keycode)
        continue;
      const auto keycode = static_cast<std::uint8_t>(setup->min_keycode + code);
      part_->grabbed.push_back({{key.modifiers, keycode}, key.name});
      for (const std::uint16_t lock : kLocks) {
        const bool any = key.modifiers == kAnyModifier;
        const auto modifiers = static_cast<std::uint16_t>(any ? XCB_MOD_MASK_ANY : key.modifiers | lock);
        xcb_grab_key(part_->connection, 0, part_->root, modifiers, keycode, XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC);
        if (any) break;
      }
    }
  }
  xcb_flush(part_->connection);
  return {};
}

base::Result<void> Screen::watchInjection() {
  struct {
    xcb_input_event_mask_t head;
    std::uint32_t mask;
  } wish{{XCB_INPUT_DEVICE_ALL, 1}, XCB_INPUT_XI_EVENT_MASK_RAW_KEY_PRESS | XCB_INPUT_XI_EVENT_MASK_RAW_BUTTON_PRESS};
  xcb_input_xi_select_events(part_->connection, part_->root, 1, &wish.head);
  xcb_flush(part_->connection);
  return {};
}

// A grabbed device is cut off from the keyboard that windows listen to for as long as the grab lasts, and the grab ends
// with this connection: nothing to give back.
base::Result<void> Screen::holdInjection() {
  for (const auto& [device, keyboard] : part_->injectors) {
    const std::uint32_t mask = keyboard ? XCB_INPUT_XI_EVENT_MASK_KEY_PRESS : XCB_INPUT_XI_EVENT_MASK_BUTTON_PRESS;
    const auto asked =
        xcb_input_xi_grab_device(part_->connection, part_->root, XCB_CURRENT_TIME, XCB_NONE, device,
                                 XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC, XCB_INPUT_GRAB_OWNER_NO_OWNER, 1, &mask);
    const auto reply = part_->wait<xcb_input_xi_grab_device_reply_t>(asked.sequence);
    if (!reply) return silent("its injection devices");
    if (reply->status != XCB_GRAB_STATUS_SUCCESS) {
      return base::fail("screen-refuses", "another program holds the device through which programs press keys");
    }
  }
  return {};
}

base::Result<void> Screen::watchSelections() {
  if (!part_->opcodeOf("XFIXES", &part_->fixesEvent))
    return base::fail("no-screen", "the screen has no XFIXES extension");
  const auto version = xcb_xfixes_query_version(part_->connection, 5, 0);
  if (!part_->wait<xcb_xfixes_query_version_reply_t>(version.sequence)) return silent("XFIXES");
  for (const char* name : kSelections) {
    const xcb_atom_t atom = part_->atom(name);
    if (atom == XCB_ATOM_NONE) return silent("its clipboard");
    part_->selections.emplace_back(atom, name);
    xcb_xfixes_select_selection_input(part_->connection, part_->root, atom,
                                      XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER);
  }
  xcb_flush(part_->connection);
  return {};
}

base::Result<std::vector<ScreenClient>> Screen::clients() {
  if (!part_->opcodeOf("X-Resource")) return base::fail("no-screen", "the screen has no X-Resource extension");
  const auto listed = xcb_res_query_clients(part_->connection);
  const auto list = part_->wait<xcb_res_query_clients_reply_t>(listed.sequence);
  if (!list) return silent("its clients");
  std::vector<ScreenClient> out;
  for (auto at = xcb_res_query_clients_clients_iterator(list.get()); at.rem > 0; xcb_res_client_next(&at)) {
    if (at.data->resource_base == 0) continue;  // the screen itself
    out.push_back({at.data->resource_base, pidOf(at.data->resource_base).value_or(0)});
  }
  return out;
}

std::optional<std::int32_t> Screen::pidOf(std::uint32_t window) {
  const xcb_res_client_id_spec_t wish{window, XCB_RES_CLIENT_ID_MASK_LOCAL_CLIENT_PID};
  const auto asked = xcb_res_query_client_ids(part_->connection, 1, &wish);
  const auto reply = part_->wait<xcb_res_query_client_ids_reply_t>(asked.sequence);
  if (!reply) return std::nullopt;
  const auto ids = xcb_res_query_client_ids_ids_iterator(reply.get());
  if (ids.rem == 0 || xcb_res_client_id_value_value_length(ids.data) < 1) return std::nullopt;
  return static_cast<std::int32_t>(*xcb_res_client_id_value_value(ids.data));
}

void Screen::clearSelection(const std::string& name) {
  xcb_set_selection_owner(part_->connection, XCB_WINDOW_NONE, part_->atom(name.c_str()), XCB_CURRENT_TIME);
  xcb_flush(part_->connection);
}

std::vector<ScreenEvent> Screen::read() {
  std::vector<ScreenEvent> out;
  while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(part_->connection)}) {
    const int type = event->response_type & 0x7f;
    if (type == XCB_KEY_PRESS) {
      const auto* press = reinterpret_cast<const xcb_key_press_event_t*>(event.get());
      const auto same = [&](const auto& one) {
        const auto modifiers = static_cast<std::uint16_t>(press->state & 0xff & ~(XCB_MOD_MASK_LOCK | XCB_MOD_MASK_2));
        return one.first.second == press->detail && (one.first.first == kAnyModifier || one.first.first == modifiers);
      };
      const auto found = std::ranges::find_if(part_->grabbed, same);
      if (found != part_->grabbed.end()) out.push_back({ScreenEvent::Kind::keyRefused, found->second, 0});
    } else if (type == XCB_MAPPING_NOTIFY) {
      const auto* mapping = reinterpret_cast<const xcb_mapping_notify_event_t*>(event.get());
      if (mapping->request == XCB_MAPPING_KEYBOARD) out.push_back({ScreenEvent::Kind::keysMoved, "the keyboard", 0});
    } else if (type == XCB_GE_GENERIC) {
      const auto* input = reinterpret_cast<const xcb_input_raw_key_press_event_t*>(event.get());
      if (input->extension != part_->inputOpcode) continue;
      const bool raw = input->event_type == XCB_INPUT_RAW_KEY_PRESS || input->event_type == XCB_INPUT_RAW_BUTTON_PRESS;
      const std::uint16_t device = raw ? input->sourceid : input->deviceid;
      if (std::ranges::none_of(part_->injectors, [&](const auto& one) { return one.first == device; })) continue;
      const bool key = input->event_type == XCB_INPUT_RAW_KEY_PRESS || input->event_type == XCB_INPUT_KEY_PRESS;
      out.push_back({ScreenEvent::Kind::injected, key ? "a key" : "a button", 0});
    } else if (part_->displaysEvent != 0 && type == part_->displaysEvent + XCB_RANDR_NOTIFY) {
      // One change is told by several events.
      const bool told = !out.empty() && out.back().kind == ScreenEvent::Kind::displaysChanged;
      if (!told) out.push_back({ScreenEvent::Kind::displaysChanged, "the displays", 0});
    } else if (part_->fixesEvent != 0 && type == part_->fixesEvent + XCB_XFIXES_SELECTION_NOTIFY) {
      const auto* notice = reinterpret_cast<const xcb_xfixes_selection_notify_event_t*>(event.get());
      const auto same = [&](const auto& one) { return one.first == notice->selection; };
      const auto found = std::ranges::find_if(part_->selections, same);
      if (found == part_->selections.end() || notice->owner == XCB_WINDOW_NONE) continue;
      out.push_back({ScreenEvent::Kind::selectionTaken, found->second, notice->owner});
    }
  }
  return out;
}

}  // namespace vigie::control
