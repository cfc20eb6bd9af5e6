#include "tests/load/seat-simulator/Simulator.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "common/crypto/Random.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::load {
namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kCodeAgain{500};
constexpr std::chrono::seconds kLeave{20};

session::SeatSettings settingsOf(const link::Machine& machine) {
  return {.workstation = machine.id,
          .machineKey = &machine.key,
          .program = std::string("seat-simulator ") + VIGIE_VERSION,
          .kind = session::SeatKind::simulated,
          .entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); },
          .newSeatKey =
              [] { return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256)); }};
}

}  // namespace

Simulator::Simulator(link::Machine machine, session::Keep& keep, Responses responses, Habits habits)
    : machine_(std::move(machine)),
      keep_(keep),
      responses_(std::move(responses)),
      habits_(std::move(habits)),
      dates_(machine_.authority),
      renewal_(
          machine_, [](const base::Error& error) { std::cerr << "seat-simulator: " << error.detail << '\n'; },
          link::CentreDates::atWelcome()),
      sitting_(settingsOf(machine_), keep, *this) {
  if (!habits_.camera.empty()) photograph();
}

Simulator::~Simulator() {
  if (photographer_) photographer_->close();
  if (client_) client_->close();
}

// The same code as on a workstation, with a recording in place of the camera.
void Simulator::photograph() {
  camera::PhotographerSettings settings;
  settings.program = std::string("seat-simulator ") + VIGIE_VERSION;
  settings.camera.file = habits_.camera;
  settings.pace = habits_.pictureEvery;
  settings.onTaken = [this](std::uint32_t number, const base::Bytes& jpeg) {
    note(habits_.pictures, std::to_string(number) + " " + base::toHex(crypto::sha256(jpeg)));
  };
  photographer_.emplace(std::move(settings), sitting_, io_, machine_,
                        camera::Photographer::Ways{[this](std::function<void()> event) { post(std::move(event)); },
                                                   [this](protocol::Message message) { send(std::move(message)); }});
}

void Simulator::post(std::function<void()> event) {
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
  wake_.notify_one();
}

void Simulator::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  wake_.notify_one();
}

base::Result<void> Simulator::connect() {
  auto context =
      link::TlsContext::clientMutual(machine_.credentials(), machine_.authority, link::CentreDates::atWelcome());
  if (!context) return base::fail(context.error());
  link::ClientSettings settings;
  settings.host = machine_.host;
  settings.port = machine_.port;
  settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::centre, number); };
  client_ = std::make_unique<link::Client>(io_, std::move(*context), settings);
  link::LinkEvents events;
  events.onOpen = [this](link::LinkId link, const link::PeerIdentity& peer) {
    post([this, link, peer] {
      link_ = link;
      dates_.opened(peer);
      ++links_;
      sitting_.linkUp(clock_.now());
    });
  };
  events.onFrame = [this](link::LinkId link, link::Frame frame) {
    auto message = std::make_shared<base::Result<protocol::Message>>(
        protocol::decode(protocol::Sender::centre, frame.type, frame.body));
    post([this, link, message] {
      if (link_ != link) return;
      if (!*message) return;
      const auto* welcome = std::get_if<protocol::message::Welcome>(&**message);
      if (welcome != nullptr && !dates_.judge(welcome->wall_ms())) return client_->abort(link);
      if (renewal_.takes(**message, *client_, link)) return;
      sitting_.receive(**message, clock_.now());
      if (photographer_) photographer_->receiveControl(**message);
    });
    return link::Reading::goOn;
  };
  events.onEnd = [this](link::LinkId link, link::End, const std::string&) {
    post([this, link] {
      if (link_ != link) return;
      link_.reset();
      sitting_.linkDown(clock_.now());
    });
  };
  client_->start(std::move(events));
  return {};
}

base::Result<Finish> Simulator::run() {
  if (auto connected = connect(); !connected) return base::fail(connected.error());
  std::unique_lock lock(mutex_);
  while (!stopping_ && !done_ && fault_.empty()) {
    wake_.wait_for(lock, kTick, [this] { return stopping_ || !events_.empty(); });
    std::deque<std::function<void()>> batch;
    batch.swap(events_);
    lock.unlock();
    for (const auto& event : batch) event();
    sitting_.tick(clock_.now());
    if (photographer_) photographer_->tick(session::CameraChoice::accepted);
    act();
    lock.lock();
  }
  if (!fault_.empty()) return base::fail("seat-stopped", fault_);
  if (done_) return Finish::testEnded;
  return habits_.code.empty() && !sitting_.candidate() ? Finish::nobodyCame : Finish::stopped;
}

void Simulator::send(protocol::Message message) {
  if (link_) client_->send(*link_, {protocol::numberOf(message), protocol::encode(message)});
}

void Simulator::acknowledged(const base::CandidateRef& candidate, std::uint32_t number, const crypto::Digest& answer) {
  reference_ = candidate.hex();
  note(habits_.acknowledged, candidate.hex() + " " + std::to_string(number) + " " + base::toHex(answer));
}

// One write to a file opened for appending: a killed program leaves whole lines.
void Simulator::note(const std::filesystem::path& file, const std::string& line) {
  if (file.empty()) return;
  const std::string whole = line + "\n";
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (opened < 0 || ::write(opened, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) {
    fault_ = "cannot write " + file.string();
  }
  if (opened >= 0) ::close(opened);
}

void Simulator::act() {
  const base::Moment now = clock_.now();
  const session::View view = sitting_.view(now);
  if (const auto candidate = sitting_.candidate()) reference_ = candidate->hex();
  if (view.screen == session::Screen::callInvigilator) {  // even with an answer under way: it gets none
    fault_ = "the seat asks for the invigilator:";
    for (const std::string& notice : view.notices) fault_ += " " + notice;
    return;
  }
  if (view.busy) return;
  switch (view.screen) {
    case session::Screen::enterCode:
      enterCode(view);
      return;
    case session::Screen::confirmName:
      wasSeated_ = true;
      static_cast<void>(sitting_.confirmIdentity(now));
      return;
    case session::Screen::readyToBegin:
      static_cast<void>(sitting_.begin(now));
      return;
    case session::Screen::question:
      wasSeated_ = true;
      answer(view);
      return;
    case session::Screen::ended:
      endReason_ = view.endReason;
      if (leaveAt_ == Time{}) leaveAt_ = std::chrono::steady_clock::now() + kLeave;
      done_ = !sitting_.hasUnsettledAnswer() &&
              (!photographer_ || photographer_->isDone() || std::chrono::steady_clock::now() >= leaveAt_);
      return;
    default:
      return;
  }
}

// Only a session that is not open yet is worth another try: other refusals stay, and each leaves a record.
void Simulator::enterCode(const session::View& view) {
  const bool isOver = habits_.resumes && keep_.test() && keep_.test()->ended;  // killed after its end
  if (view.refusal == "test-ended" || isOver) done_ = true;
  const bool typed = !wasSeated_ && codeAgainAt_ != Time{};
  if (typed && !view.refusal.empty() && view.refusal != "session-not-open" && !done_) {
    fault_ = "the centre refused the code: " + view.refusal;
  }
  // Once seated, the code is used: a seat whose candidate was moved away stays free.
  const Time instant = std::chrono::steady_clock::now();
  if (done_ || !fault_.empty() || habits_.code.empty() || wasSeated_ || instant < codeAgainAt_) return;
  codeAgainAt_ = instant + kCodeAgain;
  if (const auto sent = sitting_.typeCode(habits_.code, clock_.now()); !sent) fault_ = sent.error().detail;
}

Wanted Simulator::wanted(const session::ShownQuestion& question) const {
  if (habits_.ability) return responses_.attempt(question.item.id, *habits_.ability, habits_.seed, question.number);
  const bool wrong = habits_.wrongEvery != 0 && question.number % habits_.wrongEvery == 0;
  return wrong ? Wanted::wrong : Wanted::right;
}

void Simulator::answer(const session::View& view) {
  const Time instant = std::chrono::steady_clock::now();
  const session::ShownQuestion& question = *view.question;
  if (question.number != question_) {
    question_ = question.number;
    answerAt_ = instant + habits_.pace;
    note(habits_.shown, reference_ + " " + std::to_string(question.number) + " " + question.item.id + " " +
                            base::toHex(question.shown));
  }
  if (instant < answerAt_) return;
  if (!alerted_ && habits_.alertAt != 0 && view.progress == habits_.alertAt) {
    alerted_ = true;
    if (sitting_.raiseAlert("does-not-display", "simulated", clock_.now())) return;
  }
  auto response =
      responses_.find(question.item.id, question.language, wanted(question), question.item.variant.value_or(0));
  if (!response) {
    fault_ = response.error().detail;
    return;
  }
  if (const auto given = sitting_.answer(*response, clock_.now()); !given && given.error().code != "not-now") {
    fault_ = given.error().detail;
  }
}

std::string Simulator::summary() const {
  return "{\"reference\":\"" + reference_ + "\",\"answered\":" + std::to_string(sitting_.acknowledgedAnswers()) +
         ",\"endReason\":\"" + endReason_ + "\",\"reconnections\":" + std::to_string(links_ == 0 ? 0 : links_ - 1) +
         "}";
}

}  // namespace vigie::load
