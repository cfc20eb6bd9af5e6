// True sessions hold; what is missing is named.
#include "Sessions.hpp"

namespace vigie::verify {
namespace {

TEST(Session, HoldsWhenNothingWasChanged) {
  for (auto* session : {&quietSession(), &eventfulSession()}) {
    const Report report = auditOf(*session, support::Insider(*session));
    EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  }
}

}  // namespace
}  // namespace vigie::verify
