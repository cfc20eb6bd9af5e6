// What was agreed with a candidate: where it goes, and where it never stands.
#include <gtest/gtest.h>

#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;

using Names = std::vector<std::string>;

class AgreedTest : public testing::Test {
 protected:
  AgreedTest() {
    session_.create();
    session_.open();
    const auto added = console::addCandidate(
        session_.id(),
        {.familyName = "Haddad", .givenName = "Inès", .birthDate = "2007-01-09", .accommodations = agreed_});
    session_.give(added.order);
    ref_ = added.candidate;
    session_.spare().connect();
    session_.spare().checkIn(added.code);
  }

  static Names toldTo(const SyntheticSeat& seat) {
    Names out;
    for (const protocol::Message& one : seat.received()) {
      if (const auto* in = std::get_if<message::CheckedIn>(&one))
        out.assign(in->accommodations().begin(), in->accommodations().end());
    }
    return out;
  }
  Names shownToStaff() {
    const message::CandidateView view = session_.console().view(session_.id(), ref_);
    return {view.accommodations().begin(), view.accommodations().end()};
  }

  const Names agreed_ = {"sunglasses", "large-text", "human-reader"};  // long words: short ones stand in random text
  SyntheticSession session_{SessionPlan{.candidates = 1}};
  base::CandidateRef ref_;
};

TEST_F(AgreedTest, ReachesTheSeatAndStaffAndNobodyElsesSeat) {
  EXPECT_EQ(toldTo(session_.spare()), agreed_);
  EXPECT_EQ(shownToStaff(), agreed_);
  session_.seatOf(0).connect();
  session_.seatOf(0).checkIn(session_.candidates()[0].code);
  EXPECT_EQ(toldTo(session_.seatOf(0)), Names());
}

TEST_F(AgreedTest, IsThereAfterARestartAndAtAnotherSeat) {
  must(session_.centre().restart());
  session_.console().connect();
  EXPECT_EQ(shownToStaff(), agreed_);
  const auto elsewhere = [&] {
    const auto fresh = session_.enrolSeat("Poste d'à côté");
    fresh->connect();
    session_.give(console::moveCandidate(session_.id(), ref_, fresh->workstation()));
    fresh->receive();
    fresh->checkIn("");
    return toldTo(*fresh);
  };
  EXPECT_EQ(elsewhere(), agreed_);
}

TEST_F(AgreedTest, IsGoneWithTheKeysOfTheIdentity) {
  std::filesystem::remove(session_.centre().data() / "keys" / session_.id().hex() / ref_.hex());
  must(session_.centre().restart());
  session_.console().connect();
  EXPECT_EQ(shownToStaff(), Names());
}

TEST_F(AgreedTest, StandsNowhereInTheJournalInClear) {
  std::size_t records = 0;
  const auto search = [&](const journal::StreamId& stream) {
    must(session_.centre().store().read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
      ++records;
      for (const base::Bytes& bytes : {entry.blob, entry.sealedPrivate}) {
        for (const std::string& name : agreed_) EXPECT_EQ(base::toString(bytes).find(name), std::string::npos) << name;
      }
      return journal::Visit::more;
    }));
  };
  search(journal::kCentreStream);
  search(journal::streamOf(session_.id()));
  EXPECT_GT(records, 5U);
}

TEST_F(AgreedTest, IsAClosedList) {
  for (const Names& wrong : {Names{"veil", "voile"}, Names{"veil", "veil"}, Names{""}}) {
    const auto order = console::addCandidate(
        session_.id(), {.familyName = "Petit", .givenName = "Bo", .birthDate = "2007-01-09", .accommodations = wrong});
    EXPECT_EQ(session_.console().give(order.order).refusal, "accommodation-unknown");
  }
}

}  // namespace
}  // namespace vigie::support
