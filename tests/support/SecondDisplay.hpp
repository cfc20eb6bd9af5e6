// Displays that come to an X screen, by RANDR, as a program of the candidate's would switch them on. For the screens
// of tests/support/dummy-screen.conf. Thread: any.
#pragma once

#include <xcb/randr.h>
#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>
#include <vector>

namespace vigie::support {

class DisplaySwitch {
 public:
  explicit DisplaySwitch(xcb_connection_t* connection)
      : connection_(connection), root_(xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root) {
    owned(xcb_randr_query_version_reply(connection_, xcb_randr_query_version(connection_, 1, 3), nullptr));
  }

  // Every output, in the screen's order.
  std::vector<xcb_randr_output_t> outputs() {
    const auto all = resources();
    if (!all) return {};
    const auto* first = xcb_randr_get_screen_resources_current_outputs(all.get());
    return {first, first + xcb_randr_get_screen_resources_current_outputs_length(all.get())};
  }

  bool isOn(xcb_randr_output_t output) { return crtcOf(output) != XCB_NONE; }

  // Beside the first display, or over it (`x` 0): as another picture, or the same one for another room.
  bool on(xcb_randr_output_t output, std::int16_t x) {
    const auto all = resources();
    if (!all || xcb_randr_get_screen_resources_current_modes_length(all.get()) < 1) return false;
    constexpr std::uint16_t kWide = 2048, kHigh = 768;
    xcb_randr_set_screen_size(connection_, root_, kWide, kHigh, kWide / 4, kHigh / 4);
    const xcb_randr_mode_info_t mode = smallest(*all);
    xcb_randr_add_output_mode(connection_, output, mode.id);
    const auto about = infoOf(output);
    const auto* crtcs = about ? xcb_randr_get_output_info_crtcs(about.get()) : nullptr;
    for (int i = 0; about && i < about->num_crtcs; ++i) {
      if (draws(crtcs[i])) continue;
      return set(crtcs[i], x, mode.id, {output});
    }
    return false;
  }

  bool off(xcb_randr_output_t output) { return set(crtcOf(output), 0, XCB_NONE, {}); }

 private:
  template <class T>
  static std::unique_ptr<T, void (*)(void*)> owned(T* reply) {
    return {reply, std::free};
  }
  std::unique_ptr<xcb_randr_get_screen_resources_current_reply_t, void (*)(void*)> resources() {
    return owned(xcb_randr_get_screen_resources_current_reply(
        connection_, xcb_randr_get_screen_resources_current(connection_, root_), nullptr));
  }
  static xcb_randr_mode_info_t smallest(const xcb_randr_get_screen_resources_current_reply_t& all) {
    auto at = xcb_randr_get_screen_resources_current_modes_iterator(&all);
    xcb_randr_mode_info_t out = *at.data;
    for (; at.rem > 0; xcb_randr_mode_info_next(&at)) {
      if (at.data->width < out.width) out = *at.data;
    }
    return out;
  }
  std::unique_ptr<xcb_randr_get_output_info_reply_t, void (*)(void*)> infoOf(xcb_randr_output_t output) {
    return owned(xcb_randr_get_output_info_reply(
        connection_, xcb_randr_get_output_info(connection_, output, XCB_CURRENT_TIME), nullptr));
  }
  xcb_randr_crtc_t crtcOf(xcb_randr_output_t output) {
    const auto about = infoOf(output);
    return about ? about->crtc : static_cast<xcb_randr_crtc_t>(XCB_NONE);
  }
  bool draws(xcb_randr_crtc_t crtc) {
    const auto about = owned(xcb_randr_get_crtc_info_reply(
        connection_, xcb_randr_get_crtc_info(connection_, crtc, XCB_CURRENT_TIME), nullptr));
    return !about || about->mode != XCB_NONE;
  }
  bool set(xcb_randr_crtc_t crtc, std::int16_t x, xcb_randr_mode_t mode,
           const std::vector<xcb_randr_output_t>& outputs) {
    const auto done = owned(xcb_randr_set_crtc_config_reply(
        connection_,
        xcb_randr_set_crtc_config(connection_, crtc, XCB_CURRENT_TIME, XCB_CURRENT_TIME, x, 0, mode,
                                  XCB_RANDR_ROTATION_ROTATE_0, static_cast<std::uint32_t>(outputs.size()),
                                  outputs.data()),
        nullptr));
    return done && done->status == XCB_RANDR_SET_CONFIG_SUCCESS;
  }
  xcb_connection_t* connection_;
  xcb_window_t root_;
};

}  // namespace vigie::support
