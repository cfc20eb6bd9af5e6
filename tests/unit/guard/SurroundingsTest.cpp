// Recorded trees of /sys, /proc and /etc: devices, and how a workstation is set up.
#include <gmock/gmock.h>

#include "candidate-client/guard/control/DevicesControl.hpp"
#include "candidate-client/guard/control/SettingPlace.hpp"
#include "candidate-client/guard/control/SurroundingsControls.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using support::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Tree : public testing::Test {
 protected:
  void file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    must(base::writeFileDurably(folder.path() / name, base::bytesOf(text)));
  }
  void usb(const std::string& place, const std::string& vendor, const std::string& product, const std::string& serial,
           const std::vector<std::string>& classes) {
    const std::string at = "sys/bus/usb/devices/" + place;
    file(at + "/idVendor", vendor + "\n");
    file(at + "/idProduct", product + "\n");
    file(at + "/product", "a device\n");
    if (!serial.empty()) file(at + "/serial", serial + "\n");
    for (std::size_t i = 0; i < classes.size(); ++i) {
      file(at + ":1." + std::to_string(i) + "/bInterfaceClass", classes[i] + "\n");
    }
  }
  std::vector<std::string> reasons(guard::Control& control, const guard::Policy& policy = {}) {
    told.clear();
    must(control.start(policy, guard::Mode::report, [this](const auto& seen) { told.push_back(seen); }));
    return reasonsTold();
  }
  std::vector<std::string> reasonsTold() const {
    std::vector<std::string> out;
    for (const auto& one : told) out.push_back(one.reason);
    return out;
  }
  support::TemporaryFolder folder;
  std::vector<guard::Sighting> told;
};

TEST_F(Tree, KnowsItsCameraKeyboardAndMouseAndTellsEverythingElse) {
  usb("1-1", "046d", "c31c", "", {"03", "03"});
  usb("1-2", "046d", "0825", "A1B2", {"0e", "01"});
  usb("1-3", "0781", "5567", "4C53", {"08"});
  usb("1-4", "0bda", "8153", "", {"ff", "0a"});
  DevicesControl devices(folder.path());
  guard::Policy policy;
  policy.cameras = {{"046d:0825", "A1B2"}};
  EXPECT_THAT(reasons(devices, policy), ElementsAre("storage-connected", "network-connected"));
  policy.cameras = {{"046d:0825", "another"}};
  EXPECT_THAT(reasons(devices, policy), ElementsAre("camera-unknown", "storage-connected", "network-connected"));
  policy.cameras = {{"046d:0825", ""}};
  EXPECT_THAT(reasons(devices, policy), ElementsAre("storage-connected", "network-connected"));
}

TEST_F(Tree, TellsACameraThatIsAProgramsOwn) {
  file("sys/class/video4linux/video0/name", "Real camera\n");
  file("sys/class/video4linux/video0/device/idVendor", "046d\n");
  file("sys/class/video4linux/video1/name", "Dummy video device\n");
  EXPECT_THAT(virtualCameras(folder.path()), ElementsAre("Dummy video device"));
}

TEST_F(Tree, ClosesEveryUsbBusAndGivesItBack) {
  file("sys/bus/usb/devices/usb1/authorized_default", "1\n");
  file("sys/bus/usb/devices/usb2/authorized_default", "1\n");
  DevicesControl devices(folder.path());
  EXPECT_TRUE(devices.ability().enforce);
  guard::Places places;
  places.add(std::make_unique<SettingPlace>(folder.path()));
  guard::Engine engine(folder.path() / "undo.journal", places);
  must(engine.lock({1, "boot", "{}"}, must(devices.steps({}, guard::Mode::on))));
  for (const auto* bus : {"usb1", "usb2"}) {
    EXPECT_EQ(must(base::readTextFile(folder.path() / "sys/bus/usb/devices" / bus / "authorized_default")), "0\n");
  }
  must(engine.unlock());
  EXPECT_EQ(must(base::readTextFile(folder.path() / "sys/bus/usb/devices/usb2/authorized_default")), "1\n");
}

TEST_F(Tree, LetsAnAccommodationsInputInWhileLockedAndTheOthersAfterwards) {
  const auto plug = [this](const std::string& place, const std::string& product, const std::string& interface) {
    usb(place, "1234", product, "S1", {interface});
    file("sys/bus/usb/devices/" + place + "/authorized", "0\n");
  };
  const auto authorised = [this](const std::string& place) {
    return must(base::readTextFile(folder.path() / "sys/bus/usb/devices" / place / "authorized"));
  };
  file("sys/bus/usb/devices/usb1/authorized_default", "0\n");
  file("sys/bus/usb/devices/usb2/authorized_default", "0\n");
  plug("1-1", "0001", "03");
  plug("1-2", "0002", "03");
  plug("1-3.1", "0003", "08");
  plug("2-1", "0009", "03");
  guard::Policy policy;
  policy.inputs = {{"1234:0001", "S1"}, {"1234:0003", ""}};
  DevicesControl devices(folder.path());
  EXPECT_THAT(reasons(devices, policy), ElementsAre("storage-connected")) << "reporting changes nothing";
  EXPECT_EQ(authorised("1-1"), "0\n");
  told.clear();
  must(devices.start(policy, guard::Mode::on, [this](const auto& seen) { told.push_back(seen); }));
  EXPECT_EQ(authorised("1-1"), "1\n");
  EXPECT_EQ(authorised("1-2"), "0\n") << "it is not of the accommodation";
  EXPECT_EQ(authorised("1-3.1"), "0\n") << "it is more than an input";
  EXPECT_THAT(reasonsTold(), ElementsAre("input-disguised", "storage-connected"));
  plug("1-4", "0004", "08");
  std::filesystem::remove_all(folder.path() / "sys/bus/usb/devices/1-4:1.0");  // as long as it is kept out
  told.clear();
  devices.look();
  EXPECT_THAT(reasonsTold(), ElementsAre("storage-connected", "device-kept-out")) << "nothing is let in twice";
  file("sys/bus/usb/devices/usb1/authorized_default", "1\n");
  devices.stop();
  EXPECT_EQ(authorised("1-2"), "1\n");
  EXPECT_EQ(authorised("2-1"), "0\n") << "its bus was closed before the lock";
}

TEST_F(Tree, SaysThatAMachineWithoutUsbCannotBeClosed) {
  EXPECT_FALSE(DevicesControl(folder.path()).ability().enforce);
}

class Kiosk : public Tree {
 protected:
  Kiosk() {
    file("etc/systemd/logind.conf", "[Login]\nNAutoVTs=6\nNAutoVTs=0\n#ReserveVT=6\nReserveVT=0\n");
    std::filesystem::create_directories(folder.path() / "etc/systemd/system");
    for (const auto* unit : {"getty@tty1.service", "getty@.service", "ctrl-alt-del.target"}) {
      std::filesystem::create_symlink("/dev/null", folder.path() / "etc/systemd/system" / unit);
    }
    file("etc/X11/xorg.conf.d/10-kiosk.conf", "Option \"DontVTSwitch\" \"true\"\nOption \"DontZap\" \"true\"\n");
    file("boot/grub/grub.cfg", "set superusers=\"centre\"\npassword_pbkdf2 centre grub.pbkdf2.sha512\n");
    file("etc/passwd",
         "root:x:0:0::/root:/bin/bash\ncandidate:x:1000:1000::/home/candidate:/usr/sbin/nologin\n"
         "nobody:x:65534:65534::/:/bin/sh\n");
  }
};

TEST_F(Kiosk, ThatIsSetUpWellGivesNoFinding) {
  SessionControl session(folder.path(), ScreenKind::x);
  EXPECT_THAT(reasons(session), IsEmpty());
}

TEST_F(Kiosk, WithAnyHoleGivesThatFinding) {
  SessionControl session(folder.path(), ScreenKind::x);
  file("etc/systemd/logind.conf", "[Login]\nNAutoVTs=0\n");
  EXPECT_THAT(reasons(session), ElementsAre("console-open"));
  std::filesystem::remove(folder.path() / "etc/systemd/system/ctrl-alt-del.target");
  EXPECT_THAT(reasons(session), ElementsAre("console-open", "unit-open"));
  file("etc/X11/xorg.conf.d/10-kiosk.conf", "Option \"DontZap\" \"true\"\n");
  file("boot/grub/grub.cfg", "menuentry linux\n");
  file("etc/passwd", "candidate:x:1000:1000::/home/candidate:/bin/bash\n");
  EXPECT_THAT(reasons(session),
              ElementsAre("console-open", "unit-open", "screen-option", "boot-menu-open", "shell-open"));
}

TEST_F(Tree, TellsWhetherTheSystemCanBeWrittenTo) {
  file("proc/self/mounts", "/dev/sda1 / ext4 rw,relatime 0 0\n/dev/sda2 /home ext4 rw 0 0\n");
  SystemControl system(folder.path());
  EXPECT_THAT(reasons(system), UnorderedElementsAre("system-not-verified", "system-writable"));
  file("proc/self/mounts", "/dev/dm-0 / squashfs ro,relatime 0 0\n");
  file("sys/block/dm-0/dm/uuid", "CRYPT-VERITY-abc-root\n");
  EXPECT_THAT(reasons(system), IsEmpty());
}

TEST_F(Tree, NamesWhatAUnitLetsCageDo) {
  const auto subjects = [this] {
    std::vector<std::string> out;
    for (const Finding& one : sessionFindings(folder.path(), ScreenKind::cage)) {
      if (one.reason.starts_with("screen")) out.push_back(one.subject);
    }
    return out;
  };
  EXPECT_THAT(subjects(), ElementsAre("cage")) << "nothing starts it";
  file("etc/systemd/system/vigie-screen.service",
       "[Service]\nExecStart=/usr/bin/cage -ds -- /usr/bin/sleep infinity\n");
  EXPECT_THAT(subjects(), ElementsAre("-s", "vigie-screen.service", "Xwayland"));
  file("etc/systemd/system/vigie-screen.service",
       "[Service]\nUser=vigie-screen\nEnvironment=WLR_XWAYLAND=/bin/false\nExecStart=/usr/bin/cage -- /usr/bin/sleep "
       "-s\n");
  EXPECT_THAT(subjects(), IsEmpty());
}

}  // namespace
}  // namespace vigie::control
