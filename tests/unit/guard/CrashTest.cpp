// The process is killed at every point at which something reached the disk or the system, on the way in and on the way
// out; the next start must end in a system that is equal byte for byte, or in the complete lock.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "candidate-client/guard/Engine.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::guard {
namespace {

using support::must;
constexpr auto kBoot = "this boot";

// A system that outlives the process: one file for each value.
class FilePlace final : public Place {
 public:
  explicit FilePlace(std::filesystem::path root) : root_(std::move(root)) {}
  std::string_view kind() const override { return "file"; }
  Lasting lasting() const override { return Lasting::acrossBoots; }
  base::Result<Value> read(const std::string& target) override {
    if (!std::filesystem::exists(root_ / target)) return Value{};
    auto content = base::readFile(root_ / target);
    if (!content) return base::fail(content.error());
    return Value(std::move(*content));
  }
  base::Result<void> write(const std::string& target, const Value& value) override {
    if (value) return base::writeFileDurably(root_ / target, *value);
    std::filesystem::remove(root_ / target);
    return {};
  }

 private:
  std::filesystem::path root_;
};

std::map<std::string, base::Bytes> snapshot(const std::filesystem::path& root) {
  std::map<std::string, base::Bytes> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) out[entry.path().lexically_relative(root)] = must(base::readFile(entry.path()));
  }
  return out;
}

class CrashTest : public testing::Test {
 protected:
  CrashTest() {
    std::filesystem::create_directories(root());
    std::filesystem::create_directories(folder_.path() / "guard");
    for (const auto& [name, text] : {std::pair{"sysrq", "438\n"}, {"core_pattern", "core\n"}, {"empty", ""}}) {
      must(base::writeFileDurably(root() / name, base::bytesOf(text)));
    }
    places_.add(std::make_unique<FilePlace>(root()));
    before_ = snapshot(root());
  }
  std::filesystem::path root() const { return folder_.path() / "system"; }
  std::filesystem::path journal() const { return folder_.path() / "guard" / "undo.journal"; }

  // In a child that kills itself at the `last`-th point. True when it did, false when it came to its end first.
  template <class Work>
  bool killedAt(int last, const Work& work) {
    const pid_t child = fork();
    if (child == 0) {
      int points = 0;
      Engine engine(journal(), places_, [&](std::string_view) {
        if (++points == last) raise(SIGKILL);
      });
      const Recovery recovery = engine.recover(kBoot);
      _exit(work(engine, recovery) ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) return true;
    EXPECT_EQ(WEXITSTATUS(status), 0);
    return false;
  }

  const std::vector<Step> steps_{{ControlId::kernel, "file", "sysrq", base::toBytes("0\n")},
                                 {ControlId::kernel, "file", "core_pattern", base::toBytes("/dev/null\n")},
                                 {ControlId::kernel, "file", "empty", base::toBytes("no longer")},
                                 {ControlId::network, "file", "table", base::toBytes("drop\n")},
                                 {ControlId::kernel, "file", "sysrq", base::toBytes("1\n")}};
  support::TemporaryFolder folder_;
  Places places_;
  std::map<std::string, base::Bytes> before_;
};

TEST_F(CrashTest, EveryKilledLockIsGivenBackOrComplete) {
  int killed = 0;
  for (int point = 1;; ++point) {
    const bool died = killedAt(
        point, [&](Engine& engine, const Recovery&) { return engine.lock({1, kBoot, "{}"}, steps_).has_value(); });
    Engine next(journal(), places_);
    const Recovery recovery = next.recover(kBoot);
    EXPECT_NE(recovery.state, Recovery::State::unclear) << point;
    if (recovery.state == Recovery::State::stillLocked) {
      EXPECT_EQ(snapshot(root()).at("table"), base::toBytes("drop\n"));
      must(next.unlock());
    }
    EXPECT_EQ(snapshot(root()), before_) << "killed at point " << point;
    EXPECT_FALSE(std::filesystem::exists(journal()));
    if (!died) break;
    ++killed;
  }
  EXPECT_GE(killed, 12) << "each of 5 changes has two points, the beginning and the end have one";
}

TEST_F(CrashTest, EveryKilledUnlockIsFinishedByTheNextStart) {
  int killed = 0;
  for (int point = 1;; ++point) {
    Engine locking(journal(), places_);
    must(locking.lock({1, kBoot, "{}"}, steps_));
    const bool died = killedAt(point, [&](Engine& engine, const Recovery&) { return engine.unlock().has_value(); });
    Engine next(journal(), places_);
    const Recovery recovery = next.recover(kBoot);
    EXPECT_TRUE(recovery.state == Recovery::State::restored || recovery.state == Recovery::State::open) << point;
    EXPECT_EQ(snapshot(root()), before_) << "killed at point " << point;
    EXPECT_FALSE(std::filesystem::exists(journal()));
    if (!died) break;
    ++killed;
  }
  EXPECT_GE(killed, 11);
}

TEST_F(CrashTest, AStartThatIsKilledWhileGivingBackIsFinishedByTheNextOne) {
  for (int point = 1;; ++point) {
    // Dies with four of five changes made.
    int changes = 0;
    const pid_t child = fork();
    if (child == 0) {
      Engine engine(journal(), places_, [&](std::string_view name) {
        if (name == "changed" && ++changes == 4) raise(SIGKILL);
      });
      (void)engine.lock({1, kBoot, "{}"}, steps_).has_value();
      _exit(1);
    }
    waitpid(child, nullptr, 0);
    EXPECT_NE(snapshot(root()), before_);
    const bool died =
        killedAt(point, [](Engine&, const Recovery& recovery) { return recovery.state == Recovery::State::restored; });
    Engine next(journal(), places_);
    EXPECT_NE(next.recover(kBoot).state, Recovery::State::unclear);
    EXPECT_EQ(snapshot(root()), before_) << point;
    if (!died) break;
  }
}

}  // namespace
}  // namespace vigie::guard
