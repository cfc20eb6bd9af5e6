// Dates of the centre, judged by what the centre says.
#include "common/link/CentreDates.hpp"

#include "LinkFixture.hpp"

namespace vigie::link {
namespace {

PeerIdentity showing(const Credentials& credentials) {
  PeerIdentity peer;
  peer.chain = {credentials.certificate};
  return peer;
}

TEST(CentreDates, HoldAtTheTimeOfTheWelcomeAndNotAfterTheEnd) {
  const Authority centre;
  const std::int64_t start = nowMs();
  CentreDates dates(centre.certificate());
  dates.opened(showing(centre.issue(crypto::Role::centre, start - kDayMs, start + kDayMs)));
  EXPECT_TRUE(dates.judge(start));
  EXPECT_FALSE(dates.judge(start + 2 * kDayMs));
}

TEST(CentreDates, DoNotHoldALostDateAgainstTheServer) {
  const Authority centre;
  const std::int64_t start = nowMs();
  CentreDates dates(centre.certificate());
  dates.opened(showing(centre.issue(crypto::Role::centre, start - kDayMs, start + kDayMs)));
  EXPECT_TRUE(dates.judge(946'684'800'000));  // 2000-01-01
}

TEST(CentreDates, NeverMakeAnotherAuthorityTheCentre) {
  const Authority centre;
  const Authority other("Another authority");
  const std::int64_t start = nowMs();
  CentreDates dates(centre.certificate());
  dates.opened(showing(other.issue(crypto::Role::centre, start - kDayMs, start + kDayMs)));
  EXPECT_FALSE(dates.judge(start));
  EXPECT_FALSE(dates.judge(0));
}

}  // namespace
}  // namespace vigie::link
