#include "common/link/Client.hpp"

#include <atomic>

#include "common/link/Backoff.hpp"
#include "common/link/Conversation.hpp"
#include "common/link/IoCore.hpp"
#include "common/link/LinkTable.hpp"

namespace vigie::link {

using Resolver = asio::ip::tcp::resolver;

class Client::Impl : public std::enable_shared_from_this<Client::Impl> {
 public:
  Impl(IoThreads& threads, std::shared_ptr<const TlsContext> context, ClientSettings settings)
      : core(threads.core()),
        settings_(std::move(settings)),
        common_(std::make_shared<const LinkSettings>(LinkSettings{std::move(context), settings_.limits, settings_.caps})),
        backoff_(settings_.reconnect.value_or(Reconnect{}), std::random_device()()),
        strand_(core.newStrand()),
        timer_(strand_),
        resolver_(strand_),
        socket_(strand_) {}

  void start(LinkEvents events);
  void use(std::shared_ptr<const TlsContext> context);
  void close();
  void abort();

  IoCore& core;
  LinkTable table;

 private:
  static Task<void> run(std::shared_ptr<Impl> self);
  Task<void> pause(std::chrono::milliseconds time);
  Task<void> attempt();
  Task<error_code> connect();
  Task<error_code> connectByName();
  Task<bool> opened(std::shared_ptr<Link> link, LinkId id, Deadline deadline);
  void giveUpAt(Deadline deadline);
  void stopConnecting();
  std::vector<std::shared_ptr<Link>> stopAttempts();
  void watchForProof(LinkEvents& events);

  const ClientSettings settings_;
  // All on strand_, which is also each link's.
  std::shared_ptr<const LinkSettings> common_;
  Backoff backoff_;
  const asio::any_io_executor strand_;
  asio::steady_timer timer_;  // of the attempt, then of the pause before the next
  Resolver resolver_;
  Socket socket_;
  std::uint64_t attempts_ = 0;
  LinkEvents events_;
};

void Client::Impl::start(LinkEvents events) {
  watchForProof(events);
  events_ = std::move(events);
  table.taskBegins();
  asio::co_spawn(strand_, run(shared_from_this()), endProcessOn);
}

void Client::Impl::use(std::shared_ptr<const TlsContext> context) {
  asio::post(strand_, [self = shared_from_this(), context = std::move(context)]() mutable {
    self->common_ = std::make_shared<const LinkSettings>(
        LinkSettings{std::move(context), self->settings_.limits, self->settings_.caps});
  });
}

// In TLS 1.3 the client's handshake ends before the server has judged its certificate. Only a frame proves that we were
// accepted: a refused machine must not come back every 0.2 s.
void Client::Impl::watchForProof(LinkEvents& events) {
  events.onFrame = [this, owners = std::move(events.onFrame)](LinkId link, Frame frame) {
    backoff_.reset();
    return owners ? owners(link, std::move(frame)) : Reading::goOn;
  };
}

Task<void> Client::Impl::run(std::shared_ptr<Impl> self) {
  co_await self->pause(self->settings_.firstDelay);
  while (!self->table.refusesNew()) {
    co_await self->attempt();
    if (!self->settings_.reconnect) break;
    const auto delay = self->backoff_.next();
    co_await self->pause(delay);
  }
  self->table.taskEnds();
}

Task<void> Client::Impl::pause(std::chrono::milliseconds time) {
  if (time.count() == 0 || table.refusesNew()) co_return;
  timer_.expires_after(time);
  co_await timer_.async_wait(kUse);
}

Task<void> Client::Impl::attempt() {
  const Deadline deadline = std::chrono::steady_clock::now() + settings_.limits.handshake;
  giveUpAt(deadline);
  const error_code error = co_await connect();
  timer_.cancel();
  if (table.refusesNew()) co_return;
  if (error) {
    tellRefused(events_, {"connect", "cannot reach " + settings_.host + " port " + std::to_string(settings_.port) +
                                         ": " + error.message()});
    co_return;
  }
  std::optional<FaultPlan> faults = settings_.faults;
  if (faults) faults->seed += attempts_++;
  auto link = Link::create(std::move(socket_), common_, faults);
  socket_ = Socket(strand_);
  const LinkId id = newLinkId();
  table.add(id, link);
  const bool isOpen = co_await opened(link, id, deadline);
  if (isOpen) co_await converse(link, id, settings_.limits.idle, events_);
  table.remove(id);
}

Task<bool> Client::Impl::opened(std::shared_ptr<Link> link, LinkId id, Deadline deadline) {
  auto identity = co_await link->handshake(deadline);
  if (!identity) {
    if (!table.refusesNew()) tellRefused(events_, identity.error());
    co_return false;
  }
  if (!table.markOpen(id)) {
    link->abort(End::cancelled);
    co_await link->ended();
    co_return false;
  }
  if (events_.onOpen) events_.onOpen(id, *identity);
  co_return true;
}

Task<error_code> Client::Impl::connect() {
  error_code notLiteral;
  const auto address = asio::ip::make_address(settings_.host, notLiteral);
  if (notLiteral) {
    const error_code error = co_await connectByName();
    co_return error;
  }
  const asio::ip::tcp::endpoint endpoint(address, settings_.port);
  auto [error] = co_await socket_.async_connect(endpoint, kUse);
  co_return error;
}

Task<error_code> Client::Impl::connectByName() {
  const std::string service = std::to_string(settings_.port);
  auto [unresolved, endpoints] =
      co_await resolver_.async_resolve(settings_.host, service, Resolver::numeric_service, kUse);
  if (unresolved || table.refusesNew()) co_return unresolved;
  auto [error, endpoint] = co_await asio::async_connect(socket_, endpoints, kUse);
  co_return error;
}

void Client::Impl::giveUpAt(Deadline deadline) {
  timer_.expires_at(deadline);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error) self->stopConnecting();
  });
}

void Client::Impl::stopConnecting() {
  error_code ignored;
  resolver_.cancel();
  socket_.close(ignored);
}

std::vector<std::shared_ptr<Link>> Client::Impl::stopAttempts() {
  auto open = table.refuseNew();
  asio::post(strand_, [self = shared_from_this()] {
    self->timer_.cancel();
    self->stopConnecting();
  });
  return open;
}

void Client::Impl::close() {
  for (const auto& link : stopAttempts()) link->finish();
  table.waitForTasks(core);
}

void Client::Impl::abort() {
  for (const auto& link : stopAttempts()) link->abort(End::cancelled);
  table.waitForTasks(core);
}

Client::Client(IoThreads& threads, std::shared_ptr<const TlsContext> context, ClientSettings settings)
    : impl_(std::make_shared<Impl>(threads, std::move(context), std::move(settings))) {}
Client::~Client() {
  impl_->abort();
}

void Client::start(LinkEvents events) {
  impl_->start(std::move(events));
}
void Client::use(std::shared_ptr<const TlsContext> context) {
  impl_->use(std::move(context));
}
void Client::close() {
  impl_->close();
}

void Client::send(LinkId link, Frame frame) {
  if (const auto found = impl_->table.find(link)) found->send(std::move(frame));
}

void Client::resumeReading(LinkId link) {
  if (const auto found = impl_->table.find(link)) found->resumeReading();
}

void Client::finish(LinkId link) {
  if (const auto found = impl_->table.find(link)) found->finish();
}

void Client::abort(LinkId link) {
  if (const auto found = impl_->table.find(link)) found->abort(End::cancelled);
}

}  // namespace vigie::link
