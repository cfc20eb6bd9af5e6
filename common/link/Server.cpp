#include "common/link/Server.hpp"

#include <atomic>

#include "common/link/Conversation.hpp"
#include "common/link/IoCore.hpp"
#include "common/link/LinkTable.hpp"
#include "common/link/Signal.hpp"

namespace vigie::link {

namespace {

// Out of file descriptors, accept() fails at once, for ever: without a pause it would eat a core.
constexpr std::chrono::milliseconds kAfterAcceptError{100};

using Acceptor = asio::ip::tcp::acceptor;

error_code bindTo(Acceptor& acceptor, const ServerSettings& settings) {
  error_code error;
  const auto address = asio::ip::make_address(settings.address, error);
  if (error) return error;
  const asio::ip::tcp::endpoint endpoint(address, settings.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Acceptor::max_listen_connections, error);
  return error;
}

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
 public:
  Impl(IoThreads& threads, std::shared_ptr<const TlsContext> context, ServerSettings settings)
      : core(threads.core()),
        common(std::make_shared<const LinkSettings>(LinkSettings{std::move(context), settings.limits, settings.caps})),
        settings_(std::move(settings)),
        strand_(core.newStrand()),
        acceptor_(strand_),
        pause_(strand_) {}

  base::Result<void> bind();
  std::uint16_t port() const { return port_; }
  void start(LinkEvents events);
  void stopIntake();
  void close();
  void abortAll();

  IoCore& core;
  const std::shared_ptr<const LinkSettings> common;
  LinkTable table;

 private:
  static Task<void> acceptAll(std::shared_ptr<Impl> self);
  static Task<void> serve(std::shared_ptr<Impl> self, std::shared_ptr<Link> link, LinkId id);
  Task<void> waitForRoom();
  Task<bool> opened(std::shared_ptr<Link> link, LinkId id);
  void adopt(Socket socket);
  std::optional<FaultPlan> nextFaults();

  const ServerSettings settings_;
  const asio::any_io_executor strand_;
  Acceptor acceptor_;         // on strand_
  asio::steady_timer pause_;  // on strand_
  Signal room_;               // on strand_: a handshake ended
  std::uint16_t port_ = 0;
  std::atomic<std::uint64_t> faultSeeds_ = 0;
  LinkEvents events_;
};

base::Result<void> Server::Impl::bind() {
  const error_code error = bindTo(acceptor_, settings_);
  if (error) {
    return base::fail("listen", "cannot listen on " + settings_.address + " port " + std::to_string(settings_.port) +
                                    ": " + error.message() + "; expected an address of this machine and a free port");
  }
  error_code ignored;
  port_ = acceptor_.local_endpoint(ignored).port();
  return {};
}

void Server::Impl::start(LinkEvents events) {
  events_ = std::move(events);
  table.taskBegins();
  asio::co_spawn(strand_, acceptAll(shared_from_this()), endProcessOn);
}

Task<void> Server::Impl::acceptAll(std::shared_ptr<Impl> self) {
  while (!self->table.refusesNew()) {
    co_await self->waitForRoom();
    const asio::any_io_executor linkStrand = self->core.newStrand();
    auto [error, socket] = co_await self->acceptor_.async_accept(linkStrand, kUse);
    if (self->table.refusesNew()) break;
    if (!error) {
      self->adopt(std::move(socket));
      continue;
    }
    self->pause_.expires_after(kAfterAcceptError);
    co_await self->pause_.async_wait(kUse);
  }
  self->table.taskEnds();
}

// After a power cut everybody comes at once: who cannot be served yet waits in the backlog, in order.
Task<void> Server::Impl::waitForRoom() {
  while (table.handshakes() >= settings_.maxHandshakes && !table.refusesNew()) co_await room_.wait();
}

void Server::Impl::adopt(Socket socket) {
  if (table.size() >= settings_.maxLinks) {
    error_code ignored;
    socket.close(ignored);
    tellRefused(events_, {"too-many-links", "all " + std::to_string(settings_.maxLinks) + " links are in use"});
    return;
  }
  const asio::any_io_executor strand = socket.get_executor();
  auto link = Link::create(std::move(socket), common, nextFaults());
  const LinkId id = newLinkId();
  table.add(id, link);
  table.taskBegins();
  asio::co_spawn(strand, serve(shared_from_this(), std::move(link), id), endProcessOn);
}

Task<void> Server::Impl::serve(std::shared_ptr<Impl> self, std::shared_ptr<Link> link, LinkId id) {
  const bool isOpen = co_await self->opened(link, id);
  asio::post(self->strand_, [self] { self->room_.fire(self->strand_); });
  if (isOpen) co_await converse(link, id, self->settings_.limits.idle, self->events_);
  self->table.remove(id);
  self->table.taskEnds();
}

// Apart from serve(): the identity and its certificates are gone once the owner has seen them.
Task<bool> Server::Impl::opened(std::shared_ptr<Link> link, LinkId id) {
  const Deadline deadline = std::chrono::steady_clock::now() + settings_.limits.handshake;
  auto identity = co_await link->handshake(deadline);
  if (!identity) {
    table.remove(id);
    tellRefused(events_, {identity.error().code, link->peerAddress() + ": " + identity.error().detail});
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

std::optional<FaultPlan> Server::Impl::nextFaults() {
  std::optional<FaultPlan> plan = settings_.faults;
  if (plan) plan->seed += faultSeeds_++;
  return plan;
}

void Server::Impl::stopIntake() {
  for (const auto& link : table.refuseNew()) link->stopReading();
  asio::post(strand_, [self = shared_from_this()] {
    error_code ignored;
    self->acceptor_.close(ignored);
    self->pause_.cancel();
    self->room_.fire(self->strand_);
  });
}

void Server::Impl::close() {
  stopIntake();
  for (const auto& link : table.all()) link->finish();
  table.waitForTasks(core);
}

void Server::Impl::abortAll() {
  stopIntake();
  for (const auto& link : table.all()) link->abort(End::cancelled);
  table.waitForTasks(core);
}

base::Result<std::unique_ptr<Server>> Server::listen(IoThreads& threads, std::shared_ptr<const TlsContext> context,
                                                     ServerSettings settings) {
  auto impl = std::make_shared<Impl>(threads, std::move(context), std::move(settings));
  if (auto bound = impl->bind(); !bound) return base::fail(bound.error());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() {
  impl_->abortAll();
}

std::uint16_t Server::boundPort() const {
  return impl_->port();
}
void Server::start(LinkEvents events) {
  impl_->start(std::move(events));
}
void Server::stopIntake() {
  impl_->stopIntake();
}
void Server::close() {
  impl_->close();
}
std::size_t Server::openLinks() const {
  return impl_->table.size() - impl_->table.handshakes();
}

void Server::send(LinkId link, Frame frame) {
  if (const auto found = impl_->table.find(link)) found->send(std::move(frame));
}

void Server::resumeReading(LinkId link) {
  if (const auto found = impl_->table.find(link)) found->resumeReading();
}

void Server::finish(LinkId link) {
  const auto found = impl_->table.find(link);
  if (!found) return;
  found->stopReading();
  found->finish();
}

void Server::abort(LinkId link) {
  if (const auto found = impl_->table.find(link)) found->abort(End::cancelled);
}

}  // namespace vigie::link
