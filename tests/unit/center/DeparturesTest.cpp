// A closed session leaves for the registry with its end countersigned, when a console is there to do it.
#include <gmock/gmock.h>

#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

class NotedCourier final : public centre::Courier {
 public:
  void carry(const base::SessionId& session, std::vector<std::string>) override { carried.push_back(session); }
  centre::RegistryContact contact() const override { return {}; }
  std::vector<base::SessionId> carried;
};

class Departures : public testing::Test {
 protected:
  Departures() {
    session_.create();
    session_.open();
    session_.seat();
    session_.answerAll();
    session_.centre().centre().setCourier(&courier_);
    session_.give(console::endSession(session_.id()));
    session_.give(console::finaliseSession(session_.id()));
    session_.console().receive();
  }
  void issue() {
    session_.centre().send(session_.console().link(),
                           session_.console().prepare(console::issueCertificates(session_.id())));
  }

  NotedCourier courier_;
  SyntheticSession session_{{.candidates = 1}};
};

TEST_F(Departures, WaitForTheCountersignatureOfTheEnd) {
  issue();
  EXPECT_TRUE(courier_.carried.empty());
  session_.console().receive();  // countersigns
  EXPECT_EQ(courier_.carried, std::vector{session_.id()});
  EXPECT_TRUE(session_.live().isEndCountersigned());
}

TEST_F(Departures, DoNotWaitLongForAConsoleThatDoesNotAnswer) {
  session_.console().doNotCountersign();
  issue();
  session_.centre().pass(centre::kCountersignMs - 1'000);
  EXPECT_TRUE(courier_.carried.empty());
  session_.centre().pass(1'000);
  EXPECT_EQ(courier_.carried, std::vector{session_.id()});
}

TEST_F(Departures, DoNotWaitForAConsoleThatWentAway) {
  session_.console().doNotCountersign();
  issue();
  session_.console().disconnect();
  EXPECT_EQ(courier_.carried, std::vector{session_.id()});
}

// ---- the overview that first screens watch ----

class OverviewOfACentre : public testing::Test {
 protected:
  OverviewOfACentre() {
    session_.create();
    session_.console().receive();
    session_.centre().send(session_.console().link(), protocol::message::Watch());
    shown_ = replies();
  }

  std::vector<protocol::message::Reply> replies() {
    std::vector<protocol::message::Reply> out;
    for (const protocol::Message& one : session_.centre().take(session_.console().link())) {
      if (const auto* reply = std::get_if<protocol::message::Reply>(&one)) out.push_back(*reply);
    }
    return out;
  }

  SyntheticSession session_{{.candidates = 2}};
  std::vector<protocol::message::Reply> shown_;
};

TEST_F(OverviewOfACentre, ShowsSessionsTicketsAndMachinesAtOnce) {
  ASSERT_EQ(shown_.size(), 1U);
  EXPECT_EQ(shown_[0].sessions_size(), 1);
  EXPECT_EQ(shown_[0].tickets_size(), 1);
  EXPECT_EQ(shown_[0].machines_size(), 4) << "one console, two seats, one spare";
}

TEST_F(OverviewOfACentre, PushesASessionThatChangedAndNothingElse) {
  session_.centre().send(session_.console().link(), session_.console().prepare(console::openSession(session_.id())));
  const auto pushed = replies();
  ASSERT_EQ(pushed.size(), 1U);
  ASSERT_EQ(pushed[0].sessions_size(), 1);
  EXPECT_EQ(pushed[0].sessions(0).phase(), "open");
  EXPECT_EQ(pushed[0].machines_size() + pushed[0].tickets_size(), 0);
}

TEST_F(OverviewOfACentre, PushesASeatThatComesOrGoes) {
  session_.seatOf(0).disconnect();
  auto pushed = replies();
  ASSERT_EQ(pushed.size(), 1U);
  ASSERT_EQ(pushed[0].machines_size(), 1);
  EXPECT_FALSE(pushed[0].machines(0).linked());
  session_.seatOf(0).connect();
  pushed = replies();
  ASSERT_EQ(pushed.size(), 1U);
  EXPECT_TRUE(pushed[0].machines(0).linked());
}

TEST_F(OverviewOfACentre, IsSilentWhileNothingOfItChanges) {
  session_.centre().pass(5'000);
  EXPECT_TRUE(replies().empty());
}

}  // namespace
}  // namespace vigie::support
