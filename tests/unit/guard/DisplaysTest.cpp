// Displays that come to a locked seat, on a real X server whose driver has sixteen outputs and no card; and recorded
// trees.
#include "candidate-client/guard/control/DisplaysControl.hpp"

#include <gmock/gmock.h>
#include <poll.h>

#include "tests/support/SecondDisplay.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/unit/guard/XServer.hpp"

namespace vigie::control {
namespace {

using support::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Told {
 public:
  void start(guard::Control& control, guard::Mode mode, std::uint64_t most = 1) {
    told_.clear();
    guard::Policy policy;
    policy.mostDisplays = most;
    must(control.start(policy, mode, [this](const auto& seen) { told_.push_back(seen); }));
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> out;
    for (const auto& one : told_) out.push_back(one.reason);
    return out;
  }
  const guard::Sighting& last() const { return told_.back(); }

 private:
  std::vector<guard::Sighting> told_;
};

class ConnectorsTest : public testing::Test, protected Told {
 protected:
  void connector(const std::string& name, const std::string& status) {
    const auto file = folder.path() / "sys/class/drm" / name / "status";
    std::filesystem::create_directories(file.parent_path());
    must(base::writeFileDurably(file, base::bytesOf(status + "\n")));
  }
  support::TemporaryFolder folder;
};

TEST_F(ConnectorsTest, AreCountedAndTellOnceForAsLongAsTheyAreTooMany) {
  connector("card0-eDP-1", "connected");
  connector("card0-HDMI-A-1", "disconnected");
  DisplaysControl displays(folder.path());
  start(displays, guard::Mode::report);
  EXPECT_THAT(reasons(), IsEmpty());
  connector("card0-HDMI-A-1", "connected");
  displays.tick();
  displays.tick();
  EXPECT_THAT(reasons(), ElementsAre("display-too-many")) << "once for as long as it is there";
  EXPECT_THAT(last().seen, HasSubstr("card0-HDMI-A-1, card0-eDP-1"));
  connector("card0-HDMI-A-1", "disconnected");
  displays.tick();
  connector("card0-HDMI-A-1", "connected");
  displays.tick();
  EXPECT_THAT(reasons(), ElementsAre("display-too-many", "display-too-many"));
  start(displays, guard::Mode::report, 2);
  EXPECT_THAT(reasons(), IsEmpty());
}

class DisplaysTest : public testing::Test, protected Told {
 protected:
  void SetUp() override {
    if (server.address().display.empty()) GTEST_SKIP() << "no Xorg with the dummy driver here";
    setenv("XAUTHORITY", server.address().authority.c_str(), 1);
    program = xcb_connect(server.address().display.c_str(), nullptr);
    ASSERT_EQ(xcb_connection_has_error(program), 0);
    displays.emplace(program);
    outputs = displays->outputs();
    ASSERT_GE(outputs.size(), 3U);
  }
  void TearDown() override {
    if (program != nullptr) xcb_disconnect(program);
  }
  // What the screen tells is handled as the guard's loop does, until `done`.
  template <class Condition>
  bool handleUntil(const Condition& done) {
    for (int left = 50; !done() && left > 0; --left) {
      pollfd wait{control->descriptor(), POLLIN, 0};
      poll(&wait, 1, 100);
      control->ready();
    }
    return done();
  }
  support::TemporaryFolder folder;
  XServer server{folder.path(), XServer::Kind::displays};
  xcb_connection_t* program = nullptr;
  std::optional<support::DisplaySwitch> displays;
  std::vector<xcb_randr_output_t> outputs;
  std::unique_ptr<ScreenDisplaysControl> control =
      std::make_unique<ScreenDisplaysControl>(server.address(), folder.path());
};

TEST_F(DisplaysTest, ThatComeWhileLockedAreSwitchedOffAndTold) {
  EXPECT_TRUE(control->ability().enforce) << control->ability().why;
  start(*control, guard::Mode::on);
  EXPECT_THAT(reasons(), IsEmpty());
  constexpr std::int16_t kBeside = 640, kOver = 0;
  for (const std::int16_t x : {kBeside, kOver}) {
    ASSERT_TRUE(displays->on(outputs[1], x));
    EXPECT_TRUE(handleUntil([&] { return !displays->isOn(outputs[1]); })) << "at " << x;
  }
  EXPECT_TRUE(displays->isOn(outputs[0]));
  EXPECT_THAT(reasons(), ElementsAre("display-refused", "display-refused"));
  EXPECT_THAT(last().seen, HasSubstr("DUMMY1 was switched on"));
}

TEST_F(DisplaysTest, ThatComeAreOnlyToldUnderAWatchingPolicy) {
  start(*control, guard::Mode::report);
  ASSERT_TRUE(displays->on(outputs[1], 640));
  EXPECT_TRUE(handleUntil([&] { return reasons().size() == 2; }));
  EXPECT_THAT(reasons(), ElementsAre("display-came", "display-too-many"));
  EXPECT_THAT(last().seen, Not(HasSubstr("switched off")));
  EXPECT_TRUE(displays->isOn(outputs[1]));
}

TEST_F(DisplaysTest, ThatWereThereStayOnAndAreTold) {
  ASSERT_TRUE(displays->on(outputs[1], 640));
  start(*control, guard::Mode::on);
  EXPECT_THAT(reasons(), ElementsAre("display-too-many"));
  ASSERT_TRUE(displays->on(outputs[2], 0));
  EXPECT_TRUE(handleUntil([&] { return !displays->isOn(outputs[2]); }));
  EXPECT_TRUE(displays->isOn(outputs[1])) << "what the lock found it does not change";
  EXPECT_TRUE(displays->isOn(outputs[0]));
}

TEST_F(DisplaysTest, MayTakeThePlaceOfTheOnlyOne) {
  start(*control, guard::Mode::on);
  ASSERT_TRUE(displays->off(outputs[0]));
  ASSERT_TRUE(displays->on(outputs[1], 0));
  control->ready();
  control->tick();
  EXPECT_TRUE(displays->isOn(outputs[1])) << "a seat must not go dark for a changed cable";
  ASSERT_TRUE(displays->on(outputs[0], 640));
  EXPECT_TRUE(handleUntil([&] { return !displays->isOn(outputs[0]); }));
  EXPECT_TRUE(displays->isOn(outputs[1]));
}

}  // namespace
}  // namespace vigie::control
