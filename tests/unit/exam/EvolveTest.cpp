// evolve() reads what strangers hand in too: a record that does not fit leaves the state as it is.
#include <limits>

#include "SessionFixture.hpp"

namespace vigie::exam {
namespace {

class Evolve : public SessionFixture {
 protected:
  void apply(SessionRecord content) { evolve(state_, environment_, now_, content); }
};

TEST_F(Evolve, IgnoresAnAnswerBeforeTheTestHasBegun) {
  open();
  add(1);
  record::QuestionAsked asked;
  asked.set_candidate(idOf<base::CandidateRef>(1).bytes());
  asked.set_number(1);
  asked.set_item("item-0");
  apply(asked);
  record::AnswerAccepted accepted;
  accepted.set_candidate(asked.candidate());
  accepted.set_number(1);
  apply(accepted);
  EXPECT_TRUE(candidate(1).answered.empty());
}

TEST_F(Evolve, IgnoresCreditsThatNobodyMayGive) {
  open();
  add(1);
  for (const std::int64_t ms : {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(),
                                std::int64_t{0}, environment_.durationMs + 1}) {
    record::TimeCredited credited;
    credited.set_candidate(idOf<base::CandidateRef>(1).bytes());
    credited.set_ms(ms);
    apply(credited);
  }
  EXPECT_EQ(candidate(1).clock.creditedMs(), 0);
}

TEST_F(Evolve, IgnoresCandidatesWithExtraTimeThatNobodyMayGive) {
  for (const std::int64_t ms : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
    record::CandidateAdded added;
    added.set_candidate(idOf<base::CandidateRef>(9).bytes());
    added.set_extra_time_ms(ms);
    apply(added);
    EXPECT_EQ(state_.find(idOf<base::CandidateRef>(9)), nullptr);
  }
}

TEST_F(Evolve, IgnoresRecordsAboutCandidatesThatAreNotThere) {
  open();
  const std::string stranger = idOf<base::CandidateRef>(7).bytes();
  for (const std::string& reference : {stranger, std::string("short"), std::string()}) {
    record::TestStarted started;
    started.set_candidate(reference);
    apply(started);
    record::CandidateSeated seated;
    seated.set_candidate(reference);
    seated.set_workstation(idOf<base::WorkstationId>(1).bytes());
    apply(seated);
    record::AlertRaised raised;
    raised.set_candidate(reference);
    raised.set_alert(1);
    apply(raised);
    record::AlertResolved resolved;
    resolved.set_alert(1);
    resolved.set_outcome("replace");
    apply(resolved);
    record::TestEnded ended;
    ended.set_candidate(reference);
    apply(ended);
    record::ResultDecided result;
    result.set_candidate(reference);
    apply(result);
  }
  EXPECT_TRUE(state_.candidates.empty());
  EXPECT_TRUE(state_.alerts.empty());
}

}  // namespace
}  // namespace vigie::exam
