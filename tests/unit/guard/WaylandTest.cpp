#include "candidate-client/guard/control/Wayland.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <thread>

#include "candidate-client/guard/control/DisplaysControl.hpp"
#include "candidate-client/guard/control/DoorPlace.hpp"
#include "candidate-client/guard/control/WaylandControls.hpp"
#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using base::Descriptor;
using support::must;

sockaddr_un addressOf(const std::filesystem::path& path) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  std::strncpy(out.sun_path, path.c_str(), sizeof out.sun_path - 1);
  return out;
}

std::string word(std::uint32_t value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// wl_registry.global of our registry (object 2).
std::string global(std::uint32_t name, std::string interface) {
  const auto length = static_cast<std::uint32_t>(interface.size() + 1);
  interface.resize((interface.size() + 4) / 4 * 4, '\0');
  const auto size = static_cast<std::uint32_t>(8 + 4 + 4 + interface.size() + 4);
  return word(2) + word(size << 16U) + word(name) + word(length) + interface + word(1);
}
const std::string kDone = word(3) + word(12U << 16U) + word(0);

// A screen that says the same to everybody, and keeps each connection.
class FakeScreen {
 public:
  FakeScreen(const std::filesystem::path& path, std::vector<std::string> pieces)
      : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), pieces_(std::move(pieces)) {
    const sockaddr_un address = addressOf(path);
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_.get(), 8), 0);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  ~FakeScreen() {
    thread_.request_stop();
    ::shutdown(listener_.get(), SHUT_RDWR);  // wakes accept
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      Descriptor peer(::accept(listener_.get(), nullptr, nullptr));
      if (!peer) return;
      for (const std::string& one : pieces_) (void)::send(peer.get(), one.data(), one.size(), MSG_NOSIGNAL);
      peers_.push_back(std::move(peer));
    }
  }
  Descriptor listener_;
  std::vector<std::string> pieces_;
  std::vector<Descriptor> peers_;
  std::jthread thread_;
};

class WaylandTest : public testing::Test {
 protected:
  support::TemporaryFolder folder;
  std::filesystem::path socket = folder.path() / "wayland-0";
};

TEST_F(WaylandTest, NamesWhatAScreenOffersHoweverItsWordsArrive) {
  const std::string all = global(1, "wl_shm") + global(2, "zwp_virtual_keyboard_manager_v1") + kDone;
  const FakeScreen screen(socket, {all.substr(0, 5), all.substr(5, 40), all.substr(45)});
  EXPECT_THAT(must(offeredInterfaces(socket)), testing::ElementsAre("wl_shm", "zwp_virtual_keyboard_manager_v1"));
}

TEST_F(WaylandTest, ReportsAProtocolThatLetsProgramsPressKeys) {
  const FakeScreen screen(socket, {global(1, "zwp_virtual_keyboard_manager_v1") + kDone});
  WaylandProtocolsControl keys(guard::ControlId::keys, socket);
  WaylandProtocolsControl clipboard(guard::ControlId::clipboard, socket);
  EXPECT_FALSE(keys.ability().enforce);
  EXPECT_TRUE(clipboard.ability().enforce);
  std::vector<guard::Sighting> seen;
  must(keys.start({}, guard::Mode::on, [&](const guard::Sighting& one) { seen.push_back(one); }));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].reason, "screen-protocol-open");
  EXPECT_EQ(seen[0].subject, "zwp_virtual_keyboard_manager_v1");
}

TEST_F(WaylandTest, CountsTheDisplaysThatAScreenUses) {
  const FakeScreen screen(socket, {global(1, "wl_output") + global(2, "wl_shm") + global(3, "wl_output") + kDone});
  DisplaysControl displays(folder.path(), socket);
  std::vector<guard::Sighting> seen;
  must(displays.start({}, guard::Mode::on, [&](const guard::Sighting& one) { seen.push_back(one); }));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].reason, "display-too-many");
  EXPECT_THAT(seen[0].seen, testing::HasSubstr("2 displays are connected, and 1 may be"));
}

TEST_F(WaylandTest, SaysThatAScreenIsSilentOrTalksNonsense) {
  struct Case {
    std::string name, words;
  };
  for (const auto& [name, words] :
       {Case{"nothing", ""}, Case{"a size below its head", word(2) + word(4U << 16U)},
        Case{"a text longer than its message", word(2) + word(20U << 16U) + word(1) + word(0xffffffff) + word(0)}}) {
    const auto path = folder.path() / name;
    const FakeScreen screen(path, {words});
    const auto offered = offeredInterfaces(path);
    ASSERT_FALSE(offered) << name;
    EXPECT_EQ(offered.error().code, "screen-silent") << name;
  }
}

TEST_F(WaylandTest, SaysThatThereIsNoScreen) {
  EXPECT_EQ(offeredInterfaces(socket).error().code, "no-screen");
  EXPECT_EQ(screenPeers(socket).error().code, "no-screen");
  EXPECT_FALSE(WaylandClientsControl({socket, {}}).ability().report);
}

TEST_F(WaylandTest, TellsAScreenThatIsGoneWhenItStaysSo) {
  WaylandClientsControl clients({socket, {}});
  std::vector<std::string> told;
  must(clients.start({}, guard::Mode::on, [&](const guard::Sighting& one) { told.push_back(one.reason); }));
  clients.tick();
  EXPECT_THAT(told, testing::IsEmpty());
  clients.tick();
  EXPECT_THAT(told, testing::ElementsAre("no-screen"));
}

TEST_F(WaylandTest, EndsAClientThatThePolicyDoesNotKnow) {
  const FakeScreen screen(socket, {"."});
  const pid_t child = fork();
  if (child == 0) {
    const int link = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = addressOf(socket);
    (void)!::connect(link, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    for (;;) ::pause();
  }
  std::vector<std::string> told;
  WaylandClientsControl clients({socket, {}});
  must(clients.start({}, guard::Mode::on, [&](const guard::Sighting& one) { told.push_back(one.reason); }));
  for (int looks = 0; looks < 500 && told.empty(); ++looks) {  // until it has connected
    poll(nullptr, 0, 10);
    clients.tick();
  }
  EXPECT_THAT(told, testing::ElementsAre("screen-client-unknown"));
  if (told.empty()) kill(child, SIGTERM);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST_F(WaylandTest, KnowsTheProcessBehindEachClient) {
  const FakeScreen screen(socket, {"."});
  EXPECT_THAT(must(screenPeers(socket)), testing::IsEmpty()) << "ourselves are not told";
  std::array<int, 2> ready{}, end{};
  ASSERT_EQ(pipe(ready.data()), 0);
  ASSERT_EQ(pipe(end.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    ::close(end[1]);
    const int link = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = addressOf(socket);
    char byte = 0;
    const bool greeted = ::connect(link, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                         ::recv(link, &byte, 1, 0) == 1;
    (void)!::write(ready[1], greeted ? "y" : "n", 1);
    (void)!::read(end[0], &byte, 1);
    _exit(0);
  }
  char greeted = 'n';
  ASSERT_EQ(::read(ready[0], &greeted, 1), 1);
  EXPECT_EQ(greeted, 'y');
  EXPECT_THAT(must(screenPeers(socket)), testing::ElementsAre(child));
  for (const int one : {ready[0], ready[1], end[0], end[1]}) ::close(one);
  waitpid(child, nullptr, 0);
}

TEST_F(WaylandTest, ClosesTheDoorToAllButAGroupAndGivesItBack) {
  const FakeScreen screen(socket, {});
  DoorPlace place;
  ASSERT_EQ(::chmod(socket.c_str(), 0755), 0);
  const guard::Value before = must(place.read(socket.string()));
  EXPECT_EQ(base::toString(*before), "755 " + std::to_string(::getegid()) + "\n");
  WaylandClientsControl control({socket, ::getegid()});
  const auto steps = must(control.steps({}, guard::Mode::on));
  ASSERT_EQ(steps.size(), 1U);
  must(place.write(steps[0].target, steps[0].wanted));
  EXPECT_EQ(base::toString(*must(place.read(socket.string()))), "660 " + std::to_string(::getegid()) + "\n");
  must(place.write(socket.string(), before));
  EXPECT_EQ(must(place.read(socket.string())), before);
  EXPECT_THAT(must(control.steps({}, guard::Mode::report)), testing::IsEmpty());
}

TEST_F(WaylandTest, TouchesNoDoorThatIsNoSocket) {
  DoorPlace place;
  const auto file = folder.path() / "file";
  must(base::writeFileDurably(file, base::bytesOf("x")));
  std::filesystem::create_symlink(file, folder.path() / "link");
  EXPECT_EQ(must(place.read(socket.string())), guard::Value{});
  for (const auto* name : {"file", "link"}) {
    const std::string path = (folder.path() / name).string();
    EXPECT_EQ(place.read(path).error().code, "door-refused") << name;
    EXPECT_EQ(place.write(path, base::toBytes("666 0\n")).error().code, "door-refused") << name;
  }
  const FakeScreen screen(socket, {});
  for (const auto* wrong : {"", "999 0\n", "77777 0\n", "rw\n"}) {
    EXPECT_EQ(place.write(socket.string(), base::toBytes(wrong)).error().code, "door-refused") << wrong;
  }
}

}  // namespace
}  // namespace vigie::control
