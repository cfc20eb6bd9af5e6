#include "candidate-client/guard/Guard.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>

#include "common/crypto/Random.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

std::string printable(const Value& value) {
  if (!value) return "(not there)";
  constexpr std::size_t kLongest = 400;
  std::string out;
  for (const std::uint8_t byte : *value) {
    if (out.size() >= kLongest) return out + "…";
    out.push_back(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : ' ');
  }
  return out;
}

Sighting driftSighting(const Drift& drift) {
  Sighting out;
  out.control = drift.step.control;
  out.reason = "changed-behind-us";
  out.subject = drift.step.kind + " " + drift.step.target;
  out.severity = Severity::serious;
  out.seen = "A value that the lock had set was changed while the seat was locked. " +
             (drift.problem.empty() ? std::string("It is set again") : "It could not be set again: " + drift.problem);
  out.mayDo = "look who is at this seat and what runs there; only an administrator's rights can do this";
  out.facts = {{"found", printable(drift.found)}, {"wanted", printable(drift.step.wanted)}};
  return out;
}

// An alarm outlives the guard that raised it: those since the last lock come back from the record.
void recall(const nlohmann::json& event, Incidents& incidents) {
  const std::string what = jcs::textMember(event, "event");
  if (what == "locking") incidents.clear();
  if (what != "incident" && what != "waived") return;
  if (auto incident = incidentFrom(event.value("incident", nlohmann::json::object()))) {
    incidents.put(std::move(*incident));
  }
}

}  // namespace

Guard::Guard(Parts parts, GuardRecord record, Memory memory, Incidents incidents)
    : parts_(std::move(parts)),
      record_(std::move(record)),
      memory_(std::move(memory)),
      engine_(parts_.folder / "undo.journal", parts_.places, parts_.watch),
      incidents_(std::move(incidents)) {
  crypto::randomBytes(nonce_);
}

base::Result<std::unique_ptr<Guard>> Guard::start(Parts parts) {
  Incidents incidents;
  auto record = GuardRecord::open(parts.folder / "record.bin", parts.seat,
                                  [&](const nlohmann::json& event) { recall(event, incidents); });
  if (!record) return base::fail(record.error());
  auto memory = readMemory(parts.folder / "memory.json");
  if (!memory) return base::fail(memory.error());
  std::unique_ptr<Guard> guard(
      new Guard(std::move(parts), std::move(*record), std::move(*memory), std::move(incidents)));
  guard->comeBack();
  return guard;
}

void Guard::comeBack() {
  judgeControls();
  const Recovery recovery = engine_.recover(parts_.clock.bootId());
  trouble_ = recovery.trouble;
  const std::string_view state =
      std::array{"open", "restored", "still-locked", "unclear"}[static_cast<std::size_t>(recovery.state)];
  note({{"event", "started"},
        {"state", state},
        {"restored", recovery.restored},
        {"trouble", recovery.trouble},
        {"tornBytes", record_.tornBytes()}});
  if (recovery.state == Recovery::State::restored) {
    report({ControlId::client,
            "lock-given-back",
            "start",
            Severity::warning,
            "The guard found a lock that was not complete, or of an earlier start of the machine, and gave back all of "
            "its changes",
            "send the order to lock again",
            {{"values", std::to_string(recovery.restored)}}});
  }
  if (recovery.state != Recovery::State::stillLocked) return;

  const auto json = jcs::parse(recovery.info->policyText);
  const auto policy = json ? readPolicy(*json) : base::Result<Policy>(base::fail(json.error()));
  lockOrder_ = recovery.info->order;
  if (!policy) {
    trouble_.push_back("the policy of the lock cannot be read again: " + policy.error().detail);
    return;
  }
  policy_ = *policy;
  resumeControls();
  report(
      {ControlId::client,
       "guard-restarted",
       "start",
       Severity::serious,
       "The guard of this locked seat stopped and started again. It stayed locked: what the kernel enforces does not "
       "end with the guard",
       "look at the seat; what ran meanwhile is reported beside this",
       {}});
  tick();
}

void Guard::note(nlohmann::json event) {
  ++version_;
  const auto written = record_.append(event, parts_.clock);
  recordTrouble_ = written ? std::string() : written.error().detail;
}

base::Result<void> Guard::obey(std::string_view orderText) {
  // A clock that was set back does not bring an expired order to life.
  const std::int64_t now = std::max(parts_.clock.now().wallMs, record_.newestWallMs());
  const auto order = readOrder(orderText, {parts_.orderKey, parts_.seat, nonce_, memory_.lastNumber, now});
  if (!order) {
    note({{"event", "order-refused"}, {"code", order.error().code}});
    report({ControlId::client,
            "order-refused",
            order.error().code,
            Severity::warning,
            "Somebody gave this guard an order that it refused",
            "ask who sent it; the centre sends it again by itself when it was only late",
            {{"code", order.error().code}}});
    return base::fail(order.error());
  }
  Memory next = memory_;
  next.lastNumber = order->number;
  if (auto written = writeMemory(memoryFile(), next); !written) return written;
  memory_ = std::move(next);
  note({{"event", "order"},
        {"number", order->number},
        {"digest", base::toHex(crypto::sha256(base::bytesOf(orderText)))}});
  for (const OrderStep& step : order->steps) {
    if (auto done = doStep(step, *order); !done) {
      note({{"event", "order-failed"},
            {"number", order->number},
            {"code", done.error().code},
            {"detail", done.error().detail}});
      return done;
    }
  }
  return {};
}

base::Result<void> Guard::doStep(const OrderStep& step, const Order& order) {
  if (const auto* wanted = std::get_if<Lock>(&step)) return lock(*wanted, order.number);
  if (std::holds_alternative<Unlock>(step)) return unlock("order " + std::to_string(order.number));
  if (const auto* wanted = std::get_if<Waive>(&step)) return waive(*wanted, order.number);
  Memory next = memory_;
  next.code = std::get<SetCode>(step);
  next.wrongTries = 0;
  if (auto written = writeMemory(memoryFile(), next); !written) return written;
  memory_ = std::move(next);
  note({{"event", "code-set"}, {"number", order.number}});
  return {};
}

Control* Guard::find(ControlId id) const {
  const auto found = std::ranges::find(parts_.controls, id, &Control::id);
  return found == parts_.controls.end() ? nullptr : *found;
}

ControlStatus Guard::standingFor(ControlId id, const Policy& policy) const {
  ControlStatus out{id, policy.modeOf(id), Standing::off, {}};
  Control* control = find(id);
  if (control == nullptr) {
    out.standing = Standing::absent;
    out.why = "this guard has no such control";
    return out;
  }
  if (out.wanted == Mode::off) return out;
  const Ability ability = control->ability();
  out.why = ability.why;
  out.standing = out.wanted == Mode::on && ability.enforce ? Standing::enforced
                 : ability.report                          ? Standing::reporting
                                                           : Standing::notPossible;
  return out;
}

base::Result<std::vector<Step>> Guard::plan(const Policy& policy) const {
  std::vector<Step> out;
  for (const ControlStatus& one : standings_) {
    if (one.standing != Standing::enforced && one.standing != Standing::reporting) continue;
    auto steps = find(one.id)->steps(policy, one.standing == Standing::enforced ? Mode::on : Mode::report);
    if (!steps) return base::fail(steps.error());
    std::ranges::move(*steps, std::back_inserter(out));
  }
  return out;
}

base::Result<void> Guard::startControl(const ControlStatus& status) {
  if (status.standing != Standing::enforced && status.standing != Standing::reporting) return {};
  Control* control = find(status.id);
  const Mode mode = status.standing == Standing::enforced ? Mode::on : Mode::report;
  auto begun = control->start(policy_, mode, [this](const Sighting& seen) { report(seen); });
  if (!begun) {
    control->stop();
    return base::failAt(controlName(status.id), begun.error());
  }
  started_.push_back(control);
  return {};
}

void Guard::judgeControls() {
  ++version_;
  // What a guard can say of itself: the centre gives the grade "attested".
  Control* attestation = find(ControlId::attestation);
  mayAttest_ = attestation != nullptr && attestation->ability().report;
  standings_.clear();
  for (std::size_t i = 0; i < kControls; ++i) standings_.push_back(standingFor(static_cast<ControlId>(i), policy_));
}

// A TPM is a grade of its own (attestation), not a lock.
void Guard::tellGaps() {
  for (const ControlId id : gapsOf(standings_)) {
    if (id == ControlId::attestation) continue;
    const std::string name(controlName(id));
    report({id,
            "control-weaker",
            name,
            Severity::warning,
            "This seat was locked without its control \"" + name + "\": this machine cannot enforce it",
            "watch this person yourself, or use another workstation",
            {{"why", standings_[static_cast<std::size_t>(id)].why}}});
  }
}

// All of them, or none.
base::Result<void> Guard::startControls() {
  judgeControls();
  for (const ControlStatus& one : standings_) {
    if (auto begun = startControl(one); !begun) return begun;
  }
  return {};
}

// Of a seat that is locked already: each that can; the others are told and tried again every second.
void Guard::resumeControls() {
  judgeControls();
  waiting_ = standings_;
  retryControls();
  for (const ControlStatus& one : waiting_) {
    report({one.id,
            "control-not-started",
            std::string(controlName(one.id)),
            Severity::serious,
            "A control of this locked seat did not start again with its guard; it is tried again every second",
            "look at the seat until the alarm ends",
            {{"why", standings_[static_cast<std::size_t>(one.id)].why}}});
  }
}

void Guard::retryControls() {
  if (!waiting_.empty()) ++version_;
  std::erase_if(waiting_, [this](const ControlStatus& wanted) {
    ControlStatus& now = standings_[static_cast<std::size_t>(wanted.id)];
    const auto begun = startControl(wanted);
    now = wanted;
    if (begun) return true;
    now.standing = Standing::notPossible;
    now.why = begun.error().detail;
    return false;
  });
}

void Guard::stopControls() {
  for (Control* control : std::views::reverse(started_)) control->stop();
  started_.clear();
  waiting_.clear();
}

base::Result<void> Guard::lock(const Lock& lock, std::uint64_t order) {
  if (!trouble_.empty()) {
    return base::fail("lock-unclear",
                      "this seat is in an unclear state, so it cannot be locked anew: " + trouble_.front() +
                          ". An administrator has to look (workstation-guard restore)");
  }
  if (engine_.locked()) return base::fail("already-locked", "this seat is locked already: unlock it first");
  note({{"event", "locking"}, {"order", order}});
  incidents_.clear();
  policy_ = lock.policy;
  auto done = startControls();
  if (done) {
    const auto steps = plan(lock.policy);
    done = steps ? engine_.lock({order, parts_.clock.bootId(), lock.policyText}, *steps) : base::fail(steps.error());
  }
  if (!done) {
    stopControls();
    if (done.error().code == "undo-incomplete") trouble_.push_back(done.error().detail);
    policy_ = {};
    judgeControls();
    return done;
  }
  lockOrder_ = order;
  nlohmann::json standings = nlohmann::json::object();
  for (const ControlStatus& one : standings_) standings[std::string(controlName(one.id))] = standingName(one.standing);
  note({{"event", "locked"},
        {"order", order},
        {"grade", gradeName(policy_.grade)},
        {"controls", standings},
        {"changes", engine_.entries().size()}});
  tellGaps();
  return {};
}

base::Result<void> Guard::unlock(std::string_view by) {
  auto done = engine_.unlock();
  if (!done) trouble_.push_back(done.error().detail);
  stopControls();
  policy_ = {};
  lockOrder_ = 0;
  judgeControls();
  note({{"event", "unlocked"}, {"by", by}, {"trouble", done ? std::string() : done.error().detail}});
  return done;
}

base::Result<void> Guard::waive(const Waive& waive, std::uint64_t order) {
  const Incident* incident =
      incidents_.waive(waive.incident, {waive.by, waive.reason, order, parts_.clock.now().wallMs});
  if (incident == nullptr) {
    return base::fail("no-such-incident", "there is no incident " + waive.incident + " since this guard started");
  }
  note({{"event", "waived"}, {"incident", toJson(*incident)}});
  return {};
}

base::Result<void> Guard::useCode(std::string_view typed) {
  if (!memory_.code) {
    note({{"event", "code-none"}});
    return base::fail("code-none",
                      "there is no unlock code for this seat: the centre has not sent one, it was used, or "
                      "five wrong ones were typed");
  }
  const auto digest = unlockCodeDigest(memory_.code->salt, tidyCode(typed));
  const bool right = base::equalConstantTime(digest, memory_.code->digest);
  Memory next = memory_;
  if (!right) ++next.wrongTries;
  if (right || next.wrongTries >= kCodeTries) next.code.reset();
  // Used up on disk before it opens anything: a power cut does not make it a code for twice.
  if (auto written = writeMemory(memoryFile(), next); !written) return written;
  memory_ = std::move(next);
  if (!right) {
    note({{"event", "code-wrong"}, {"tries", memory_.wrongTries}});
    report({ControlId::client,
            "code-wrong",
            "unlock-code",
            Severity::serious,
            "A wrong unlock code was typed at this seat",
            "go there: only a technician has a reason to type one",
            {{"tries", std::to_string(memory_.wrongTries)}}});
    return base::fail("code-wrong", "this is not the unlock code of this seat; " +
                                        std::to_string(kCodeTries - std::min(kCodeTries, memory_.wrongTries)) +
                                        " tries are left");
  }
  note({{"event", "code-used"}});
  report({ControlId::client,
          "unlocked-by-code",
          "unlock-code",
          Severity::warning,
          "This seat was opened with its local unlock code, without the centre",
          "check that a technician was there; the seat stays open until it is locked by an order",
          {}});
  return unlock("unlock code");
}

base::Result<void> Guard::restore(Damage damage) {
  note({{"event", "restore"}, {"damage", damage == Damage::giveUp ? "give-up" : "keep"}});
  trouble_.clear();
  auto done = unlock("administrator");
  if (damage == Damage::keep) return done;
  if (const auto given = engine_.giveUpDamage(); !given && given.error().code != "not-damaged") return given;
  trouble_.clear();
  return {};
}

void Guard::report(const Sighting& sighting) {
  ++version_;
  const auto [incident, fresh] = incidents_.add(sighting, parts_.clock.now());
  if (fresh) note({{"event", "incident"}, {"incident", toJson(*incident)}});
}

void Guard::tick() {
  retryControls();
  for (const Drift& drift : engine_.enforce()) report(driftSighting(drift));
  for (Control* control : started_) control->tick();
}

Status Guard::status() const {
  Status out;
  out.seat = parts_.seat;
  out.nonce = base::toHex(nonce_);
  out.lastNumber = memory_.lastNumber;
  out.state = !trouble_.empty() ? SeatState::unclear : engine_.locked() ? SeatState::locked : SeatState::open;
  out.grade = policy_.grade;
  out.lockOrder = lockOrder_;
  out.controls = standings_;
  out.attestation = mayAttest_ ? "declared" : "none";
  out.incidents = incidents_.all();
  out.trouble = trouble_;
  if (!recordTrouble_.empty()) out.trouble.push_back(recordTrouble_);
  out.changes = engine_.entries().size();
  out.codeReady = memory_.code.has_value();
  out.record = record_.head();
  return out;
}

}  // namespace vigie::guard
