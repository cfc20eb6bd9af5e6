// What is behind a Screen: the connection, and how an answer is waited for. Only for the .cpp files of Screen.hpp.
#pragma once

#include <poll.h>
#include <xcb/randr.h>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>
#include <xcb/xinput.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "candidate-client/guard/control/Screen.hpp"

namespace vigie::control {

inline constexpr int kPatienceMs = 500;

template <class T>
struct FreeReply {
  void operator()(T* reply) const { std::free(reply); }
};
template <class T>
using Reply = std::unique_ptr<T, FreeReply<T>>;

inline std::unexpected<base::Error> silent(std::string_view what) {
  return base::fail("screen-silent", "the screen gives no answer about " + std::string(what));
}

struct Screen::Part {
  xcb_connection_t* connection = nullptr;
  xcb_window_t root = 0;
  std::vector<std::pair<std::pair<std::uint16_t, std::uint8_t>, std::string>> grabbed;  // (modifiers, keycode) -> name
  std::vector<std::pair<std::uint16_t, bool>> injectors;                                // device, is a keyboard
  std::vector<std::pair<xcb_atom_t, std::string>> selections;
  std::uint8_t fixesEvent = 0, inputOpcode = 0, displaysEvent = 0;

  ~Part() {
    if (connection != nullptr) xcb_disconnect(connection);
  }

  // The reply to `sequence`, or null after kPatienceMs or for an error.
  template <class T>
  Reply<T> wait(unsigned sequence) {
    xcb_flush(connection);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
    while (std::chrono::steady_clock::now() < deadline) {
      void* reply = nullptr;
      xcb_generic_error_t* error = nullptr;
      const int there = xcb_poll_for_reply(connection, sequence, &reply, &error);
      const Reply<xcb_generic_error_t> freed(error);
      if (there != 0) return Reply<T>(static_cast<T*>(reply));
      if (xcb_connection_has_error(connection) != 0) return nullptr;
      pollfd wait{xcb_get_file_descriptor(connection), POLLIN, 0};
      ::poll(&wait, 1, 20);
    }
    return nullptr;
  }

  std::optional<std::uint8_t> opcodeOf(const char* name, std::uint8_t* firstEvent = nullptr) {
    const auto asked = xcb_query_extension(connection, static_cast<std::uint16_t>(std::strlen(name)), name);
    const auto reply = wait<xcb_query_extension_reply_t>(asked.sequence);
    if (!reply || reply->present == 0) return std::nullopt;
    if (firstEvent != nullptr) *firstEvent = reply->first_event;
    return reply->major_opcode;
  }

  xcb_atom_t atom(const char* name) {
    const auto asked = xcb_intern_atom(connection, 0, static_cast<std::uint16_t>(std::strlen(name)), name);
    const auto reply = wait<xcb_intern_atom_reply_t>(asked.sequence);
    return reply ? reply->atom : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
  }

  bool findInjectors() {
    const auto asked = xcb_input_xi_query_device(connection, XCB_INPUT_DEVICE_ALL);
    const auto reply = wait<xcb_input_xi_query_device_reply_t>(asked.sequence);
    if (!reply) return false;
    injectors.clear();
    for (auto at = xcb_input_xi_query_device_infos_iterator(reply.get()); at.rem > 0;
         xcb_input_xi_device_info_next(&at)) {
      const std::string name(xcb_input_xi_device_info_name(at.data), at.data->name_len);
      if (!name.contains("XTEST")) continue;
      injectors.emplace_back(at.data->deviceid, at.data->type == XCB_INPUT_DEVICE_TYPE_SLAVE_KEYBOARD);
    }
    return true;
  }
};

}  // namespace vigie::control
