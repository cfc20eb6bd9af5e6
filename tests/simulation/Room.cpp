#include "tests/simulation/Room.hpp"

#include <ostream>

#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/simulation/SeededEntropy.hpp"

namespace vigie::simulation {
namespace {

constexpr std::int64_t kStepMs = 50;
constexpr std::size_t kActionsKept = 60;
constexpr std::int64_t kPatienceMs = 240'000;  // once nothing goes wrong any more, everybody finishes within that

// The demonstration's test, but short.
std::string testBytes(std::size_t questions, std::int64_t seconds) {
  static const std::string original =
      support::must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json"));
  std::string text = original;
  const auto replace = [&](const std::string& name, std::int64_t value) {
    const auto begin = text.find("\"" + name + "\": ") + name.size() + 4;
    const auto end = text.find_first_of(",}\n", begin);
    if (end == std::string::npos) throw std::logic_error("the demonstration's test has no " + name);
    text.replace(begin, end - begin, std::to_string(value));
  };
  replace("maximumLength", static_cast<std::int64_t>(questions));
  replace("minimumAnswers", static_cast<std::int64_t>(questions) / 2);
  replace("durationSeconds", seconds);
  return text;
}

centre::Materials materials(Chance& chance) {
  const std::size_t questions = 4 + chance.below(5);
  const std::int64_t seconds = chance.oneIn(6) ? 60 : 600;  // sometimes the time runs out
  const std::string bytes = testBytes(questions, seconds);
  return {support::syntheticBank().bank, support::must(content::TestDefinition::load(bytes)), bytes};
}

Chance seeded(std::uint64_t seed) {
  seedEntropy(seed);
  return Chance(seed);
}

}  // namespace

Country::Country()
    : nation((seedEntropy(0), trust::Occasion::demonstration)),
      identity(support::makeIdentity(nation, "unused", kStartWallMs)) {
  (void)support::syntheticBank();
}

const Country& country() {
  static const Country one;
  return one;
}

Room::Room(std::uint64_t seed, std::ostream* trace)
    : seed_((country(), seed)),
      trace_(trace),
      chance_(seeded(seed)),
      cables_(chance_, time_),
      centre_(country().identity, materials(chance_), folder_.path(), chance_, time_, cables_),
      ledger_(time_),
      session_(crypto::randomId<base::SessionId>()) {
  cables_.inspect([this](link::LinkId to, const protocol::Message& message) { inspectFrame(to, message); });
  centre_.onCommitted = [this] {
    const centre::LiveSession* live = environment_ ? nullptr : centre_.centre().findSession(session_);
    if (live != nullptr) {
      environment_ = live->environment();
      ledger_.follow(session_, *environment_);
    }
    ledger_.catchUp(centre_.disk().store());
    committed_ = true;
    unchecked_ = true;
  };
  centre_.onFrame = [this](link::LinkId from, const base::Result<protocol::Message>& message) {
    noteSubmission(from, message);
  };
  ledger_.trace = [this](const std::string& action) { tell(action); };
}

void Room::tell(const std::string& action) {
  std::string line = std::to_string(time_.trueMs()) + " ms: " + action;
  if (trace_ != nullptr) *trace_ << line << '\n';
  traceDigest_ = crypto::sha256({traceDigest_, base::bytesOf(line)});
  actions_.push_back(std::move(line));
  if (actions_.size() > kActionsKept) actions_.pop_front();
}

void Room::happened(Fault fault, const std::string& action) {
  faults_.add(fault);
  tell(std::string("FAULT ") + kFaultNames[static_cast<std::size_t>(fault)] + (action.empty() ? "" : ": " + action));
}

void Room::run() {
  prepare();
  isLong_ = chance_.oneIn(8);
  untilMs_ = time_.trueMs() + (isLong_ ? 200'000 : chance_.between(25'000, 60'000));
  faultPaceMs_ = chance_.between(300, 2'500);
  cables_.setLongestDelay(chance_.oneIn(4) ? 600 : 120);
  centre_.disk().setLongestCommit(chance_.oneIn(4) ? 300 : 60);
  calm_ = false;
  while (time_.trueMs() < untilMs_ && !everybodyFinished()) step();
  calmDown();
  const std::int64_t deadline = time_.trueMs() + kPatienceMs;
  while (!everybodyFinished()) {
    require(time_.trueMs() < deadline, "not everybody finishes although nothing goes wrong any more: " + whoIsLeft());
    step();
  }
  close();
}

void Room::prepare() {
  support::must(centre_.start());
  settleOrders();
  console_ = std::make_unique<SimulatedConsole>(centre_.firstCode(), centre_, cables_, chance_, time_);
  console_->trace = [this](const std::string& action) { tell(action); };
  const std::size_t seats = 3 + chance_.below(chance_.oneIn(4) ? 10 : 4);
  for (std::size_t i = 0; i < seats; ++i) {
    const std::string code = crypto::randomCode(8);
    order(console::issueSeatCode("Poste " + std::to_string(i + 1), code));
    settleOrders();
    seats_.push_back(
        std::make_unique<SimulatedSeat>("seat " + std::to_string(i + 1), code, centre_, cables_, chance_, time_));
    seats_.back()->trace = [this](const std::string& action) { tell(action); };
    seats_.back()->onAcknowledged = [this](const base::CandidateRef& ref, std::uint32_t number,
                                           const crypto::Digest& digest) { checkAcknowledged(ref, number, digest); };
  }
  credential::Ticket ticket = support::makeTicket(country().nation, "T-1", time_.now().wallMs);
  ticket.testDigest = crypto::sha256(base::bytesOf(centre_.testBytes()));
  order(console::loadTicket(credential::signTicket(ticket, country().nation.ticketKey)));
  order(console::createSession(session_, "T-1"));
  settleOrders();
  const std::size_t candidates = seats - 1;  // one seat is spare
  for (std::size_t i = 0; i < candidates; ++i) {
    const auto added = console::addCandidate(
        session_, {.familyName = "Durand", .givenName = "Zoé", .birthDate = "2007-01-0" + std::to_string(i % 9 + 1)});
    order(added.order);
    people_.push_back({.code = added.code, .ref = added.candidate, .seat = i});
  }
  order(console::openSession(session_));
  settleOrders();
}

void Room::settleOrders() {
  const std::int64_t deadline = time_.trueMs() + kPatienceMs;
  do {
    require(time_.trueMs() < deadline, "the console gets no answer");
    step();
  } while (console_ && !console_->isIdle());
  for (const base::CommandId& id : std::exchange(orders_, {})) {
    const Settled* outcome = console_->outcomeOf(id);
    require(outcome != nullptr && outcome->refusal.empty(),
            "an order in a quiet room is refused: " + (outcome == nullptr ? std::string() : outcome->refusal));
  }
}

void Room::step() {
  ++steps_;
  time_.pass(kStepMs);
  committed_ = false;
  if (!centre_.isRunning() && time_.trueMs() >= startCentreAtMs_) {
    ledger_.catchUp(centre_.disk().store());
    const auto started = centre_.start();
    require(started.has_value(), "the centre does not start again: " +
                                     (started ? "" : started.error().code + ", " + started.error().detail));
    tell("the centre starts");
  }
  cables_.deliver();
  centre_.work();
  if (centre_.hasCrashed()) stopCentre(chance_.between(500, 8'000));
  if (centre_.isRunning() && !centre_.isServing()) stopCentre(chance_.between(500, 5'000));
  for (const auto& seat : seats_) seat->work();
  if (console_) console_->work();
  std::erase_if(ghosts_, [](const std::unique_ptr<Ghost>& ghost) { return ghost->isOver(); });
  if (ledger_.phase() == exam::SessionPhase::open) {
    for (Person& person : people_) act(person);
    invigilate();
    if (!calm_ && time_.trueMs() >= nextFaultMs_) {
      nextFaultMs_ = time_.trueMs() + chance_.between(0, 2 * faultPaceMs_);
      misbehave();
    }
  }
  checkState();
  for (const auto& seat : seats_) {
    if (seat->isRunning() && (seat->takeChanged() || committed_)) checkScreen(*seat);
  }
}

void Room::calmDown() {
  tell("nothing goes wrong any more");
  calm_ = true;
  cables_.setLongestDelay(60);
  startCentreAtMs_ = std::min(startCentreAtMs_, time_.trueMs());
  centre_.disk().troubleNextCommit(Trouble::none);
  centre_.disk().slowDown(0);
  centre_.disk().fallBehind(0);
  pausedUntilMs_ = 0;
  for (const auto& seat : seats_) {
    seat->disk().isFull = false;
    seat->freeze(0);
    seat->hurry();
  }
  console_->stayAway(0);
}

void Room::close() {
  // What was ordered before may still be under way, or refused; the last two orders must be done.
  orders_.clear();
  settleOrders();
  for (const auto& [ref, candidate] : ledger_.candidates()) {
    for (const std::uint32_t alert : candidate.openAlerts) {
      order(console::resolveAlert(session_, alert, console::Resolution::keep, "après la fin"));
    }
  }
  settleOrders();
  order(console::endSession(session_));
  order(console::finaliseSession(session_));
  settleOrders();
  for (int i = 0; i < 40; ++i) step();
  for (const auto& [ref, candidate] : ledger_.candidates()) {
    require(candidate.ends == 1 && candidate.results == 1, candidate.name + " has no result after the finalisation");
  }
  require(ledger_.phase() == exam::SessionPhase::finalised, "the session is not finalised");
  if (chance_.oneIn(4)) anchor();
}

// The registry has it: a start does not replay it any more, and whoever looks sees what the journal says.
void Room::anchor() {
  centre_.anchor(session_);
  for (int i = 0; i < 40; ++i) step();
  stopCentre(chance_.between(300, 2'000));
  settleOrders();
  while (!centre_.isServing()) step();
  require(centre_.centre().sessions().empty(), "a session that is closed is replayed at the start");
  bool seen = false;
  centre_.centre().recall(session_, [&](const base::Result<centre::LiveSession*>& recalled) {
    require(recalled.has_value(), "a closed session cannot be read: " + (recalled ? "" : recalled.error().code));
    seen = describe((*recalled)->state()) == describe(ledger_.state());
  });
  require(seen, "a closed session is not what its journal says");
}

bool Room::everybodyFinished() const {
  return ledger_.candidates().size() == people_.size() &&
         std::all_of(ledger_.candidates().begin(), ledger_.candidates().end(),
                     [](const auto& entry) { return entry.second.ends > 0; });
}

std::string Room::whoIsLeft() const {
  std::string text;
  for (const auto& person : people_) {
    const auto candidate = ledger_.candidates().find(person.ref);
    if (candidate == ledger_.candidates().end() || candidate->second.ends > 0) continue;
    const SimulatedSeat& seat = *seats_[person.seat];
    text += candidate->second.name + " (" + std::string(exam::phaseName(candidate->second.phase)) + ", " +
            std::to_string(candidate->second.answers) + " answers) at " + seat.name();
    if (seat.isRunning()) {
      const session::View view = seat.view();
      text += std::string(" sees ") + session::screenName(view.screen) + (view.busy ? " (busy)" : "");
      for (const std::string& notice : view.notices) text += " " + notice;
      if (!view.refusal.empty()) text += " refused " + view.refusal;
    }
    text += "; ";
  }
  return text;
}

}  // namespace vigie::simulation
