#include "candidate-client/session/SeatLoop.hpp"

#include "common/crypto/Random.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::session {
namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::seconds kBetweenNotes{1};

SeatSettings settingsOf(const link::Machine& machine, std::string program) {
  return {.workstation = machine.id,
          .machineKey = &machine.key,
          .program = std::move(program),
          .kind = SeatKind::real,
          .entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); },
          .newSeatKey =
              [] { return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256)); }};
}

}  // namespace

SeatLoop::SeatLoop(link::Machine machine, Keep keep, Notebook notebook, std::string program, SeatEvents events)
    : machine_(std::move(machine)),
      events_(std::move(events)),
      keep_(std::move(keep)),
      notebook_(std::move(notebook)),
      sitting_(settingsOf(machine_, std::move(program)), keep_, *this),
      dates_(machine_.authority),
      renewal_(
          machine_,
          [this](const base::Error& error) {
            if (events_.onTrouble) events_.onTrouble(error);
          },
          link::CentreDates::atWelcome()) {}

SeatLoop::~SeatLoop() {
  if (client_) client_->close();
  thread_.request_stop();
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  companion_.reset();
  io_.stop();
}

base::Result<void> SeatLoop::start() {
  auto context =
      link::TlsContext::clientMutual(machine_.credentials(), machine_.authority, link::CentreDates::atWelcome());
  if (!context) return base::fail(context.error());
  if (events_.makeCompanion) {
    companion_ = events_.makeCompanion({sitting_, io_, machine_, [this](Event event) { post(std::move(event)); },
                                        [this](protocol::Message message) { send(std::move(message)); }});
  }
  connect(std::move(*context));
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  return {};
}

void SeatLoop::connect(std::shared_ptr<const link::TlsContext> context) {
  link::ClientSettings settings;
  settings.host = machine_.host;
  settings.port = machine_.port;
  settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::centre, number); };
  client_ = std::make_unique<link::Client>(io_, std::move(context), settings);
  link::LinkEvents events;
  events.onOpen = [this](link::LinkId link, const link::PeerIdentity& peer) {
    post([this, link, peer] {
      link_ = link;
      dates_.opened(peer);
      sitting_.linkUp(clock_.now());
    });
  };
  events.onFrame = [this](link::LinkId link, link::Frame frame) {
    // Decoded here, so that a hostile frame costs the link's thread.
    auto message = std::make_shared<base::Result<protocol::Message>>(
        protocol::decode(protocol::Sender::centre, frame.type, frame.body));
    post([this, link, message] {
      if (link_ != link || !*message) return;
      const auto* welcome = std::get_if<protocol::message::Welcome>(&**message);
      if (welcome != nullptr && !dates_.judge(welcome->wall_ms())) return client_->abort(link);
      if (renewal_.takes(**message, *client_, link)) return;
      sitting_.receive(**message, clock_.now());
      if (companion_) companion_->receiveControl(**message);
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
}

void SeatLoop::post(Event event) {
  const std::lock_guard lock(mutex_);
  queue_.push_back(std::move(event));
  wake_.notify_one();
}

void SeatLoop::act(Act act) {
  post([this, act = std::move(act)] {
    if (const auto done = act(sitting_, clock_.now()); !done && events_.onRefused) events_.onRefused(done.error());
  });
}

void SeatLoop::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::deque<Event> batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kTick, [this] { return !queue_.empty(); });
      batch.swap(queue_);
    }
    for (const Event& event : batch) event();
    sitting_.tick(clock_.now());
    if (companion_) companion_->tick(sitting_.candidate() == noted_ ? notes_.camera : CameraChoice::unasked);
    afterEvents();
  }
  if (unwritten_) writeNotes();
}

void SeatLoop::afterEvents() {
  const View view = sitting_.view(clock_.now());
  const auto candidate = sitting_.candidate();
  if (candidate != noted_) {
    noted_ = candidate;
    notes_ = candidate ? notebook_.of(*candidate) : Notes{};
    unwritten_ = false;
    changed_ = true;
  }
  if (unwritten_ && std::chrono::steady_clock::now() - writtenAt_ >= kBetweenNotes) writeNotes();
  const std::int64_t second = view.remainingMs ? *view.remainingMs / 1000 : -1;
  if (!changed_ && second == shownSecond_) return;
  changed_ = false;
  shownSecond_ = second;
  if (events_.onView) events_.onView(view, notes_);
}

// A note that cannot be written costs a few words after a restart; the keep says when the disk is full.
void SeatLoop::writeNotes() {
  unwritten_ = false;
  writtenAt_ = std::chrono::steady_clock::now();
  if (noted_) static_cast<void>(notebook_.write(*noted_, notes_));
}

void SeatLoop::send(protocol::Message message) {
  if (link_) client_->send(*link_, {protocol::numberOf(message), protocol::encode(message)});
}

void SeatLoop::typeCode(std::string code) {
  act([code = std::move(code)](Sitting& sitting, base::Moment now) { return sitting.typeCode(code, now); });
}

void SeatLoop::confirmIdentity() {
  act([](Sitting& sitting, base::Moment now) { return sitting.confirmIdentity(now); });
}

void SeatLoop::begin() {
  act([](Sitting& sitting, base::Moment now) { return sitting.begin(now); });
}

void SeatLoop::answer(content::Answer answer) {
  act([answer = std::move(answer)](Sitting& sitting, base::Moment now) { return sitting.answer(answer, now); });
}

void SeatLoop::report(std::string category, std::string comment) {
  act([category = std::move(category), comment = std::move(comment)](Sitting& sitting, base::Moment now) {
    return sitting.raiseAlert(category, comment, now);
  });
}

void SeatLoop::leave() {
  act([this](Sitting& sitting, base::Moment now) {
    auto left = sitting.leave(now);
    if (!left) return left;
    notes_ = {};
    unwritten_ = false;
    return notebook_.forget();
  });
}

void SeatLoop::choose(CameraChoice choice) {
  post([this, choice] {
    notes_.camera = choice;
    changed_ = true;
    writeNotes();
  });
}

void SeatLoop::note(Draft draft) {
  post([this, draft = std::move(draft)] {
    notes_.draft = draft;
    unwritten_ = true;
  });
}

}  // namespace vigie::session
