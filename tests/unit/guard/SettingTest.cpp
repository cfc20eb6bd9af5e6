#include <gmock/gmock.h>

#include "candidate-client/guard/control/KernelControl.hpp"
#include "candidate-client/guard/control/SettingPlace.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using support::must;

class SettingTest : public testing::Test {
 protected:
  void set(const std::string& target, const std::string& text) {
    std::filesystem::create_directories((folder.path() / target).parent_path());
    must(base::writeFileDurably(folder.path() / target, base::bytesOf(text)));
  }
  std::string get(const std::string& target) { return must(base::readTextFile(folder.path() / target)); }

  support::TemporaryFolder folder;
  SettingPlace place{folder.path()};
};

TEST_F(SettingTest, ReadsAndWritesAWholeValue) {
  set("proc/sys/kernel/sysrq", "438\n");
  EXPECT_EQ(must(place.read("proc/sys/kernel/sysrq")), guard::Value(base::toBytes("438\n")));
  must(place.write("proc/sys/kernel/sysrq", base::toBytes("0\n")));
  EXPECT_EQ(get("proc/sys/kernel/sysrq"), "0\n");
}

TEST_F(SettingTest, NeverMakesOrTakesASetting) {
  EXPECT_EQ(must(place.read("proc/sys/kernel/none")), guard::Value{});
  EXPECT_FALSE(place.write("proc/sys/kernel/none", base::toBytes("1")));
  set("proc/sys/kernel/sysrq", "1\n");
  EXPECT_FALSE(place.write("proc/sys/kernel/sysrq", guard::Value{}));
  EXPECT_EQ(get("proc/sys/kernel/sysrq"), "1\n");
}

TEST_F(SettingTest, PlansOnlyWhatThisKernelHasAndNamesTheRest) {
  set("proc/sys/kernel/sysrq", "1\n");
  KernelControl kernel(folder.path());
  const auto ability = kernel.ability();
  EXPECT_TRUE(ability.enforce);
  EXPECT_THAT(ability.why, testing::HasSubstr("ptrace_scope"));
  const auto steps = must(kernel.steps({}, guard::Mode::on));
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].target, "proc/sys/kernel/sysrq");
  EXPECT_TRUE(must(kernel.steps({}, guard::Mode::report)).empty());
}

TEST_F(SettingTest, CannotEnforceOnAKernelWithNoneOfThem) {
  EXPECT_FALSE(KernelControl(folder.path()).ability().enforce);
}

TEST_F(SettingTest, ReportsWhatALockWouldChange) {
  set("proc/sys/kernel/sysrq", "438\n");
  set("proc/sys/kernel/dmesg_restrict", "1\n");
  set("proc/sys/kernel/modules_disabled", "0\n");
  KernelControl kernel(folder.path());
  std::vector<std::string> subjects;
  must(kernel.start({}, guard::Mode::report,
                    [&](const guard::Sighting& seen) { subjects.push_back(seen.reason + " " + seen.subject); }));
  EXPECT_THAT(subjects, testing::UnorderedElementsAre("setting-open proc/sys/kernel/sysrq",
                                                      "setting-open-until-boot proc/sys/kernel/modules_disabled"));
  EXPECT_EQ(get("proc/sys/kernel/sysrq"), "438\n");
}

TEST_F(SettingTest, ChangesNothingThatHoldsUntilTheNextBoot) {
  for (const Setting& one : lockedSettings()) {
    EXPECT_THAT(one.target, testing::Not(testing::AnyOf(testing::HasSubstr("modules_disabled"),
                                                        testing::HasSubstr("kexec_load_disabled"))));
    if (one.target.ends_with("ptrace_scope")) EXPECT_EQ(one.wanted, "2\n");
    if (one.target.ends_with("unprivileged_bpf_disabled")) EXPECT_EQ(one.wanted, "2\n");
  }
}

}  // namespace
}  // namespace vigie::control
