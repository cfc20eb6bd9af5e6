#include "candidate-client/guard/Engine.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/guard/GuardBench.hpp"

namespace vigie::guard {
namespace {

using support::must;
constexpr auto kBoot = "boot one";

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    auto place = std::make_unique<FakePlace>();
    auto lasting = std::make_unique<FakePlace>(Lasting::acrossBoots);
    place_ = place.get();
    lasting_ = lasting.get();
    places_.add(std::move(place));
    places_.add(std::move(lasting));
    place_->values = before_;
    lasting_->values = before_;
  }
  Engine engine() { return Engine(file(), places_); }
  std::filesystem::path file() const { return folder_.path() / "undo.journal"; }

  const std::map<std::string, base::Bytes> before_{{"a", base::toBytes("1")}, {"b", base::Bytes{0, 10, 255}}};
  const LockInfo info_{7, kBoot, "{}"};
  const std::vector<Step> steps_{fakeStep("a", "2"),
                                 fakeStep("b", "x"),
                                 fakeStep("new", "there"),
                                 {ControlId::devices, "fake-lasting", "a", Value{}}};
  support::TemporaryFolder folder_;
  Places places_;
  FakePlace* place_ = nullptr;
  FakePlace* lasting_ = nullptr;
};

TEST_F(EngineTest, ChangesInOrderAndGivesBackInReverse) {
  Engine locking = engine();
  must(locking.lock(info_, steps_));
  EXPECT_TRUE(locking.locked());
  EXPECT_EQ(place_->writes, (std::vector<std::string>{"a", "b", "new"}));
  EXPECT_FALSE(lasting_->values.contains("a"));
  place_->writes.clear();
  must(locking.unlock());
  EXPECT_EQ(place_->writes, (std::vector<std::string>{"new", "b", "a"}));
  EXPECT_EQ(place_->values, before_);
  EXPECT_EQ(lasting_->values, before_);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(EngineTest, WritesTheOldValueDownBeforeItChangesIt) {
  std::vector<std::string> found;
  Engine locking(file(), places_, [&](std::string_view point) {
    if (point != "noted") return;
    const UndoContent content = parseUndo(must(base::readTextFile(file())));
    const UndoEntry& newest = content.entries.back();
    EXPECT_EQ(must(places_.find(newest.step.kind)->read(newest.step.target)), newest.old);
    found.push_back(newest.step.target);
  });
  must(locking.lock(info_, steps_));
  EXPECT_EQ(found, (std::vector<std::string>{"a", "b", "new", "a"}));
}

TEST_F(EngineTest, TakesAFailedLockBackWhole) {
  place_->stubborn = {"new"};
  Engine locking = engine();
  const auto done = locking.lock(info_, steps_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "stubborn");
  EXPECT_EQ(place_->values, before_);
  EXPECT_FALSE(locking.locked());
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(EngineTest, StaysLockedWhenTheGuardDiesAndTheMachineDoesNot) {
  must(engine().lock(info_, steps_));
  Engine next = engine();
  const Recovery recovery = next.recover(kBoot);
  EXPECT_EQ(recovery.state, Recovery::State::stillLocked);
  EXPECT_EQ(recovery.info, info_);
  must(next.unlock());
  EXPECT_EQ(place_->values, before_);
}

TEST_F(EngineTest, GivesBackAfterABootOnlyWhatTheBootDidNotReset) {
  must(engine().lock(info_, steps_));
  place_->values = {{"a", base::toBytes("the new boot's")}};
  Engine next = engine();
  const Recovery recovery = next.recover("boot two");
  EXPECT_EQ(recovery.state, Recovery::State::restored);
  EXPECT_EQ(recovery.restored, 4U);
  EXPECT_EQ(base::toString(place_->values.at("a")), "the new boot's");
  EXPECT_EQ(lasting_->values, before_);
  EXPECT_FALSE(next.locked());
}

TEST_F(EngineTest, GivesNothingBackToAThingThatWasTakenAway) {
  auto thing = std::make_unique<FakePlace>(Lasting::whileThere);
  FakePlace& place = *thing;
  places_.add(std::move(thing));
  place.values = {{"socket", base::toBytes("777")}, {"other", base::toBytes("777")}};
  Engine locking = engine();
  must(locking.lock(info_, {{ControlId::clients, "fake-thing", "socket", base::toBytes("660")},
                            {ControlId::clients, "fake-thing", "other", base::toBytes("660")}}));
  place.values.erase("socket");
  EXPECT_TRUE(locking.enforce().empty());
  must(locking.unlock());
  EXPECT_EQ(place.values, (std::map<std::string, base::Bytes>{{"other", base::toBytes("777")}}));
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(EngineTest, SetsBackWhatWasChangedBehindIt) {
  Engine locking = engine();
  must(locking.lock(info_, steps_));
  EXPECT_TRUE(locking.enforce().empty());
  place_->values["a"] = base::toBytes("mine");
  place_->values.erase("new");
  const auto drifts = locking.enforce();
  ASSERT_EQ(drifts.size(), 2U);
  EXPECT_EQ(drifts[0].step.target, "a");
  EXPECT_EQ(drifts[0].found, Value(base::toBytes("mine")));
  EXPECT_EQ(base::toString(place_->values.at("a")), "2");
  EXPECT_EQ(base::toString(place_->values.at("new")), "there");
  must(locking.unlock());
  EXPECT_EQ(place_->values, before_);
}

TEST_F(EngineTest, KeepsTheJournalOfWhatItCouldNotGiveBack) {
  Engine locking = engine();
  must(locking.lock(info_, steps_));
  place_->stubborn = {"b"};
  const auto done = locking.unlock();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "undo-incomplete");
  EXPECT_EQ(base::toString(place_->values.at("a")), "1") << "the others are given back";
  Engine next = engine();
  EXPECT_EQ(next.recover(kBoot).state, Recovery::State::unclear);
  place_->stubborn.clear();
  Engine last = engine();
  EXPECT_EQ(last.recover(kBoot).state, Recovery::State::restored);
  EXPECT_EQ(place_->values, before_);
}

TEST_F(EngineTest, TakesATornLastLineForAChangeThatNeverBegan) {
  must(engine().lock(info_, steps_));
  const auto whole = must(base::readFile(file()));
  const auto locked = place_->values;
  for (std::size_t size = 0; size < whole.size(); size += 13) {
    place_->values = locked;
    lasting_->values = {{"b", before_.at("b")}};
    must(base::writeFileDurably(file(), base::ByteView(whole).first(size)));
    const UndoContent content = parseUndo(base::textOf(base::ByteView(whole).first(size)));
    EXPECT_TRUE(content.damage.empty()) << size;
    Engine next = engine();
    const Recovery recovery = next.recover(kBoot);
    EXPECT_NE(recovery.state, Recovery::State::stillLocked) << size;
    EXPECT_NE(recovery.state, Recovery::State::unclear) << size;
    for (const UndoEntry& entry : content.entries) {
      const Value now = must(places_.find(entry.step.kind)->read(entry.step.target));
      EXPECT_EQ(now, entry.old) << size << entry.step.target;
    }
  }
}

TEST_F(EngineTest, RestoresAroundADamagedLineAndSaysWhichOneItWas) {
  must(engine().lock(info_, steps_));
  const std::string whole = must(base::readTextFile(file()));
  std::size_t line = 0;
  for (std::size_t at = 0; at < whole.size(); at = whole.find('\n', at) + 1, ++line) {
    must(base::writeFileDurably(file(), base::bytesOf(whole)));
    place_->values = {{"a", base::toBytes("2")}, {"b", base::toBytes("x")}, {"new", base::toBytes("there")}};
    lasting_->values = {{"b", before_.at("b")}};
    std::string damaged = whole;
    damaged[at + 70] = static_cast<char>(damaged[at + 70] ^ 1);
    must(base::writeFileDurably(file(), base::bytesOf(damaged)));
    Engine next = engine();
    const Recovery recovery = next.recover(kBoot);
    EXPECT_EQ(recovery.state, Recovery::State::unclear) << line;
    ASSERT_FALSE(recovery.trouble.empty());
    EXPECT_NE(recovery.trouble.front().find("line " + std::to_string(line + 1)), std::string::npos)
        << recovery.trouble.front();
    EXPECT_FALSE(next.locked()) << "a journal that cannot be believed locks nothing";
    EXPECT_EQ(place_->values.at("a"), line == 1 ? base::toBytes("2") : before_.at("a")) << line;
    EXPECT_EQ(place_->values.at("b"), line == 2 ? base::toBytes("x") : before_.at("b")) << line;
    EXPECT_EQ(place_->values.contains("new"), line == 3) << line;
    EXPECT_EQ(lasting_->values.contains("a"), line != 4) << line;
    must(next.giveUpDamage());
    EXPECT_FALSE(std::filesystem::exists(file()));
    EXPECT_TRUE(std::filesystem::exists(file().string() + ".damaged"));
  }
  EXPECT_EQ(line, 6U);
}

TEST_F(EngineTest, NoticesALineThatWasTakenOut) {
  must(engine().lock(info_, steps_));
  std::string text = must(base::readTextFile(file()));
  const std::size_t second = text.find('\n') + 1;
  text.erase(second, text.find('\n', second) + 1 - second);
  EXPECT_FALSE(parseUndo(text).damage.empty());
}

TEST_F(EngineTest, RefusesAStepItHasNoPlaceFor) {
  Engine locking = engine();
  const auto done = locking.lock(info_, {{ControlId::keys, "mind", "thoughts", Value{}}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "no-such-place");
  EXPECT_FALSE(std::filesystem::exists(file()));
}

}  // namespace
}  // namespace vigie::guard
