#include "proctor-console/app/ThreadedDesk.hpp"

#include <QMetaObject>

#include "common/protocol/Codec.hpp"

namespace vigie::console_app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBeat{1'000};

link::ClientSettings clientSettings(const link::Machine& machine) {
  link::ClientSettings settings;
  settings.host = machine.host;
  settings.port = machine.port;
  settings.caps = [](std::uint16_t type) { return protocol::capOf(protocol::Sender::centre, type); };
  return settings;
}

}  // namespace

ThreadedDesk::ThreadedDesk(const link::Machine& machine, std::shared_ptr<link::TlsContext> context,
                           std::shared_ptr<const crypto::Signer> signer, console::StandingBook book,
                           const base::Clock& clock, console::DeskSettings settings)
    : machine_(machine),
      clock_(clock),
      workplace_(std::move(settings), std::move(signer), std::move(book)),
      client_(threads_, std::move(context), clientSettings(machine)) {
  shown_ = std::make_shared<const console::Outlook>(workplace_.outlook());
  model_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  if (workplace_.mayConnect()) client_.start(linkEvents());
}

ThreadedDesk::~ThreadedDesk() {
  client_.close();
  model_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    arrived_.notify_one();
  }
  model_.join();
}

// ---- the I/O thread's side: only the queue ----

link::LinkEvents ThreadedDesk::linkEvents() {
  link::LinkEvents events;
  events.onOpen = [this](link::LinkId link, const link::PeerIdentity&) {
    post([this, link](console::Workplace& workplace) {
      link_ = link;
      isSpoken_ = false;
      workplace.linkOpened();
    });
  };
  events.onFrame = [this](link::LinkId link, link::Frame frame) {
    // Decoded here, as the centre does: a malformed message costs its own thread.
    auto message = std::make_shared<base::Result<protocol::Message>>(
        protocol::decode(protocol::Sender::centre, frame.type, frame.body));
    post([this, link, message](console::Workplace& workplace) {
      if (link_ != link) return;
      isSpoken_ = true;
      if (*message && renewal_.takes(**message, client_, link)) return;
      if (*message) return workplace.receive(**message, clock_.now().wallMs);
      workplace.linkRefused(message->error(), clock_.now().wallMs);
    });
    return link::Reading::goOn;
  };
  events.onEnd = [this](link::LinkId link, link::End end, const std::string& reason) {
    post([this, link, end, reason](console::Workplace& workplace) {
      if (link_ != link) return;
      link_.reset();
      // TLS 1.3: a centre that refuses our certificate says so only after our side of the handshake is done.
      if (end == link::End::tls && !isSpoken_) {
        return workplace.linkRefused({"not-admitted", reason}, clock_.now().wallMs);
      }
      workplace.linkLost({std::string(link::endName(end)), reason}, clock_.now().wallMs);
    });
  };
  events.onRefused = [this](const base::Error& reason) {
    post([this, reason](console::Workplace& workplace) {
      const std::int64_t now = clock_.now().wallMs;
      if (reason.code == link::endName(link::End::tls)) {
        workplace.linkRefused({"centre-not-trusted", reason.detail}, now);
      } else {
        workplace.linkLost({"unreachable", reason.detail}, now);
      }
    });
  };
  return events;
}

void ThreadedDesk::post(Errand errand) {
  const std::lock_guard lock(mutex_);
  errands_.push_back(std::move(errand));
  arrived_.notify_one();
}

// ---- the model's thread ----

void ThreadedDesk::work(const std::stop_token& stop) {
  auto nextBeat = Clock::now() + kBeat;
  for (;;) {
    std::deque<Errand> batch;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait_until(lock, nextBeat, [&] { return !errands_.empty() || stop.stop_requested(); });
      batch.swap(errands_);
    }
    for (const Errand& errand : batch) errand(workplace_);
    if (Clock::now() >= nextBeat || (stop.stop_requested() && batch.empty())) {
      workplace_.beat();
      nextBeat = Clock::now() + kBeat;
    }
    send();
    if (workplace_.takeChanged()) hand();
    if (stop.stop_requested() && batch.empty()) return;
  }
}

void ThreadedDesk::send() {
  for (const protocol::Message& message : workplace_.takeOutgoing()) {
    if (link_) client_.send(*link_, {protocol::numberOf(message), protocol::encode(message)});
  }
  if (link_ && !workplace_.mayConnect()) client_.finish(*link_);
}

void ThreadedDesk::hand() {
  bool isFirst = false;
  {
    auto outlook = std::make_shared<const console::Outlook>(workplace_.outlook());
    const std::lock_guard lock(mutex_);
    isFirst = handed_ == nullptr;
    handed_ = std::move(outlook);
  }
  if (isFirst) QMetaObject::invokeMethod(&here_, [this] { takeHanded(); }, Qt::QueuedConnection);
}

// ---- Qt's thread ----

void ThreadedDesk::takeHanded() {
  {
    const std::lock_guard lock(mutex_);
    if (handed_ == nullptr) return;
    shown_ = std::exchange(handed_, nullptr);
  }
  if (listener_) listener_();
}

void ThreadedDesk::look(const base::SessionId& session) {
  post([session](console::Workplace& workplace) { workplace.look(session); });
}

void ThreadedDesk::regard(const std::optional<base::CandidateRef>& candidate) {
  post([candidate](console::Workplace& workplace) { workplace.regard(candidate); });
}

void ThreadedDesk::give(console::Order order, console::Settled settled) {
  const std::int64_t now = clock_.now().wallMs;
  post([this, order = std::move(order), settled = std::move(settled), now](console::Workplace& workplace) {
    workplace.give(
        order,
        [this, settled](const std::optional<base::Error>& refusal) {
          QMetaObject::invokeMethod(&here_, [settled, refusal] { settled(refusal); }, Qt::QueuedConnection);
        },
        now);
  });
}

}  // namespace vigie::console_app
