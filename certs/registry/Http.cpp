#include "certs/registry/Http.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "certs/registry/impl/HttpConnection.hpp"

namespace vigie::registry {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable_t<Strand>());
constexpr int kIoThreads = 2;

}  // namespace

struct HttpServer::Impl {
  Impl(const HttpSettings& wanted, asio::ssl::context tls, Service& served)
      : settings(wanted), context(std::move(tls)), service(served), pool(wanted.workers) {}

  base::Result<void> listen();
  Task<void> acceptLoop();
  void begin(Socket socket);
  bool mayEnter(const std::string& address);
  void leave(const std::shared_ptr<HttpConnection>& connection);
  void stop();

  const HttpSettings settings;
  asio::ssl::context context;
  Service& service;
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  Strand strand = asio::make_strand(io);
  asio::basic_socket_acceptor<tcp, Strand> acceptor{strand};
  asio::thread_pool pool;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;

  std::mutex mutex;
  std::condition_variable left;
  bool stopping = false;
  std::set<std::shared_ptr<HttpConnection>> open;
  std::map<std::string, std::size_t> ofAddress;
};

base::Result<void> HttpServer::Impl::listen() {
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
    return {};
  } catch (const boost::system::system_error& error) {
    return base::fail("listen", "cannot listen on " + settings.address + " port " + std::to_string(settings.port) +
                                    ": " + error.code().message());
  }
}

Task<void> HttpServer::Impl::acceptLoop() {
  SteadyTimer pause(strand);
  while (acceptor.is_open()) {
    auto [failed, socket] = co_await acceptor.async_accept(asio::make_strand(io), kAwaitTuple);
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) {
      // Out of descriptors, for instance: trying again at once would spin.
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kAwaitTuple);
      continue;
    }
    begin(std::move(socket));
  }
}

void HttpServer::Impl::begin(Socket socket) {
  boost::system::error_code unknown;
  const std::string address = socket.remote_endpoint(unknown).address().to_string();
  if (unknown || !mayEnter(address)) return;
  const Strand own = socket.get_executor();
  const auto connection =
      std::make_shared<HttpConnection>(HttpCommon{settings, context, service, pool}, std::move(socket), address);
  {
    const std::lock_guard lock(mutex);
    open.insert(connection);
    if (stopping) connection->stop();
  }
  asio::co_spawn(own, connection->run(), [this, connection](const std::exception_ptr& fault) {
    if (fault) spdlog::critical("a connection failed");
    leave(connection);
  });
}

bool HttpServer::Impl::mayEnter(const std::string& address) {
  const std::lock_guard lock(mutex);
  const auto found = ofAddress.find(address);
  const std::size_t count = found == ofAddress.end() ? 0 : found->second;
  if (open.size() >= settings.connections || count >= settings.connectionsPerAddress) return false;
  ofAddress[address] = count + 1;
  return true;
}

void HttpServer::Impl::leave(const std::shared_ptr<HttpConnection>& connection) {
  const std::lock_guard lock(mutex);
  open.erase(connection);
  if (--ofAddress[connection->address()] == 0) ofAddress.erase(connection->address());
  left.notify_all();
}

void HttpServer::Impl::stop() {
  {
    std::unique_lock lock(mutex);
    if (stopping) return;
    stopping = true;
    asio::post(strand, [this] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
    });
    for (const auto& connection : open) connection->stop();
    left.wait_for(lock, settings.grace, [this] { return open.empty(); });
  }
  pool.join();
  work.reset();
  io.stop();
  for (std::thread& thread : threads) thread.join();
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpSettings& settings, const TlsIdentity& identity,
                                                            Service& service) {
  const auto tls = newServerContext(identity);
  if (!tls) return base::fail(tls.error());
  auto impl = std::make_unique<Impl>(settings, asio::ssl::context(*tls), service);
  if (auto listening = impl->listen(); !listening) return base::fail(listening.error());
  asio::co_spawn(impl->strand, impl->acceptLoop(), asio::detached);
  for (int i = 0; i < kIoThreads; ++i) impl->threads.emplace_back([&io = impl->io] { io.run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() {
  stop();
}
std::uint16_t HttpServer::port() const {
  return impl_->port;
}
void HttpServer::stop() {
  impl_->stop();
}

}  // namespace vigie::registry
