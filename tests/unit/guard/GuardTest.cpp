#include "candidate-client/guard/Guard.hpp"

#include <gmock/gmock.h>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/guard/GuardBench.hpp"

namespace vigie::guard {
namespace {

using support::must;

class GuardTest : public testing::Test {
 protected:
  GuardTest() { bench.start(); }
  Standing standingOf(ControlId id) { return bench.guard().status().controls[static_cast<std::size_t>(id)].standing; }
  std::string whyOf(ControlId id) { return bench.guard().status().controls[static_cast<std::size_t>(id)].why; }
  static std::string codeOf(const base::Result<void>& done) { return done ? "done" : done.error().code; }

  GuardBench bench;
};

TEST_F(GuardTest, LocksAndUnlocksByOrder) {
  must(bench.lock());
  EXPECT_EQ(bench.guard().status().state, SeatState::locked);
  EXPECT_EQ(bench.valueOf("a"), "new a");
  EXPECT_EQ(bench.valueOf("b"), "new b");
  EXPECT_EQ(bench.valueOf("c"), "new c");
  EXPECT_EQ(bench.kernel.running, Mode::on);
  must(bench.order({{{"do", "unlock"}}}));
  EXPECT_EQ(bench.guard().status().state, SeatState::open);
  EXPECT_EQ(bench.valueOf("a"), "old a");
  EXPECT_EQ(bench.valueOf("b"), "old b");
  EXPECT_EQ(bench.valueOf("c"), "(none)");
  EXPECT_EQ(bench.kernel.running, Mode::off);
}

TEST_F(GuardTest, ReportsWithoutChangingAnythingWhenWatched) {
  must(bench.lock("watched"));
  EXPECT_EQ(bench.kernel.running, Mode::report);
  EXPECT_EQ(standingOf(ControlId::kernel), Standing::reporting);
  EXPECT_TRUE(bench.place().writes.empty());
}

TEST_F(GuardTest, DoesNothingUnderTheOpenPolicy) {
  must(bench.lock("open"));
  EXPECT_EQ(bench.kernel.running, Mode::off);
  EXPECT_EQ(standingOf(ControlId::kernel), Standing::off);
  EXPECT_TRUE(bench.place().writes.empty());
}

TEST_F(GuardTest, SaysALowerGradeInsteadOfPretending) {
  bench.kernel.able = {false, true, "the kernel has no such switch"};
  bench.network.able = {false, false, "no packet filter in this kernel"};
  must(bench.lock());
  EXPECT_EQ(standingOf(ControlId::kernel), Standing::reporting);
  EXPECT_EQ(whyOf(ControlId::kernel), "the kernel has no such switch");
  EXPECT_EQ(standingOf(ControlId::network), Standing::notPossible);
  EXPECT_EQ(standingOf(ControlId::keys), Standing::absent);
  EXPECT_TRUE(bench.place().writes.empty());
  const Status status = bench.guard().status();
  ASSERT_EQ(status.incidents.size(), 2U) << "each is an alarm: the seat is weaker than its policy";
  for (const Incident& one : status.incidents) {
    EXPECT_EQ(one.sighting.reason, "control-weaker");
    EXPECT_TRUE(one.alarm());
  }
  EXPECT_THAT(inWords(toJson(status)), testing::HasSubstr("Its policy wants more than this machine enforces: "));
}

TEST_F(GuardTest, TakesBackALockThatAControlRefuses) {
  bench.network.startFails = true;
  EXPECT_EQ(codeOf(bench.lock()), "no-start");
  EXPECT_EQ(bench.guard().status().state, SeatState::open);
  EXPECT_EQ(bench.kernel.running, Mode::off);
  EXPECT_EQ(bench.valueOf("a"), "old a");
  bench.network.startFails = false;
  must(bench.lock());
}

TEST_F(GuardTest, ObeysAnOrderOnce) {
  const std::string order = bench.sign(bench.body({{{"do", "lock"}, {"policy", samplePolicy()}}}, 5));
  must(bench.guard().obey(order));
  EXPECT_EQ(codeOf(bench.guard().obey(order)), "order-number");
  EXPECT_EQ(bench.guard().status().incidents.back().sighting.reason, "order-refused");
}

TEST_F(GuardTest, RemembersTheNumberAcrossAStartAndDrawsANewNonce) {
  const std::string nonce = bench.guard().status().nonce;
  const std::string old = bench.sign(bench.body({{{"do", "unlock"}}}, 9));
  must(bench.order({{{"do", "unlock"}}}));
  bench.start();
  EXPECT_NE(bench.guard().status().nonce, nonce);
  EXPECT_EQ(codeOf(bench.guard().obey(old)), "order-nonce");
  EXPECT_EQ(codeOf(bench.guard().obey(bench.sign(bench.body({{{"do", "unlock"}}}, 1)))), "order-number");
}

TEST_F(GuardTest, DoesNotBelieveAClockThatWasSetBack) {
  const std::string order = bench.sign(bench.body({{{"do", "unlock"}}}, 20));
  bench.clock.pass(120'000);
  must(bench.order({{{"do", "unlock"}}}));
  bench.clock.setWall(kNow);
  EXPECT_EQ(codeOf(bench.guard().obey(order)), "order-expired");
}

TEST_F(GuardTest, StaysLockedThroughItsOwnDeathAndSaysSo) {
  must(bench.lock());
  bench.place().values["a"] = base::toBytes("meanwhile");
  bench.start();
  EXPECT_EQ(bench.guard().status().state, SeatState::locked);
  EXPECT_EQ(bench.kernel.running, Mode::on);
  EXPECT_EQ(bench.valueOf("a"), "new a");
  EXPECT_NE(bench.incident("guard-restarted"), nullptr);
  ASSERT_NE(bench.incident("changed-behind-us"), nullptr);
  EXPECT_THAT(bench.incident("changed-behind-us")->sighting.facts,
              testing::Contains(testing::Pair("found", "meanwhile")));
}

TEST_F(GuardTest, TriesAControlAgainThatDidNotStartWithARestartedGuard) {
  must(bench.lock());
  bench.network.startFails = true;
  bench.start();
  EXPECT_EQ(bench.guard().status().state, SeatState::locked);
  EXPECT_EQ(bench.kernel.running, Mode::on) << "the others start";
  EXPECT_EQ(standingOf(ControlId::network), Standing::notPossible);
  EXPECT_NE(bench.incident("control-not-started"), nullptr);
  EXPECT_EQ(bench.valueOf("b"), "new b") << "what was changed stays";
  bench.network.startFails = false;
  bench.guard().tick();
  EXPECT_EQ(bench.network.running, Mode::on);
  EXPECT_EQ(standingOf(ControlId::network), Standing::enforced);
  must(bench.order({{{"do", "unlock"}}}));
  EXPECT_EQ(bench.network.running, Mode::off);
}

TEST_F(GuardTest, GivesBackAtTheNextBoot) {
  must(bench.lock());
  bench.clock.reboot(60'000);
  bench.start();
  EXPECT_EQ(bench.guard().status().state, SeatState::open);
  EXPECT_NE(bench.incident("lock-given-back"), nullptr);
  must(bench.lock());
}

TEST_F(GuardTest, NeverStaysSilentAboutADamagedUndoJournal) {
  must(bench.lock());
  const auto file = bench.folder() / "undo.journal";
  std::string text = must(base::readTextFile(file));
  text[text.find('\n') + 80] ^= 1;
  must(base::writeFileDurably(file, base::bytesOf(text)));
  bench.start();
  const Status status = bench.guard().status();
  EXPECT_EQ(status.state, SeatState::unclear);
  EXPECT_FALSE(status.trouble.empty());
  EXPECT_EQ(bench.valueOf("b"), "new b") << "the damaged line was this one's";
  EXPECT_EQ(bench.valueOf("a"), "old a") << "what is sound is given back";
  EXPECT_EQ(codeOf(bench.lock()), "lock-unclear");
  EXPECT_THAT(status.trouble.front(), testing::HasSubstr("seems to be about the fake b"));
  EXPECT_THAT(inWords(toJson(status)), testing::HasSubstr("--give-up-damage"));
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(codeOf(bench.guard().restore(Guard::Damage::keep)), "undo-incomplete");
    EXPECT_EQ(codeOf(bench.order({{{"do", "unlock"}}})), "undo-incomplete");
    EXPECT_EQ(bench.guard().status().state, SeatState::unclear) << "nobody but an administrator forgets the damage";
    bench.start();
  }
  EXPECT_EQ(bench.guard().status().state, SeatState::unclear);
  must(bench.guard().restore(Guard::Damage::giveUp));
  EXPECT_EQ(bench.guard().status().state, SeatState::open);
  must(bench.lock());
}

TEST_F(GuardTest, SetsBackWhatChangesBehindItAndCountsIt) {
  must(bench.lock());
  for (int i = 0; i < 3; ++i) {
    bench.place().values["a"] = base::toBytes("mine");
    bench.guard().tick();
    EXPECT_EQ(bench.valueOf("a"), "new a");
  }
  ASSERT_NE(bench.incident("changed-behind-us"), nullptr);
  EXPECT_EQ(bench.incident("changed-behind-us")->times, 3U);
  EXPECT_EQ(bench.incident("changed-behind-us")->sighting.severity, Severity::serious);
}

TEST_F(GuardTest, EndsAnAlarmByASignedWaiverOfWhatWasSeenOnly) {
  must(bench.lock());
  const Sighting camera{ControlId::devices, "camera-changed", "usb 1-2", Severity::warning,
                        "another camera",   "look",           {}};
  bench.kernel.reporter(camera);
  ASSERT_NE(bench.incident("camera-changed"), nullptr);
  EXPECT_TRUE(bench.incident("camera-changed")->alarm());
  const std::string id = bench.incident("camera-changed")->id;
  must(bench.order({{{"do", "waive"}, {"incident", id}, {"by", std::string(32, 'e')}, {"reason", "exchanged by us"}}}));
  EXPECT_FALSE(bench.incident("camera-changed")->alarm());
  EXPECT_EQ(bench.incident("camera-changed")->waiver->by, std::string(32, 'e'));
  bench.kernel.reporter(camera);
  EXPECT_TRUE(bench.guard().status().incidents.back().alarm()) << "seen again, it is a new incident";
  EXPECT_EQ(
      codeOf(bench.order(
          {{{"do", "waive"}, {"incident", std::string(32, '0')}, {"by", std::string(32, 'e')}, {"reason", "?"}}})),
      "no-such-incident");
}

TEST_F(GuardTest, RemembersAlarmsAndWaiversAcrossAStartUntilTheNextLock) {
  must(bench.lock());
  bench.kernel.reporter(
      {ControlId::devices, "camera-changed", "usb 1-2", Severity::warning, "another", "look", {{"a", "b"}}});
  bench.kernel.reporter({ControlId::devices, "camera-virtual", "v", Severity::serious, "a program's", "look", {}});
  const Incident before = *bench.incident("camera-changed");
  must(bench.order({{{"do", "waive"},
                     {"incident", bench.incident("camera-virtual")->id},
                     {"by", std::string(32, 'e')},
                     {"reason", "a test"}}}));
  bench.start();
  ASSERT_NE(bench.incident("camera-changed"), nullptr);
  EXPECT_EQ(bench.incident("camera-changed")->id, before.id);
  EXPECT_EQ(bench.incident("camera-changed")->sighting, before.sighting);
  EXPECT_TRUE(bench.incident("camera-changed")->alarm());
  EXPECT_FALSE(bench.incident("camera-virtual")->alarm());
  must(bench.order({{{"do", "unlock"}}}));
  EXPECT_NE(bench.incident("camera-changed"), nullptr);
  must(bench.lock());
  EXPECT_EQ(bench.incident("camera-changed"), nullptr);
}

class UnlockCode : public GuardTest {
 protected:
  UnlockCode() { setCode(); }
  void setCode() {
    const base::Bytes salt(16, 7);
    const auto digest = unlockCodeDigest(salt, "2346789BCDFG");
    must(bench.order({{{"do", "code"}, {"digest", base::toHex(digest)}, {"salt", base::toHex(salt)}}}));
  }
};

TEST_F(UnlockCode, OpensASeatWhoseCentreIsGoneOnce) {
  must(bench.lock());
  must(bench.guard().useCode("2346-789b cdfg"));
  EXPECT_EQ(bench.guard().status().state, SeatState::open);
  EXPECT_EQ(bench.valueOf("a"), "old a");
  EXPECT_NE(bench.incident("unlocked-by-code"), nullptr);
  EXPECT_EQ(codeOf(bench.guard().useCode("2346789BCDFG")), "code-none");
}

TEST_F(UnlockCode, IsUsedUpAcrossAStart) {
  must(bench.lock());
  must(bench.guard().useCode("2346789BCDFG"));
  bench.start();
  EXPECT_FALSE(bench.guard().status().codeReady);
}

TEST_F(UnlockCode, DiesAfterFiveWrongOnesAlsoAcrossStarts) {
  must(bench.lock());
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(codeOf(bench.guard().useCode("2346789BCDFH")), "code-wrong");
    bench.start();
  }
  EXPECT_EQ(codeOf(bench.guard().useCode("2346789BCDFG")), "code-none");
  EXPECT_EQ(bench.guard().status().state, SeatState::locked);
}

TEST_F(GuardTest, KeepsARecordThatShowsEveryDeed) {
  must(bench.lock());
  must(bench.order({{{"do", "unlock"}}}));
  const auto head = bench.guard().status().record;
  EXPECT_GE(head.position, 5U);
  bench.start();
  EXPECT_EQ(bench.guard().status().record.position, head.position + 1);
}

TEST_F(GuardTest, RefusesToStartOnARecordThatWasAltered) {
  must(bench.lock());
  const auto file = bench.folder() / "record.bin";
  auto bytes = must(base::readFile(file));
  bytes[40] ^= 1U;
  must(base::writeFileDurably(file, bytes));
  EXPECT_THROW(bench.start(), std::runtime_error);
}

TEST_F(GuardTest, CutsARecordThatWasTornByAPowerCut) {
  must(bench.lock());
  const auto file = bench.folder() / "record.bin";
  auto bytes = must(base::readFile(file));
  const auto position = bench.guard().status().record.position;
  bytes.resize(bytes.size() - 3);
  must(base::writeFileDurably(file, bytes));
  bench.start();
  EXPECT_GE(bench.guard().status().record.position, position);
  bench.start();
}

TEST_F(GuardTest, TellsItsStatusInJsonAndInWords) {
  bench.network.able = {false, false, "no packet filter in this kernel"};
  must(bench.lock());
  bench.kernel.reporter({ControlId::processes,
                         "program-not-allowed",
                         "/tmp/x",
                         Severity::serious,
                         "A program was started",
                         "look at the screen",
                         {{"sha256", "ab"}}});
  const nlohmann::json json = toJson(bench.guard().status());
  EXPECT_EQ(json["state"], "locked");
  EXPECT_EQ(json["controls"].size(), kControls);
  const std::string words = inWords(json);
  for (const auto* text : {"LOCKED", "no packet filter in this kernel", "this guard has no such control",
                           "A program was started", "An invigilator may: look at the screen", "sha256: ab"}) {
    EXPECT_THAT(words, testing::HasSubstr(text));
  }
}

}  // namespace
}  // namespace vigie::guard
