#include <algorithm>

#include "candidate-client/guard/control/ScreenPart.hpp"

namespace vigie::control {

base::Result<void> Screen::watchDisplays() {
  if (!part_->opcodeOf("RANDR", &part_->displaysEvent)) {
    return base::fail("no-screen", "the screen has no RANDR extension: it does not say what displays there are");
  }
  const auto version = xcb_randr_query_version(part_->connection, 1, 3);
  if (!part_->wait<xcb_randr_query_version_reply_t>(version.sequence)) return silent("RANDR");
  xcb_randr_select_input(part_->connection, part_->root,
                         XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE | XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE);
  xcb_flush(part_->connection);
  return {};
}

base::Result<std::vector<ScreenDisplay>> Screen::displays() {
  const auto asked = xcb_randr_get_screen_resources_current(part_->connection, part_->root);
  const auto first = xcb_randr_get_output_primary(part_->connection, part_->root);
  const auto all = part_->wait<xcb_randr_get_screen_resources_current_reply_t>(asked.sequence);
  const auto primary = part_->wait<xcb_randr_get_output_primary_reply_t>(first.sequence);
  if (!all || !primary) return silent("its displays");
  const auto* outputs = xcb_randr_get_screen_resources_current_outputs(all.get());
  const int count = xcb_randr_get_screen_resources_current_outputs_length(all.get());
  std::vector<unsigned> questions;
  for (int i = 0; i < count; ++i) {
    questions.push_back(xcb_randr_get_output_info(part_->connection, outputs[i], all->config_timestamp).sequence);
  }
  std::vector<ScreenDisplay> out;
  for (int i = 0; i < count; ++i) {
    const auto about = part_->wait<xcb_randr_get_output_info_reply_t>(questions[static_cast<std::size_t>(i)]);
    if (!about) return silent("one of its displays");
    const bool connected = about->connection == XCB_RANDR_CONNECTION_CONNECTED;
    if (!connected && about->crtc == XCB_NONE) continue;
    const auto* name = reinterpret_cast<const char*>(xcb_randr_get_output_info_name(about.get()));
    ScreenDisplay one{outputs[i], about->crtc, std::string(name, about->name_len), connected};
    out.insert(outputs[i] == primary->output ? out.begin() : out.end(), std::move(one));
  }
  return out;
}

// What draws it may draw others too, which stay as they are.
base::Result<void> Screen::switchOff(const ScreenDisplay& display) {
  const auto asked = xcb_randr_get_crtc_info(part_->connection, display.crtc, XCB_CURRENT_TIME);
  const auto now = part_->wait<xcb_randr_get_crtc_info_reply_t>(asked.sequence);
  if (!now) return silent("the display " + display.name);
  const auto* drawn = xcb_randr_get_crtc_info_outputs(now.get());
  std::vector<xcb_randr_output_t> others(drawn, drawn + xcb_randr_get_crtc_info_outputs_length(now.get()));
  std::erase(others, display.output);
  const bool none = others.empty();
  const auto done = xcb_randr_set_crtc_config(part_->connection, display.crtc, XCB_CURRENT_TIME, XCB_CURRENT_TIME,
                                              none ? std::int16_t{0} : now->x, none ? std::int16_t{0} : now->y,
                                              none ? static_cast<xcb_randr_mode_t>(XCB_NONE) : now->mode,
                                              none ? std::uint16_t{XCB_RANDR_ROTATION_ROTATE_0} : now->rotation,
                                              static_cast<std::uint32_t>(others.size()), others.data());
  const auto reply = part_->wait<xcb_randr_set_crtc_config_reply_t>(done.sequence);
  if (!reply) return silent("switching off the display " + display.name);
  if (reply->status == XCB_RANDR_SET_CONFIG_SUCCESS) return {};
  return base::fail("screen-refuses", "the screen does not switch off the display " + display.name);
}

}  // namespace vigie::control
