#include "tests/support/SyntheticSession.hpp"

#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {
namespace {

Aim usualAim(std::size_t candidate, std::uint32_t question) {
  return (question + candidate) % 4 == 3 ? Aim::wrong : Aim::right;
}

}  // namespace

SyntheticSession::SyntheticSession(SessionPlan plan, CentreOptions options)
    : plan_(std::move(plan)), centre_(std::move(options)), id_(crypto::randomId<base::SessionId>()) {
  if (!plan_.aim) plan_.aim = usualAim;
  console_ = std::make_unique<SyntheticConsole>(centre_, centre_.firstCode());
}

void SyntheticSession::give(const console::Order& order) {
  const Outcome outcome = console_->give(order);
  if (!outcome.done) throw std::runtime_error("refused: " + outcome.refusal);
}

std::unique_ptr<SyntheticSeat> SyntheticSession::enrolSeat(const std::string& label) {
  const std::string code = crypto::randomCode(8);
  give(console::issueSeatCode(label, code));
  return std::make_unique<SyntheticSeat>(centre_, code);
}

void SyntheticSession::create() {
  ticket_ = centre_.ticket("T-1");
  give(console::loadTicket(centre_.signedTicket(ticket_)));
  for (std::size_t i = 0; i < plan_.candidates; ++i) {
    candidates_.push_back({{}, {}, enrolSeat("Poste " + std::to_string(i + 1))});
  }
  spare_ = enrolSeat("Poste de secours");
  give(console::createSession(id_, ticket_.number));
  for (std::size_t i = 0; i < plan_.candidates; ++i) {
    const auto added = console::addCandidate(
        id_, {.familyName = "Durand", .givenName = "Zoé", .birthDate = "2007-01-0" + std::to_string(i % 9 + 1)});
    give(added.order);
    candidates_[i].ref = added.candidate;
    candidates_[i].code = added.code;
  }
}

void SyntheticSession::open() {
  give(console::openSession(id_));
}

void SyntheticSession::seat() {
  for (auto& candidate : candidates_) {
    candidate.seat->checkIn(candidate.code);
    candidate.seat->confirmIdentity();
    give(console::confirmPresence(id_, candidate.ref));
    candidate.seat->receive();
    candidate.seat->begin();
  }
}

bool SyntheticSession::step(std::size_t index) {
  SyntheticSeat& seat = seatOf(index);
  seat.receive();
  if (!seat.question()) return false;
  seat.answer(plan_.aim(index, seat.question()->number()));
  return true;
}

void SyntheticSession::answerAll() {
  bool anybody = true;
  for (std::size_t round = 1; anybody; ++round) {
    anybody = false;
    sit(plan_.secondsPerAnswer);
    for (std::size_t i = 0; i < candidates_.size(); ++i) anybody = step(i) || anybody;
    if (plan_.course == Course::eventful) happen(round);
  }
}

void SyntheticSession::sit(std::int64_t seconds) {
  for (std::int64_t i = 0; i < seconds; ++i) {
    centre_.pass(1000);
    for (auto& candidate : candidates_) candidate.seat->heartbeat();
  }
  console_->receive();
}

// What happens in rooms, each at its time.
void SyntheticSession::happen(std::size_t round) {
  if (round == 3) {
    seatOf(0).raiseAlert("does-not-display", "l'image manque", seatOf(0).question()->number());
    sit(20);
    give(console::resolveAlert(id_, 1, console::Resolution::replace, "vu à l'écran"));
  } else if (round == 5) {
    give(console::pauseSession(id_));
    sit(30);
    give(console::resumeSession(id_));
    give(console::messageEverybody(id_, "Reprise."));
  } else if (round == 7) {
    const auto& moved = candidates_.back();
    give(console::moveCandidate(id_, moved.ref, spare_->workstation()));
    std::swap(candidates_.back().seat, spare_);
    seatOf(candidates_.size() - 1).receive();
    seatOf(candidates_.size() - 1).checkIn("");
  } else if (round == 9) {
    seatOf(0).disconnect();
    centre_.pass(15'000);
    seatOf(0).connect();
    give(console::creditTime(id_, candidates_[0].ref, 60'000));
  } else if (round == 11) {
    centre_.kill();
    centre_.clock().pass(45'000);
    must(centre_.restart());
    console_->connect();
    for (auto& candidate : candidates_) candidate.seat->connect();
    spare_->connect();
  }
}

void SyntheticSession::close() {
  give(console::endSession(id_));
  give(console::finaliseSession(id_));
  console_->receive();
  give(console::issueCertificates(id_));
}

void SyntheticSession::run() {
  create();
  open();
  seat();
  answerAll();
  close();
}

}  // namespace vigie::support
