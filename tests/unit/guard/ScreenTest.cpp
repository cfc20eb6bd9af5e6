// On a real X server without a monitor (Xvfb): who gets a key, who may press one, who is there, who fills the
// clipboard.
#include "candidate-client/guard/control/Screen.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>
#include <xcb/xcb.h>
#include <xcb/xtest.h>

#include <cstdlib>

#include "candidate-client/guard/control/ScreenControls.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/unit/guard/XServer.hpp"

namespace vigie::control {
namespace {

using support::must;

constexpr std::uint32_t kTab = 0xff09, kAltLeft = 0xffe9;
constexpr int kPatienceMs = 5000;

// Another program on the screen, whose window has the keyboard.
class Program {
 public:
  explicit Program(const ScreenAddress& address) {
    setenv("XAUTHORITY", address.authority.c_str(), 1);
    connection_ = xcb_connect(address.display.c_str(), nullptr);
    screen_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data;
    window_ = xcb_generate_id(connection_);
    const std::uint32_t mask = XCB_EVENT_MASK_KEY_PRESS | XCB_EVENT_MASK_STRUCTURE_NOTIFY | XCB_EVENT_MASK_FOCUS_CHANGE;
    xcb_create_window(connection_, XCB_COPY_FROM_PARENT, window_, screen_->root, 0, 0, 100, 100, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, screen_->root_visual, XCB_CW_EVENT_MASK, &mask);
    xcb_map_window(connection_, window_);
    xcb_flush(connection_);
    waitFor(XCB_MAP_NOTIFY);
    xcb_set_input_focus(connection_, XCB_INPUT_FOCUS_POINTER_ROOT, window_, XCB_CURRENT_TIME);
    xcb_flush(connection_);
    waitFor(XCB_FOCUS_IN);
  }
  ~Program() { xcb_disconnect(connection_); }

  std::uint8_t keycodeOf(std::uint32_t symbol) {
    const xcb_setup_t* setup = xcb_get_setup(connection_);
    const auto count = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
    auto* reply = xcb_get_keyboard_mapping_reply(
        connection_, xcb_get_keyboard_mapping(connection_, setup->min_keycode, count), nullptr);
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
  // Gives a key another meaning.
  void give(std::uint8_t keycode, std::uint32_t symbol) {
    xcb_change_keyboard_mapping(connection_, 1, keycode, 1, &symbol);
    settle();
  }
  // Presses as a program can: through XTEST.
  void press(std::uint32_t symbol) { fake(XCB_KEY_PRESS, symbol); }
  void release(std::uint32_t symbol) { fake(XCB_KEY_RELEASE, symbol); }
  void type(std::uint32_t symbol) {
    press(symbol);
    release(symbol);
  }
  // The keys it got so far: everything before an answer of the server has arrived.
  std::vector<std::uint8_t> keysGot() {
    settle();
    std::vector<std::uint8_t> out;
    while (xcb_generic_event_t* event = xcb_poll_for_event(connection_)) {
      if ((event->response_type & 0x7f) == XCB_KEY_PRESS) {
        out.push_back(reinterpret_cast<xcb_key_press_event_t*>(event)->detail);
      }
      std::free(event);
    }
    return out;
  }
  void take(const std::string& selection) {
    xcb_set_selection_owner(connection_, window_, atom(selection), XCB_CURRENT_TIME);
    xcb_flush(connection_);
  }
  bool owns(const std::string& selection) {
    auto* reply =
        xcb_get_selection_owner_reply(connection_, xcb_get_selection_owner(connection_, atom(selection)), nullptr);
    const bool mine = reply != nullptr && reply->owner == window_;
    std::free(reply);
    return mine;
  }
  std::uint32_t window() const { return window_; }
  void settle() { std::free(xcb_get_input_focus_reply(connection_, xcb_get_input_focus(connection_), nullptr)); }

 private:
  void fake(std::uint8_t type, std::uint32_t symbol) {
    xcb_test_fake_input(connection_, type, keycodeOf(symbol), XCB_CURRENT_TIME, screen_->root, 0, 0, 0);
    settle();
  }
  xcb_atom_t atom(const std::string& name) {
    auto* reply = xcb_intern_atom_reply(
        connection_, xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(name.size()), name.c_str()), nullptr);
    const xcb_atom_t out = reply->atom;
    std::free(reply);
    return out;
  }
  void waitFor(int type) {
    for (;;) {
      xcb_generic_event_t* event = xcb_wait_for_event(connection_);
      if (event == nullptr) return;
      const bool found = (event->response_type & 0x7f) == type;
      std::free(event);
      if (found) return;
    }
  }
  xcb_connection_t* connection_ = nullptr;
  xcb_screen_t* screen_ = nullptr;
  xcb_window_t window_ = 0;
};

class ScreenTest : public testing::Test {
 protected:
  void SetUp() override {
    if (server.address().display.empty()) GTEST_SKIP() << "no Xvfb here";
    screen = must(Screen::open(server.address()));
  }
  // The first event of a kind, or nothing after kPatienceMs.
  std::optional<ScreenEvent> next(ScreenEvent::Kind kind) {
    for (;;) {
      for (const ScreenEvent& event : screen->read()) {
        if (event.kind == kind) return event;
      }
      pollfd wait{screen->descriptor(), POLLIN, 0};
      if (poll(&wait, 1, kPatienceMs) != 1) return std::nullopt;
    }
  }
  support::TemporaryFolder folder;
  XServer server{folder.path(), XServer::Kind::plain};
  std::unique_ptr<Screen> screen;
};

TEST_F(ScreenTest, LetsNobodyInWithoutTheCookie) {
  const auto stranger = Screen::open({server.address().display, "/nonexistent"});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, "no-screen");
}

TEST_F(ScreenTest, KeepsRefusedKeysFromEveryProgramAndNamesThem) {
  Program program(server.address());
  program.press(kAltLeft);
  program.type(kTab);
  program.release(kAltLeft);
  EXPECT_THAT(program.keysGot(), testing::Contains(program.keycodeOf(kTab))) << "without the lock it arrives";

  must(screen->refuseKeys(refusedKeys()));
  (void)screen->clients();  // an answer: the server has the wish
  program.press(kAltLeft);
  program.type(kTab);
  program.release(kAltLeft);
  EXPECT_THAT(program.keysGot(), testing::Not(testing::Contains(program.keycodeOf(kTab))));
  const auto refused = next(ScreenEvent::Kind::keyRefused);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->what, "Alt+Tab");
  program.type('a');
  EXPECT_THAT(program.keysGot(), testing::Contains(program.keycodeOf('a'))) << "other keys go on";
}

TEST_F(ScreenTest, FindsRefusedKeysAgainThatAProgramMoved) {
  Program program(server.address());
  must(screen->refuseKeys(refusedKeys()));
  (void)screen->clients();
  const std::uint8_t before = program.keycodeOf(kTab);
  const std::uint8_t now = program.keycodeOf('q');
  program.give(before, 'q');
  program.give(now, kTab);
  const auto altTab = [&] {
    program.press(kAltLeft);
    program.type(kTab);
    program.release(kAltLeft);
    return program.keysGot();
  };
  EXPECT_THAT(altTab(), testing::Contains(now)) << "the grab is where the key was";
  ASSERT_TRUE(next(ScreenEvent::Kind::keysMoved));
  must(screen->refuseKeys(refusedKeys()));
  (void)screen->clients();
  EXPECT_THAT(altTab(), testing::Not(testing::Contains(now)));
  EXPECT_TRUE(next(ScreenEvent::Kind::keyRefused));
  program.press(kAltLeft);
  program.type('q');
  program.release(kAltLeft);
  EXPECT_THAT(program.keysGot(), testing::Contains(before)) << "and no longer where it was";
}

TEST_F(ScreenTest, TellsThatAProgramPressedAKey) {
  Program program(server.address());
  must(screen->watchInjection());
  (void)screen->clients();
  program.type('a');
  const auto injected = next(ScreenEvent::Kind::injected);
  ASSERT_TRUE(injected);
  EXPECT_EQ(injected->what, "a key");
}

TEST_F(ScreenTest, KeepsKeysThatProgramsPressFromEveryProgram) {
  Program program(server.address());
  must(screen->holdInjection());
  program.type('a');
  EXPECT_THAT(program.keysGot(), testing::IsEmpty());
  const auto injected = next(ScreenEvent::Kind::injected);
  ASSERT_TRUE(injected);
  EXPECT_EQ(injected->what, "a key");
  screen.reset();
  std::vector<std::uint8_t> got;
  for (int i = 0; i < 1000 && got.empty(); ++i) {  // until the server has seen the connection end
    program.type('a');
    got = program.keysGot();
  }
  EXPECT_FALSE(got.empty()) << "the grab ends with its connection";
}

TEST_F(ScreenTest, KnowsTheProcessBehindEachClient) {
  const std::size_t before = must(screen->clients()).size();
  Program program(server.address());
  const auto clients = must(screen->clients());
  EXPECT_EQ(clients.size(), before + 1);
  for (const ScreenClient& client : clients) EXPECT_EQ(client.pid, getpid());
  EXPECT_EQ(screen->pidOf(program.window()), getpid());
}

TEST_F(ScreenTest, TellsWhoFillsTheClipboardAndEmptiesIt) {
  Program program(server.address());
  must(screen->watchSelections());
  (void)screen->clients();
  for (const auto* selection : {"CLIPBOARD", "PRIMARY"}) {
    program.take(selection);
    const auto taken = next(ScreenEvent::Kind::selectionTaken);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->what, selection);
    EXPECT_EQ(taken->owner, program.window());
    EXPECT_TRUE(program.owns(selection));
    screen->clearSelection(selection);
    (void)screen->clients();
    EXPECT_FALSE(program.owns(selection));
  }
}

TEST_F(ScreenTest, SaysThatThereIsNoScreen) {
  EXPECT_FALSE(Screen::open({":65533", ""}));
  EXPECT_EQ(Screen::open({"", ""}).error().code, "no-screen");
}

}  // namespace
}  // namespace vigie::control
