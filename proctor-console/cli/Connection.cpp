#include "proctor-console/cli/Connection.hpp"

#include "common/protocol/Codec.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kHeartbeat{1'000};

link::ClientSettings clientSettings(const link::Machine& machine) {
  link::ClientSettings settings;
  settings.host = machine.host;
  settings.port = machine.port;
  settings.caps = [](std::uint16_t type) { return protocol::capOf(protocol::Sender::centre, type); };
  return settings;
}

}  // namespace

Connection::Connection(const link::Machine& machine, std::shared_ptr<link::TlsContext> context,
                       std::shared_ptr<const crypto::Signer> signer, console::StandingBook book,
                       const base::Clock& clock, ConnectionSettings settings)
    : machine_(machine),
      clock_(clock),
      settings_(std::move(settings)),
      desk_({settings_.program, settings_.folder}, std::move(signer), std::move(book)),
      client_(threads_, std::move(context), clientSettings(machine)) {
  client_.start(linkEvents());
}

Connection::~Connection() = default;

// ---- the I/O thread's side: only the queue ----

link::LinkEvents Connection::linkEvents() {
  link::LinkEvents events;
  events.onOpen = [this](link::LinkId link, const link::PeerIdentity&) { arrive({link, {}, {}, {}}); };
  events.onFrame = [this](link::LinkId, link::Frame frame) {
    arrive({{}, {}, std::move(frame), {}});
    return link::Reading::goOn;
  };
  events.onEnd = [this](link::LinkId link, link::End end, const std::string& reason) {
    arrive({{}, link, {}, {std::string(link::endName(end)), reason}});
  };
  events.onRefused = [this](const base::Error& reason) { arrive({{}, {}, {}, reason}); };
  return events;
}

void Connection::arrive(Arrival arrival) {
  const std::lock_guard lock(mutex_);
  arrivals_.push_back(std::move(arrival));
  arrived_.notify_one();
}

std::optional<Connection::Arrival> Connection::next(Time deadline) {
  std::unique_lock lock(mutex_);
  if (!arrived_.wait_until(lock, deadline, [this] { return !arrivals_.empty(); })) return std::nullopt;
  Arrival arrival = std::move(arrivals_.front());
  arrivals_.pop_front();
  return arrival;
}

// ---- the owner's side ----

base::Result<void> Connection::step(Time deadline) {
  const auto arrival = next(welcomed_ ? std::min(deadline, nextBeat_) : deadline);
  if (arrival) handle(*arrival);
  if (welcomed_ && Clock::now() >= nextBeat_) {
    desk_.heartbeat();
    nextBeat_ = Clock::now() + kHeartbeat;
  }
  flush();
  if (fatal_) return base::fail(*fatal_);
  return {};
}

void Connection::handle(const Arrival& arrival) {
  if (arrival.opened) {
    link_ = *arrival.opened;
    desk_.linkOpened();
  } else if (arrival.frame) {
    handleFrame(*arrival.frame);
  } else if (arrival.ended) {
    lastReason_ = arrival.reason;
    // TLS 1.3: a centre that refuses our certificate says so only after our side of the handshake is done.
    if (arrival.reason.code == link::endName(link::End::tls) && !welcomed_) {
      fatal_ = base::Error{"not-admitted", arrival.reason.detail};
    }
    link_.reset();
    welcomed_ = false;
    desk_.linkLost();
  } else {
    lastReason_ = arrival.reason;
    if (arrival.reason.code == link::endName(link::End::tls)) {
      fatal_ = base::Error{"centre-not-trusted", arrival.reason.detail};
    }
  }
}

void Connection::handleFrame(const link::Frame& frame) {
  const auto message = protocol::decode(protocol::Sender::centre, frame.type, frame.body);
  if (!message) {
    fatal_ = message.error();
    return;
  }
  if (link_ && renewal_.takes(*message, client_, *link_)) return;
  for (console::Event& event : desk_.receive(*message, clock_.now().wallMs)) handleEvent(std::move(event));
}

void Connection::handleEvent(console::Event event) {
  if (std::holds_alternative<console::Welcomed>(event)) {
    welcomed_ = rejoined_ = true;
    nextBeat_ = Clock::now() + kHeartbeat;
  } else if (auto* command = std::get_if<console::CommandSettled>(&event)) {
    command_ = std::move(*command);
  } else if (auto* query = std::get_if<console::QuerySettled>(&event)) {
    query_ = std::move(*query);
  } else if (auto* changed = std::get_if<console::RoomChanged>(&event)) {
    changes_.push_back(std::move(changed->change));
  } else if (const auto* fork = std::get_if<console::ForkSeen>(&event)) {
    fork_ = fork->fork;
  } else if (const auto* doubted = std::get_if<console::CheckpointDoubted>(&event)) {
    notices_.push_back({"checkpoint-doubted", doubted->why.detail});
  } else if (const auto* changedEpoch = std::get_if<console::EpochChanged>(&event)) {
    notices_.push_back({"epoch-changed", "the centre's data folder is in epoch " + changedEpoch->epoch.hex()});
  } else if (const auto* refused = std::get_if<console::ConversationRefused>(&event)) {
    fatal_ = refused->why;
  }
}

void Connection::flush() {
  for (const protocol::Message& message : desk_.takeOutgoing()) {
    const std::uint16_t number = protocol::numberOf(message);
    base::Bytes body = protocol::encode(message);
    if (body.size() > protocol::capOf(protocol::Sender::console, number).value_or(0)) {
      fatal_ = base::Error{"message-too-big",
                           "this is longer than a message to the centre may be; shorten the text or the file"};
      return;
    }
    if (link_) client_.send(*link_, {number, std::move(body)});
  }
}

base::Error Connection::timeoutError() const {
  const std::string where = machine_.host + " port " + std::to_string(machine_.port);
  const std::string time = std::to_string(settings_.timeout.count()) + " s";
  if (!welcomed_) {
    return {"unreachable", "no link with the centre at " + where + " within " + time +
                               (lastReason_.detail.empty() ? "" : " (" + lastReason_.detail + ")")};
  }
  return {"timeout", "the centre at " + where + " did not answer within " + time};
}

base::Result<void> Connection::waitFor(const std::function<bool()>& isSettled, Time deadline) {
  flush();
  while (!isSettled()) {
    if (fork_) return base::fail("fork", "the centre showed another past than before");
    if (Clock::now() >= deadline) return base::fail(timeoutError());
    if (const auto stepped = step(deadline); !stepped) return stepped;
  }
  return {};
}

base::Result<message::Reply> Connection::ask(message::Query query) {
  query_.reset();
  desk_.ask(std::move(query));
  const auto waited = waitFor([this] { return query_.has_value(); }, Clock::now() + settings_.timeout);
  if (!waited) return base::fail(waited.error());
  return std::move(query_->reply);
}

base::Result<console::CommandSettled> Connection::order(console::Order order) {
  command_.reset();
  desk_.command(std::move(order), clock_.now().wallMs);
  const auto waited = waitFor([this] { return command_.has_value(); }, Clock::now() + settings_.timeout);
  if (!waited) return base::fail(waited.error());
  if (command_->refusal) return base::fail(*command_->refusal);
  return *command_;
}

base::Result<void> Connection::watch(const base::SessionId& session, std::chrono::milliseconds timeout,
                                     const std::function<bool(const console::Room&)>& isReached) {
  const Time deadline = Clock::now() + timeout;
  message::Query everything;
  everything.set_session(session.bytes());
  everything.set_session_view(true);
  console::Room room(session);
  desk_.watch(session);
  rejoined_ = true;
  for (;;) {
    if (std::exchange(rejoined_, false)) {
      query_.reset();
      desk_.ask(everything);
      const auto waited = waitFor([this] { return query_.has_value(); }, deadline);
      if (!waited) return base::fail(waited.error());
      if (!query_->reply) return base::fail(query_->reply.error());
      room.replace(*query_->reply);
      changes_.clear();  // they came before the reply, which knows them
      rejoined_ = false;
    }
    for (const message::Reply& change : std::exchange(changes_, {})) room.merge(change);
    if (isReached(room)) return {};
    if (fork_) return base::fail("fork", "the centre showed another past than before");
    if (Clock::now() >= deadline) {
      return base::fail(welcomed_ ? base::Error{"wait-timeout", "what was waited for did not happen in time"}
                                  : timeoutError());
    }
    if (const auto stepped = step(deadline); !stepped) return stepped;
  }
}

void Connection::close() {
  client_.close();
}

}  // namespace vigie::cli
