// What must hold at every step, seen from outside: frames, screens, and the centre's memory.
#include "tests/simulation/Room.hpp"

namespace vigie::simulation {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

}  // namespace

// Nothing that the centre says rests on a record that is not durable.
void Room::inspectStanding(const message::Standing& standing, const char* frame) const {
  if (standing.stream().empty() || standing.position() == 0) return;
  const auto stream = support::must(journal::StreamId::fromBytes(standing.stream()));
  const crypto::Digest* head = ledger_.head(stream, standing.position());
  require(head != nullptr, std::string(frame) + " carries position " + std::to_string(standing.position()) +
                               ", durable is " + std::to_string(ledger_.position(stream)));
  require(base::toString(*head) == standing.head(), std::string(frame) + " carries another head than the chain has");
  require(standing.epoch() == centre_.epoch().bytes(), std::string(frame) + " names another epoch");
}

void Room::inspectFrame(link::LinkId to, const protocol::Message& one) const {
  std::visit(
      [&](const auto& content) {
        if constexpr (requires {
                        content.standing();
                        content.has_standing();
                      }) {
          if (content.has_standing()) inspectStanding(content.standing(), protocol::nameOf(one));
        }
      },
      one);
  if (const auto* welcome = std::get_if<message::Welcome>(&one); welcome != nullptr && welcome->has_sitting()) {
    const message::Sitting& sitting = welcome->sitting();
    inspectStanding(sitting.standing(), "Welcome");
    const LedgerCandidate* candidate = ledger_.find(sitting.candidate());
    require(candidate != nullptr, "Welcome names a candidate who is not durable");
    if (sitting.answered() == 0) return;
    const LedgerQuestion* question = candidate->find(sitting.answered());
    require(question != nullptr && question->answered && base::toString(question->signedDigest) == sitting.previous(),
            "Welcome speaks of an answer that is not durable");
  } else if (const auto* refused = std::get_if<message::Refused>(&one)) {
    inspectRefusal(to, *refused);
  } else if (const auto* done = std::get_if<message::StaffDone>(&one)) {
    const bool isSessions = done->standing().stream() == session_.bytes();
    require(!isSessions || ledger_.hasCommand(done->command()), "StaffDone before the order is durable");
  } else if (const auto* reply = std::get_if<message::Reply>(&one)) {
    for (const message::Standing& standing : reply->standings()) inspectStanding(standing, "Reply");
  } else if (const auto* toSign = std::get_if<message::CheckpointToSign>(&one)) {
    record::CheckpointBody body;
    require(body.ParseFromString(toSign->checkpoint().body()), "a checkpoint cannot be read");
    message::Standing standing;
    standing.set_stream(body.stream());
    standing.set_position(body.position());
    standing.set_head(body.head());
    standing.set_epoch(body.epoch());
    inspectStanding(standing, "CheckpointToSign");
  }
}

// An answer that counts is acknowledged again when it comes again.
void Room::inspectRefusal(link::LinkId to, const message::Refused& refused) const {
  const auto submitted = submitted_.find(to);
  if (refused.code() != "question-not-open" || submitted == submitted_.end()) return;
  for (const auto& [ref, candidate] : ledger_.candidates()) {
    const LedgerQuestion* question = candidate.find(refused.question());
    require(question == nullptr || !question->answered || question->signedDigest != submitted->second,
            candidate.name + ", answer " + std::to_string(refused.question()) +
                " counts, and is refused when it comes again");
  }
}

void Room::noteSubmission(link::LinkId from, const base::Result<protocol::Message>& one) {
  require(one.has_value(), "a message cannot be decoded: " + (one ? "" : one.error().code));
  const auto* submit = std::get_if<message::SubmitAnswer>(&*one);
  if (submit == nullptr) return;
  const auto machine = base::WorkstationId::fromHex(cables_.machineOf(from));
  const auto signedBytes = exam::fromRecord(submit->signed_());
  if (signedBytes) submitted_.insert_or_assign(from, signedBytes->digest());
  if (machine && signedBytes) ledger_.submitted(signedBytes->digest(), *machine, submit->lease());
}

void Room::checkAcknowledged(const base::CandidateRef& ref, std::uint32_t number,
                             const crypto::Digest& signedDigest) const {
  const LedgerCandidate* candidate = ledger_.find(ref.bytes());
  const LedgerQuestion* question = candidate == nullptr ? nullptr : candidate->find(number);
  require(question != nullptr && question->answered,
          "a seat was told of answer " + std::to_string(number) + " that the durable journal does not have");
  require(question->signedDigest == signedDigest, "a seat was told of an answer, the journal has another one");
}

// Memory is what the journal says.
void Room::checkState() {
  if (!unchecked_ || !environment_ || !centre_.isServing() || !centre_.disk().isIdle()) return;
  centre::LiveSession* live = centre_.centre().findSession(session_);
  const bool mayBeAbsent = ledger_.phase() == exam::SessionPhase::none || centre_.centre().isClosed(session_);
  require(live != nullptr || mayBeAbsent, "the centre forgot the session");
  if (live == nullptr) return;
  unchecked_ = false;
  require(describe(live->state()) == describe(ledger_.state()),
          "the centre's state is not what its journal replays to");
}

// What a person could answer now must be waiting for an answer.
void Room::checkScreen(SimulatedSeat& seat) const {
  const session::View view = seat.view();
  if (view.screen == session::Screen::callInvigilator) {
    std::string why;
    for (const std::string& notice : view.notices) why += " " + notice;
    throw Violation(seat.name() + " calls the invigilator without a reason:" + why);
  }
  const auto& test = seat.keep().test();
  if (view.screen == session::Screen::ended && test) {
    const LedgerCandidate* candidate = ledger_.find(test->candidate.bytes());
    const bool goesOn = candidate != nullptr && candidate->ends == 0 && candidate->lease == test->lease &&
                        candidate->workstation == seat.workstation().bytes();
    require(!goesOn, seat.name() + " shows the end of a test that goes on");
  }
  if (view.screen != session::Screen::question || view.busy) return;
  require(test.has_value(), seat.name() + " shows a question of no test");
  const LedgerCandidate* candidate = ledger_.find(test->candidate.bytes());
  require(candidate != nullptr, seat.name() + " shows a question to somebody unknown");
  // A seat that was left learns of it with the next frame; what it sends until then is refused.
  if (candidate->workstation != seat.workstation().bytes() || candidate->lease != test->lease) return;
  const LedgerQuestion* question = candidate->find(view.question->number);
  require(question != nullptr, seat.name() + " shows a question that was never asked");
  require(!question->answered,
          seat.name() + " shows question " + std::to_string(view.question->number) + ", which was answered");
  require(!question->replaced,
          seat.name() + " shows question " + std::to_string(view.question->number) + ", which was replaced");
}

}  // namespace vigie::simulation
