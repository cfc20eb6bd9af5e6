// What else could act on a seat: recorded trees of /etc, /run and /proc, and a logind of our own on a private bus.
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "candidate-client/guard/control/PrivilegesControl.hpp"
#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using support::must;
using testing::ElementsAre;
using testing::IsEmpty;

class FakeInhibitor final : public Inhibitor {
 public:
  explicit FakeInhibitor(bool there) : there_(there) {}
  base::Result<void> ready() override {
    if (!there_) return base::fail("no-system-bus", "nobody is there");
    return {};
  }
  base::Result<base::Descriptor> take() override {
    if (!there_) return base::fail("no-system-bus", "nobody is there");
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    other_ = base::Descriptor(ends[0]);
    return base::Descriptor(ends[1]);
  }

 private:
  bool there_;
  base::Descriptor other_;
};

class Privileges : public testing::Test {
 protected:
  void file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    must(base::writeFileDurably(folder.path() / name, base::bytesOf(text)));
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> out;
    for (const auto& one : told) out.push_back(one.reason);
    return out;
  }
  guard::Report report() {
    return [this](const guard::Sighting& seen) { told.push_back(seen); };
  }
  support::TemporaryFolder folder;
  std::vector<guard::Sighting> told;
};

TEST_F(Privileges, OfAPreparedWorkstationGiveNoFinding) {
  file("etc/group", "root:x:0:\nsudo:x:27:\nvideo:x:44:candidate\n");
  file("etc/sudoers", "root ALL=(ALL:ALL) ALL\n# candidate ALL=(ALL) NOPASSWD: ALL\n");
  file("usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service", "[D-BUS Service]\n");
  file("etc/polkit-1/rules.d/50-vigie.rules", "polkit.addRule(function() { return polkit.Result.NO; });\n");
  file("run/systemd/sessions/1", "UID=1000\nUSER=candidate\nCLASS=user\nREMOTE=0\nSTATE=active\n");
  file("run/systemd/sessions/c1", "UID=107\nUSER=lightdm\nCLASS=greeter\nREMOTE=0\nSTATE=closing\n");
  file("proc/net/tcp", "  sl local rem st\n   0: 0100007F:0016 00000000:0000 0A 0 0\n");
  PrivilegesControl control(folder.path(), std::make_unique<FakeInhibitor>(true));
  must(control.start({}, guard::Mode::on, report()));
  EXPECT_THAT(reasons(), IsEmpty());
}

TEST_F(Privileges, TellEveryWayPastTheLock) {
  file("etc/group", "sudo:x:27:candidate\n");
  file("etc/sudoers.d/shutdown", "candidate ALL=NOPASSWD: /sbin/reboot\n");
  file("usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service", "[D-BUS Service]\n");
  file("run/systemd/sessions/1", "UID=1000\nUSER=candidate\nCLASS=user\nREMOTE=0\nSTATE=active\n");
  file("run/systemd/sessions/7", "UID=1001\nUSER=friend\nCLASS=user\nREMOTE=1\nREMOTE_HOST=10.0.0.9\nSTATE=active\n");
  file("proc/net/tcp", "  sl local rem st\n   0: 00000000:0016 00000000:0000 0A 0 0\n");
  file("proc/net/tcp6", "  sl\n   0: 00000000000000000000000000000000:170C 0:0000 0A 0\n");
  PrivilegesControl control(folder.path(), std::make_unique<FakeInhibitor>(true));
  must(control.start({}, guard::Mode::report, report()));
  EXPECT_THAT(reasons(), ElementsAre("rights-sudo", "rights-without-password", "rights-polkit", "session-remote",
                                     "remote-door", "remote-door"));
  told.clear();
  control.tick();
  EXPECT_THAT(reasons(), IsEmpty()) << "each once for as long as it is there";
  file("run/systemd/sessions/8", "UID=1002\nUSER=other\nCLASS=user\nREMOTE=0\nSTATE=active\n");
  control.tick();
  EXPECT_THAT(reasons(), ElementsAre("session-second", "session-second"));
}

TEST_F(Privileges, AreOnlyReportedWhereNobodyKeepsTheMachineAwake) {
  PrivilegesControl control(folder.path(), std::make_unique<FakeInhibitor>(false));
  const auto ability = control.ability();
  EXPECT_FALSE(ability.enforce);
  EXPECT_TRUE(ability.report);
  EXPECT_EQ(ability.why, "nobody is there");
  const LogindInhibitor absent("unix:path=" + (folder.path() / "no-bus").string());
  EXPECT_EQ(LogindInhibitor(absent).ready().error().code, "no-system-bus");
}

// logind's own interface on a bus that nobody else is on.
class PrivateLogind {
 public:
  explicit PrivateLogind(const std::filesystem::path& folder) : address("unix:path=" + (folder / "bus").string()) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    base::Descriptor told(ends[0]);
    daemon_ = fork();
    if (daemon_ == 0) {
      const std::string number = "--print-address=" + std::to_string(ends[1]);
      const std::string where = "--address=" + address;
      execlp("dbus-daemon", "dbus-daemon", "--session", "--nofork", "--nopidfile", where.c_str(), number.c_str(),
             static_cast<char*>(nullptr));
      _exit(127);
    }
    ::close(ends[1]);
    std::array<char, 256> line{};
    there = ::read(told.get(), line.data(), line.size()) > 0;
    if (there) thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    while (there && !serving_) std::this_thread::yield();
  }
  ~PrivateLogind() {
    if (thread_.joinable()) {
      thread_.request_stop();
      thread_.join();
    }
    ::kill(daemon_, SIGTERM);
    ::waitpid(daemon_, nullptr, 0);
  }

  bool released(int patienceMs) {
    pollfd wait{lock.get(), 0, 0};
    return ::poll(&wait, 1, patienceMs) == 1 && (wait.revents & POLLHUP) != 0;
  }

  std::string address;
  bool there = false;
  std::vector<std::string> asked;
  base::Descriptor lock;  // our end of what was given out

 private:
  static int inhibit(sd_bus_message* message, void* self, sd_bus_error*) {
    auto& logind = *static_cast<PrivateLogind*>(self);
    std::array<const char*, 4> words{};
    if (const int read = sd_bus_message_read(message, "ssss", &words[0], &words[1], &words[2], &words[3]); read < 0) {
      return read;
    }
    logind.asked.assign(words.begin(), words.end());
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    logind.lock = base::Descriptor(ends[0]);
    const base::Descriptor given(ends[1]);
    return sd_bus_reply_method_return(message, "h", given.get());
  }
  void serve(const std::stop_token& stop) {
    static const sd_bus_vtable kTable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("Inhibit", "ssss", "h", &PrivateLogind::inhibit, SD_BUS_VTABLE_UNPRIVILEGED), SD_BUS_VTABLE_END};
    sd_bus* bus = nullptr;
    sd_bus_new(&bus);
    sd_bus_set_address(bus, address.c_str());
    sd_bus_set_bus_client(bus, 1);
    sd_bus_start(bus);
    sd_bus_add_object_vtable(bus, nullptr, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", kTable, this);
    sd_bus_request_name(bus, "org.freedesktop.login1", 0);
    serving_ = true;
    while (!stop.stop_requested()) {
      if (sd_bus_process(bus, nullptr) == 0) sd_bus_wait(bus, 50'000);
    }
    sd_bus_flush_close_unref(bus);
  }

  pid_t daemon_ = -1;
  std::atomic<bool> serving_{false};
  std::jthread thread_;
};

TEST_F(Privileges, KeepTheMachineOnAndAwakeForAsLongAsTheSeatIsLocked) {
  PrivateLogind logind(folder.path());
  if (!logind.there) GTEST_SKIP() << "no dbus-daemon here";
  PrivilegesControl control(folder.path(), std::make_unique<LogindInhibitor>(logind.address));
  EXPECT_TRUE(control.ability().enforce) << control.ability().why;
  must(control.start({}, guard::Mode::on, report()));
  EXPECT_THAT(logind.asked, ElementsAre("shutdown:sleep:idle:handle-power-key:handle-suspend-key:handle-hibernate-key:"
                                        "handle-lid-switch",
                                        "Vigie", testing::_, "block"));
  EXPECT_FALSE(logind.released(0));
  control.stop();
  EXPECT_TRUE(logind.released(10'000));
  logind.asked.clear();
  must(control.start({}, guard::Mode::report, report()));
  EXPECT_THAT(logind.asked, IsEmpty()) << "reporting changes nothing";
}

}  // namespace
}  // namespace vigie::control
