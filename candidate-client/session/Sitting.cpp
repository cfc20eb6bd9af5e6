#include "candidate-client/session/Sitting.hpp"

#include <algorithm>
#include <array>

#include "common/base/Text.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::session {
namespace {

constexpr std::size_t kSlipCharacters = 8;
constexpr std::size_t kLongestComment = 4'000;
constexpr std::array<std::string_view, 5> kAlertCategories = {"does-not-display", "cannot-answer", "accessibility",
                                                              "other", "item-unshowable"};

// Upper case, without blanks and dashes.
base::Result<std::string> readSlipCode(std::string_view typed) {
  std::string code;
  for (char character : typed) {
    if (character == ' ' || character == '-') continue;
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    if (crypto::kCodeAlphabet.find(character) == std::string_view::npos) code.clear();
    if (crypto::kCodeAlphabet.find(character) == std::string_view::npos) break;
    code += character;
  }
  if (code.size() == kSlipCharacters) return code;
  return base::fail("code-malformed",
                    "the code on the slip has 8 characters among " + std::string(crypto::kCodeAlphabet));
}

std::unexpected<base::Error> notNow() {
  return base::fail("not-now", "the screen does not offer this now, or the action before is not answered yet");
}

}  // namespace

Sitting::Sitting(SeatSettings settings, Keep& keep, Outputs& outputs)
    : settings_(std::move(settings)), keep_(keep), outputs_(outputs) {}

void Sitting::arrive(base::Moment now) {
  screenTime_.advance(now.runMs, screen() == Screen::question ? Sight::visible : Sight::covered);
  nowMs_ = now.runMs;
}

void Sitting::finishInput() {
  pump();
  outputs_.changed();
}

void Sitting::linkUp(base::Moment now) {
  arrive(now);
  linked_ = true;
  ++links_;
  flight_ = {};
  retryMs_ = nowMs_;
  finishInput();
}

void Sitting::linkDown(base::Moment now) {
  arrive(now);
  linked_ = false;
  welcomed_ = false;
  refreshed_ = false;
  endPresumed_ = false;
  flight_ = {};
  outputs_.changed();
}

void Sitting::tick(base::Moment now) {
  const Screen before = screen();
  arrive(now);
  if (nowMs_ - lastFrameMs_ >= kSilenceMs) silent_ = true;
  if (welcomed_ && !flight_.heartbeat && nowMs_ - heartbeatMs_ >= kHeartbeatMs) {
    protocol::message::Heartbeat heartbeat;
    if (person_) heartbeat.set_session(person_->session.bytes());
    flight_.heartbeat = true;
    flight_.heartbeatFirst = flight_.is(CommandKind::none);
    heartbeatMs_ = nowMs_;
    outputs_.send(std::move(heartbeat));
  }
  if (unsaved_ && nowMs_ - savedMs_ >= kStandingsSavedMs) save();
  pump();
  if (screen() != before) outputs_.changed();
}

base::Result<void> Sitting::refuseUnless(Screen wanted) const {
  if (screen() != wanted || isBusy()) return notNow();
  return {};
}

base::Result<void> Sitting::typeCode(std::string_view typed, base::Moment now) {
  if (auto allowed = refuseUnless(Screen::enterCode); !allowed) return allowed;
  auto code = readSlipCode(typed);
  if (!code) return base::fail(code.error());
  arrive(now);
  refusal_.clear();
  notices_.clear();
  seatKey_ = settings_.newSeatKey();
  evidenceKey_ = {};
  nonce_.resize(32);
  settings_.entropy(nonce_);
  wishes_.code = std::move(*code);
  finishInput();
  return {};
}

base::Result<void> Sitting::confirmIdentity(base::Moment now) {
  if (auto allowed = refuseUnless(Screen::confirmName); !allowed) return allowed;
  arrive(now);
  refusal_.clear();
  wishes_.confirmIdentity = true;
  finishInput();
  return {};
}

base::Result<void> Sitting::begin(base::Moment now) {
  if (auto allowed = refuseUnless(Screen::readyToBegin); !allowed) return allowed;
  arrive(now);
  refusal_.clear();
  wishes_.begin = true;
  finishInput();
  return {};
}

base::Result<void> Sitting::answer(const content::Answer& answer, base::Moment now) {
  if (auto allowed = refuseUnless(Screen::question); !allowed) return allowed;
  if (auto fits = checkFits(*question_, answer); !fits) return fits;
  arrive(now);
  auto kept = signAnswer(answer);
  if (!kept) return base::fail(kept.error());
  // Durable before it leaves: what the centre acknowledges, this seat can show, and what it lacks can be resent.
  if (auto added = keep_.add(std::move(*kept)); !added) {
    notice("keep-unwritable");
    outputs_.changed();
    return added;
  }
  savedMs_ = nowMs_;
  unsaved_ = false;
  refusal_.clear();
  finishInput();
  return {};
}

base::Result<void> Sitting::raiseAlert(std::string_view category, std::string_view comment, base::Moment now) {
  if (auto allowed = refuseUnless(Screen::question); !allowed) return allowed;
  if (std::find(kAlertCategories.begin(), kAlertCategories.end(), category) == kAlertCategories.end()) {
    return base::fail("alert-malformed", "this kind of report is not known");
  }
  if (comment.size() > kLongestComment || !base::isUtf8(comment)) {
    return base::fail("alert-malformed", "the comment must be text of at most 4000 bytes");
  }
  arrive(now);
  refusal_.clear();
  wishes_.alert = AlertWish{question_->number, std::string(category), std::string(comment)};
  finishInput();
  return {};
}

base::Result<void> Sitting::leave(base::Moment now) {
  if (auto allowed = refuseUnless(Screen::ended); !allowed) return allowed;
  arrive(now);
  ended_ = false;
  endReason_.clear();
  person_.reset();
  shown_ = {};
  seatKey_.reset();
  evidenceKey_ = {};
  accommodations_.clear();
  screenTime_.clear();
  notices_.clear();
  refusal_.clear();
  lastMessage_.clear();
  messages_ = 0;
  finishInput();
  return {};
}

void Sitting::stop(const std::string& code) {
  stopped_ = code;
}

void Sitting::notice(const std::string& code) {
  if (std::find(notices_.begin(), notices_.end(), code) == notices_.end()) notices_.push_back(code);
}

void Sitting::save() {
  savedMs_ = nowMs_;
  unsaved_ = false;
  if (!keep_.save()) notice("keep-unwritable");
}

bool Sitting::isQuestionAnswered() const {
  return question_ && ownsKeptTest() && keep_.answer(question_->number) != nullptr;
}

bool Sitting::isBusy() const {
  return wishes_.code || wishes_.confirmIdentity || wishes_.begin || wishes_.alert || isQuestionAnswered() ||
         hasUnsettledAnswer();
}

Screen Sitting::screen() const {
  if (keep_.fork() || !stopped_.empty()) return Screen::callInvigilator;
  if (ended_) return Screen::ended;
  if (!person_) {
    const bool free = welcomed_ && !silent_ && !resuming_ && !probe_ && !endPresumed_;
    return free ? Screen::enterCode : Screen::connecting;
  }
  if (silent_) return Screen::hidden;
  if (shown_.phase == "seated") return Screen::confirmName;
  if (shown_.phase == "identified") return Screen::waitingForInvigilator;
  if (shown_.phase != "ready" && shown_.phase != "running") return Screen::connecting;
  if (shown_.paused) return Screen::paused;
  if (shown_.phase == "ready") return Screen::readyToBegin;
  if (shown_.alertOpen || wishes_.alert) return Screen::alertOpen;
  if (question_ && !questionCurrent_) return Screen::hidden;
  return question_ ? Screen::question : Screen::connecting;
}

View Sitting::view(base::Moment now) const {
  View view;
  view.screen = screen();
  view.notices = notices_;
  if (keep_.fork()) view.notices.push_back("past-changed");
  if (!stopped_.empty()) view.notices.push_back(stopped_);
  view.refusal = refusal_;
  view.busy = isBusy();
  if (person_) {
    view.demonstration = person_->demonstration;
    view.displayName = person_->displayName;
    view.language = person_->language;
    view.questionsAtMost = person_->questionsAtMost;
    view.accommodations = accommodations_;
  }
  view.question = question_;
  view.progress = shown_.progress;
  view.questions = shown_.questions;
  ScreenTime time = screenTime_;
  time.advance(now.runMs, view.screen == Screen::question ? Sight::visible : Sight::covered);
  view.remainingMs = time.remaining();
  view.lastMessage = lastMessage_;
  view.messages = messages_;
  view.endReason = endReason_;
  view.health = health_;
  return view;
}

std::optional<EvidenceGrant> Sitting::evidenceGrant() const {
  if (!person_ || ended_ || !seatKey_ || evidenceKey_.empty()) return std::nullopt;
  EvidenceGrant grant;
  grant.session = person_->session;
  grant.candidate = person_->candidate;
  grant.lease = person_->lease;
  grant.link = links_;
  grant.mayAnnounce = linked_ && welcomed_ && stopped_.empty() && !keep_.fork();
  grant.key = &evidenceKey_;
  grant.seatKey = seatKey_.get();
  grant.standing = keep_.standings().newestOf(person_->session.bytes());
  grant.newestPicture = newestPicture_;
  grant.pictureEveryMs = pictureEveryMs_;
  grant.demonstration = person_->demonstration;
  grant.accommodations = accommodations_;
  return grant;
}

std::optional<base::CandidateRef> Sitting::candidate() const {
  if (person_) return person_->candidate;
  if (keep_.test()) return keep_.test()->candidate;
  return std::nullopt;
}

std::size_t Sitting::acknowledgedAnswers() const {
  if (!keep_.test()) return 0;
  const auto& answers = keep_.test()->answers;
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.acknowledged; }));
}

bool Sitting::hasUnsettledAnswer() const {
  return probe_ || (ownsKeptTest() && keep_.firstUnacknowledged() != nullptr);
}

bool Sitting::ownsKeptTest() const {
  const auto& test = keep_.test();
  return person_ && test && test->session == person_->session && test->candidate == person_->candidate;
}

}  // namespace vigie::session
