// What goes wrong: links, programs, machines, disks, clocks, people, and somebody who forges.
#include "common/crypto/Random.hpp"
#include "tests/simulation/Room.hpp"

namespace vigie::simulation {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

}  // namespace

void Room::misbehave() {
  const auto fault = static_cast<Fault>(chance_.below(kFaults));
  switch (fault) {
    case Fault::linkCut:
    case Fault::linkCutUnnoticed:
    case Fault::linkCutForLong:
    case Fault::framesDelayed:
    case Fault::framesReordered:
    case Fault::consoleCut:
      return breakLinks(fault);
    case Fault::clientKilled:
    case Fault::clientFrozen:
    case Fault::clientDiskFull:
      return hurtClient(fault);
    case Fault::serverKilledCommitsLost:
    case Fault::serverKilledCommitUnheard:
    case Fault::machineCrashed:
    case Fault::machineRebooted:
    case Fault::commitFailed:
    case Fault::commitSlow:
    case Fault::diskFull:
    case Fault::diskBehind:
    case Fault::wallClockBack:
    case Fault::wallClockForward:
      return hurtCentre(fault);
    case Fault::seatMoved:
    case Fault::sessionPaused:
    case Fault::candidatePaused:
    case Fault::messageSent:
    case Fault::timeCredited:
    case Fault::wrongCode:
    case Fault::codeAtSecondSeat:
      return play(fault);
    case Fault::alertRaised:
    case Fault::questionReplaced:
      return;  // by people
    default:
      return forge(fault);
  }
}

void Room::breakLinks(Fault fault) {
  if (fault == Fault::consoleCut) {
    if (!console_->link()) return;
    happened(fault);
    return cables_.cut(*console_->link(), chance_.oneIn(2) ? Notice::both : Notice::centreLater);
  }
  SimulatedSeat& seat = anySeat();
  if (!seat.link()) return;
  const link::LinkId link = *seat.link();
  switch (fault) {
    case Fault::linkCut:
      happened(fault, seat.name());
      return cables_.cut(link, Notice::both);
    case Fault::linkCutUnnoticed:
      happened(fault, seat.name());
      return cables_.cut(link, Notice::centreLater);
    case Fault::linkCutForLong: {
      const LedgerCandidate* sits = ledger_.at(seat.workstation());
      if (sits == nullptr || sits->phase != exam::CandidatePhase::running) return;
      happened(fault, seat.name());
      cables_.cut(link, Notice::both);
      const std::int64_t awayMs = chance_.between(120'000, 160'000);
      seat.stayAway(awayMs);
      // In a long room nothing else happens meanwhile: a restart of the centre would begin another loss.
      if (!isLong_) return;
      nextFaultMs_ = time_.trueMs() + awayMs;
      untilMs_ = std::max(untilMs_, nextFaultMs_ + 10'000);
      return;
    }
    case Fault::framesDelayed:
      happened(fault, seat.name());
      return cables_.stall(link, chance_.between(1'000, 6'000));
    default:
      if (cables_.underWay(link) == 0) return;
      happened(Fault::framesReordered, seat.name());
      cables_.holdBack(link, chance_.between(500, 4'000));
      cables_.cut(link, Notice::centreLater);
      return seat.hurry();
  }
}

void Room::hurtClient(Fault fault) {
  SimulatedSeat& seat = anySeat();
  happened(fault, seat.name());
  if (fault == Fault::clientKilled) return seat.killProgram(chance_.between(200, 6'000));
  if (fault == Fault::clientFrozen) return seat.freeze(chance_.between(1'000, 8'000));
  seat.disk().isFull = !seat.disk().isFull;
}

void Room::hurtCentre(Fault fault) {
  if (!centre_.isServing()) return;
  switch (fault) {
    case Fault::serverKilledCommitsLost:
      if (!centre_.disk().hasWaiting()) return;
      happened(fault);
      return stopCentre(chance_.between(300, 6'000));
    case Fault::serverKilledCommitUnheard:
      if (!centre_.disk().hasUntold()) return;
      happened(fault);
      return stopCentre(chance_.between(300, 6'000));
    case Fault::machineCrashed:
      happened(fault);
      return centre_.disk().troubleNextCommit(chance_.oneIn(2) ? Trouble::crashKept : Trouble::crashLost);
    case Fault::machineRebooted:
      happened(fault);
      stopCentre(chance_.between(2'000, 15'000));
      return time_.reboot();
    case Fault::commitFailed:
      happened(fault);
      return centre_.disk().troubleNextCommit(Trouble::ioError);
    case Fault::commitSlow:
      happened(fault);
      return centre_.disk().slowDown(chance_.between(1'000, 8'000));
    case Fault::diskFull:
      happened(fault);
      return centre_.disk().troubleNextCommit(Trouble::full);
    case Fault::diskBehind:
      happened(fault);
      return centre_.disk().fallBehind(chance_.between(200, 4'000));
    case Fault::wallClockBack:
      happened(fault);
      return time_.stepWall(-chance_.between(1'000, 7'200'000));
    default:
      happened(Fault::wallClockForward);
      return time_.stepWall(chance_.between(1'000, 7'200'000));
  }
}

void Room::stopCentre(std::int64_t downMs) {
  tell("the centre stops");
  centre_.kill();
  startCentreAtMs_ = time_.trueMs() + downMs;
  ledger_.catchUp(centre_.disk().store());
  committed_ = unchecked_ = true;
}

void Room::play(Fault fault) {
  if (fault == Fault::wrongCode || fault == Fault::codeAtSecondSeat) {
    SimulatedSeat& seat = anySeat();
    if (!seat.isRunning() || seat.view().screen != session::Screen::enterCode || seat.view().busy) return;
    const LedgerCandidate* sits = anyRunning();
    if (fault == Fault::codeAtSecondSeat && sits == nullptr) return;
    std::string code = crypto::randomCode(8);
    for (const Person& person : people_) {
      if (fault == Fault::codeAtSecondSeat && person.ref == sits->ref) code = person.code;
    }
    if (seat.sitting().typeCode(code, seat.now())) happened(fault, seat.name());
    return;
  }
  if (!console_->isIdle()) return;
  if (fault == Fault::seatMoved) return moveSomebody();
  if (fault == Fault::messageSent) {
    happened(fault);
    return order(console::messageEverybody(session_, "Reprise dans un instant."));
  }
  if (fault == Fault::sessionPaused) {
    if (ledger_.isPaused()) return;
    happened(fault);
    pausedUntilMs_ = time_.trueMs() + chance_.between(1'000, 20'000);
    return order(console::pauseSession(session_));
  }
  const LedgerCandidate* candidate = anyRunning();
  if (candidate == nullptr) return;
  if (fault == Fault::timeCredited) {
    happened(fault, candidate->name);
    return order(console::creditTime(session_, candidate->ref, chance_.between(1'000, 40'000)));
  }
  if (candidate->paused) return;
  happened(fault, candidate->name);
  pausedUntilMs_ = time_.trueMs() + chance_.between(1'000, 20'000);
  order(console::pauseCandidate(session_, candidate->ref));
}

void Room::haunt(SimulatedSeat& seat, std::vector<protocol::Message> says) {
  if (ghosts_.size() >= 3) return;
  ghosts_.push_back(std::make_unique<Ghost>(cables_, time_,
                                            crypto::RoleIdentity{crypto::Role::seat, seat.workstation().hex()},
                                            seat.machineKey().publicKey(), std::move(says)));
}

// A well-signed answer that fits the question, by somebody who has the seat's key.
message::SubmitAnswer Room::forgedAnswer(const LedgerCandidate& candidate, const SimulatedSeat& seat,
                                         const LedgerQuestion& question) const {
  record::AnswerPrivate secret;
  secret.set_salt(base::toString(crypto::randomBytes(16)));
  secret.set_answer(
      support::answerTo(question.asked.item(), question.asked.language(), support::Aim::right).SerializeAsString());
  const base::Bytes plain = exam::bytesOf(secret);
  record::AnswerBody body;
  body.set_session(session_.bytes());
  body.set_candidate(candidate.ref.bytes());
  body.set_number(question.asked.number());
  body.set_item(question.asked.item());
  body.set_item_version(question.asked.item_version());
  body.set_shown(question.asked.shown());
  body.set_answer_digest(base::toString(crypto::sha256(plain)));
  if (candidate.answers > 0) body.set_previous(base::toString(candidate.newestSigned));
  message::SubmitAnswer submit;
  submit.set_lease(candidate.lease);
  *submit.mutable_signed_() =
      exam::toRecord(crypto::signMessage(seat.seatKeys().back(), "answer", exam::bytesOf(body)));
  submit.set_private_part(base::toString(plain));
  return submit;
}

void Room::forge(Fault fault) {
  if (fault == Fault::commandRepeated || fault == Fault::commandReused) {
    if (console_->said().empty() || ghosts_.size() >= 3) return;
    message::StaffCommand command = console_->said()[chance_.below(console_->said().size())];
    if (fault == Fault::commandReused) {
      record::StaffBody body;
      body.ParseFromString(command.signed_().body());
      body.set_wall_ms(body.wall_ms() + 1);
      *command.mutable_signed_() = exam::toRecord(crypto::signMessage(console_->key(), "staff", exam::bytesOf(body)));
    }
    happened(fault);
    ghosts_.push_back(
        std::make_unique<Ghost>(cables_, time_, crypto::RoleIdentity{crypto::Role::console, console_->machine().hex()},
                                console_->machineKey().publicKey(), std::vector<protocol::Message>{command}));
    return;
  }
  const LedgerCandidate* candidate = anyRunning();
  SimulatedSeat* seat = candidate == nullptr ? nullptr : seatOf(*candidate);
  if (seat == nullptr || seat->seatKeys().empty()) return;
  if (fault == Fault::duplicateLink) {
    happened(fault, seat->name());
    return haunt(*seat, {});
  }
  if (fault == Fault::frameRepeated) {
    if (seat->said().empty()) return;
    happened(fault, seat->name());
    return haunt(*seat, {seat->said()[chance_.below(seat->said().size())]});
  }
  if (fault == Fault::nonceAgain) {
    const auto person =
        std::find_if(people_.begin(), people_.end(), [&](const Person& one) { return one.ref == candidate->ref; });
    record::SeatKeyBody body;
    body.set_workstation(seat->workstation().bytes());
    body.set_seat_key(base::toString(seat->seatKeys().back().publicKey().spki()));
    body.set_nonce(base::toString(crypto::randomBytes(32)));
    message::CheckIn in;
    in.set_code(person->code);
    in.set_seat_key(body.seat_key());
    in.set_nonce(body.nonce());
    *in.mutable_certified() = exam::toRecord(crypto::signMessage(seat->machineKey(), "seat-key", exam::bytesOf(body)));
    in.set_simulated(true);
    happened(fault, seat->name());
    return haunt(*seat, {in});
  }
  if (fault == Fault::staleLease) {
    const LedgerQuestion* open = candidate->open();
    if (open == nullptr || candidate->lease < 2) return;
    message::SubmitAnswer submit = forgedAnswer(*candidate, *seat, *open);
    submit.set_lease(candidate->lease - 1);
    happened(fault, seat->name());
    return haunt(*seat, {submit});
  }
  if (fault == Fault::answerUnderAlert) {
    const LedgerQuestion* open = candidate->open();
    if (open == nullptr || candidate->openAlerts.empty() || !console_->isIdle()) return;
    ordered_[candidate->name + " alert"] = time_.trueMs();  // the invigilator decides only after it came
    happened(fault, seat->name());
    return haunt(*seat, {forgedAnswer(*candidate, *seat, *open)});
  }
  for (const LedgerQuestion& question : candidate->questions) {
    const bool fits = fault == Fault::answerToReplaced ? question.replaced : question.answered;
    if (!fits) continue;
    happened(fault, seat->name());
    return haunt(*seat, {forgedAnswer(*candidate, *seat, question)});
  }
}

}  // namespace vigie::simulation
