// Candidates at their seats, and an invigilator who looks after them.
#include "common/crypto/Random.hpp"
#include "common/exam/GivenAnswer.hpp"
#include "tests/simulation/Room.hpp"

namespace vigie::simulation {
namespace {

using session::Screen;

constexpr std::int64_t kPatienceWithScreenMs = 400;  // between two actions of a person
constexpr std::int64_t kOrderAgainMs = 4'000;
constexpr std::int64_t kWaitsForMoveMs = 8'000;  // at the new place, before asking the invigilator again

}  // namespace

void Room::act(Person& person) {
  if (person.walks && time_.trueMs() >= person.arrivesMs) {
    person.walks = false;
    person.seat = person.nextSeat;
    person.question = 0;
  }
  goWhereSent(person);
  if (person.finished || person.walks || time_.trueMs() < person.hesitatesUntilMs) return;
  SimulatedSeat& seat = *seats_[person.seat];
  if (!seat.isRunning()) return;
  const session::View view = seat.view();
  if (view.busy && view.screen != Screen::ended) return;
  person.hesitatesUntilMs = time_.trueMs() + chance_.between(50, kPatienceWithScreenMs);
  switch (view.screen) {
    case Screen::enterCode: {
      const LedgerCandidate* known = ledger_.find(person.ref.bytes());
      if (known != nullptr && known->ends > 0) {
        person.finished = true;
        return;
      }
      person.hesitatesUntilMs = time_.trueMs() + chance_.between(1'000, 2'500);
      if (view.refusal == "too-many-codes") person.hesitatesUntilMs += 20'000;
      (void)seat.sitting().typeCode(person.code, seat.now());
      return;
    }
    case Screen::confirmName:
      (void)seat.sitting().confirmIdentity(seat.now());
      return;
    case Screen::readyToBegin:
      (void)seat.sitting().begin(seat.now());
      return;
    case Screen::question:
      return answerOrReport(person, seat, view);
    case Screen::ended: {
      // Perhaps of somebody who sat here before, at a seat that has had no link since.
      const LedgerCandidate* known = ledger_.find(person.ref.bytes());
      person.finished = known != nullptr && known->ends > 0;
      (void)seat.sitting().leave(seat.now());
      return;
    }
    default:
      return;
  }
}

// An order to move may come late, or be refused: people sit where the centre has them.
void Room::goWhereSent(Person& person) {
  const LedgerCandidate* known = ledger_.find(person.ref.bytes());
  if (person.walks || known == nullptr || known->lease == 0 || known->ends > 0) return;
  if (known->workstation == seats_[person.seat]->workstation().bytes()) return;
  if (time_.trueMs() - person.arrivesMs < kWaitsForMoveMs) return;
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    if (seats_[i]->workstation().bytes() != known->workstation) continue;
    person.walks = true;
    person.nextSeat = i;
    person.arrivesMs = time_.trueMs() + chance_.between(500, 4'000);
  }
}

void Room::answerOrReport(Person& person, SimulatedSeat& seat, const session::View& view) {
  if (person.question != view.question->number) {
    person.question = view.question->number;
    person.answersAtMs = time_.trueMs() + chance_.between(200, calm_ ? 2'000 : 9'000);
    return;
  }
  if (time_.trueMs() < person.answersAtMs) return;
  if (!calm_ && chance_.oneIn(12)) {
    if (seat.sitting().raiseAlert("does-not-display", "l'image manque", seat.now()))
      happened(Fault::alertRaised, seat.name());
    return;
  }
  const auto given = support::answerTo(view.question->item.id, view.question->language,
                                       chance_.oneIn(3) ? support::Aim::wrong : support::Aim::right);
  const auto answered = seat.sitting().answer(exam::toAnswer(given), seat.now());
  if (answered) return tell(seat.name() + ": answer to question " + std::to_string(person.question));
  person.answersAtMs = time_.trueMs() + 1'000;
  const std::string& code = answered.error().code;
  require(code == "file-unwritable" || code == "not-now", seat.name() + " does not take an answer: " + code);
}

void Room::invigilate() {
  if (!console_->isIdle()) return;
  orders_.clear();
  watchOver();
}

// One order at a time, from what is durable: an order that was refused is given again a little later.
void Room::watchOver() {
  const auto mayOrder = [&](const std::string& what) {
    std::int64_t& newest = ordered_.try_emplace(what, -kOrderAgainMs).first->second;
    if (time_.trueMs() - newest < kOrderAgainMs) return false;
    newest = time_.trueMs();
    return true;
  };
  for (const auto& [ref, candidate] : ledger_.candidates()) {
    if (candidate.ends > 0) continue;
    if (candidate.phase == exam::CandidatePhase::identified && mayOrder(candidate.name + " presence")) {
      return order(console::confirmPresence(session_, ref));
    }
    if (!candidate.openAlerts.empty() && (calm_ || chance_.oneIn(40)) && mayOrder(candidate.name + " alert")) {
      const bool replace = chance_.oneIn(2);
      if (replace) happened(Fault::questionReplaced, candidate.name);
      return order(console::resolveAlert(session_, *candidate.openAlerts.begin(),
                                         replace ? console::Resolution::replace : console::Resolution::keep, "vu"));
    }
    if (candidate.paused && time_.trueMs() >= pausedUntilMs_ && mayOrder(candidate.name + " resume")) {
      return order(console::resumeCandidate(session_, ref));
    }
  }
  if (ledger_.isPaused() && time_.trueMs() >= pausedUntilMs_ && mayOrder("resume")) {
    order(console::resumeSession(session_));
  }
}

void Room::moveSomebody() {
  const LedgerCandidate* candidate = anyRunning();
  const auto target = freeSeat();
  if (candidate == nullptr || !target) return;
  const auto found =
      std::find_if(people_.begin(), people_.end(), [&](const Person& one) { return one.ref == candidate->ref; });
  if (found->walks) return;
  happened(Fault::seatMoved, candidate->name + " to " + seats_[*target]->name());
  order(console::moveCandidate(session_, candidate->ref, seats_[*target]->workstation()));
  found->walks = true;
  found->nextSeat = *target;
  found->arrivesMs = time_.trueMs() + chance_.between(500, 4'000);
}

std::optional<std::size_t> Room::freeSeat() {
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    const bool taken = std::any_of(people_.begin(), people_.end(), [&](const Person& one) {
      const LedgerCandidate* known = ledger_.find(one.ref.bytes());
      return (known == nullptr || known->ends == 0) && (one.seat == i || (one.walks && one.nextSeat == i));
    });
    if (!taken && ledger_.at(seats_[i]->workstation()) == nullptr) return i;
  }
  return std::nullopt;
}

const LedgerCandidate* Room::anyRunning() {
  std::vector<const LedgerCandidate*> running;
  for (const auto& [ref, candidate] : ledger_.candidates()) {
    if (candidate.phase == exam::CandidatePhase::running) running.push_back(&candidate);
  }
  return running.empty() ? nullptr : running[chance_.below(running.size())];
}

SimulatedSeat* Room::seatOf(const LedgerCandidate& candidate) {
  for (const auto& seat : seats_) {
    if (seat->workstation().bytes() == candidate.workstation) return seat.get();
  }
  return nullptr;
}

}  // namespace vigie::simulation
