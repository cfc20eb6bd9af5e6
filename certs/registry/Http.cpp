#include "certs/registry/Http.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace vigie::registry {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Strand = asio::strand<asio::io_context::executor_type>;
using Stream = beast::ssl_stream<beast::basic_stream<tcp, Strand>>;
using Socket = asio::basic_stream_socket<tcp, Strand>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Strand>;
using BodyParser = http::request_parser<http::vector_body<std::uint8_t>>;

template <class T>
using Task = asio::awaitable<T, Strand>;
constexpr asio::use_awaitable_t<Strand> kAwait;
// Failures of peers are ordinary: as values.
constexpr auto kAwaitTuple = asio::as_tuple(kAwait);

// Beast reads as much as the buffer has room for: with its first 512 bytes a bundle takes ten thousand TLS reads.
constexpr std::size_t kReadBytes = 32 * 1024;

constexpr std::chrono::milliseconds kGoodbye{2'000};  // for the peer's close_notify

std::string textOf(const beast::string_view& text) {
  return {text.data(), text.size()};
}

Answer refusal(unsigned status, const char* code, const char* detail) {
  Answer answer;
  answer.status = status;
  answer.body = std::string(R"({"error":{"code":")") + code + R"(","detail":")" + detail + R"("}})";
  return answer;
}

}  // namespace

struct HttpServer::Impl {
  class Connection;

  Impl(const HttpSettings& wanted, asio::ssl::context tls, Service& served)
      : settings(wanted), context(std::move(tls)), service(served), pool(wanted.workers) {}

  Task<void> acceptLoop();
  bool mayEnter(const std::string& address);
  void leave(Connection* connection, const std::string& address);
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
  std::set<std::shared_ptr<Connection>> open;
  std::map<std::string, std::size_t> ofAddress;
};

class HttpServer::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Impl& server, Socket socket, std::string address)
      : server_(server), stream_(std::move(socket), server.context), timer_(stream_.get_executor()) {
    head_.address = std::move(address);
  }

  Task<void> run();
  void stop();
  const std::string& address() const { return head_.address; }

 private:
  Task<bool> handshake();
  Task<bool> oneRequest();
  Task<std::optional<Answer>> readBody(BodyParser& parser, std::size_t cap);
  Task<Answer> ask(base::Bytes body);
  Task<bool> send(Answer answer, bool keepAlive);
  void expireAfter(std::chrono::milliseconds time) { beast::get_lowest_layer(stream_).expires_after(time); }

  Impl& server_;
  Stream stream_;
  Timer timer_;
  beast::flat_buffer buffer_;
  RequestHead head_;
  bool busy_ = false;  // between a request's head and the end of its answer
  bool stopping_ = false;
};

Task<void> HttpServer::Impl::Connection::run() {
  buffer_.reserve(kReadBytes);
  bool goOn = co_await handshake();
  while (goOn && !stopping_) goOn = co_await oneRequest();
  expireAfter(kGoodbye);
  co_await stream_.async_shutdown(kAwaitTuple);
}

void HttpServer::Impl::Connection::stop() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->stopping_ = true;
    if (!self->busy_) beast::get_lowest_layer(self->stream_).cancel();
  });
}

Task<bool> HttpServer::Impl::Connection::handshake() {
  expireAfter(server_.settings.handshake);
  const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwaitTuple);
  if (failed) co_return false;
  auto client = clientOf(stream_.native_handle());
  if (!client) co_return false;
  head_.client = std::move(*client);
  co_return true;
}

Task<bool> HttpServer::Impl::Connection::oneRequest() {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(server_.settings.headerBytes));
  parser.body_limit(boost::none);  // judged below, by what this peer may send
  expireAfter(server_.settings.idle);
  const auto [failed, read] = co_await http::async_read_header(stream_, buffer_, parser, kAwaitTuple);
  if (failed == http::error::header_limit) {
    co_return co_await send(refusal(431, "header-too-large", "the request's head is too large"), false);
  }
  if (failed == http::error::end_of_stream || failed == beast::error::timeout || stopping_) co_return false;
  if (failed.category() == http::make_error_code(http::error::end_of_stream).category()) {
    co_return co_await send(refusal(400, "http-malformed", "this is not HTTP/1.1"), false);
  }
  if (failed) co_return false;

  busy_ = true;
  const Clock::time_point begun = Clock::now();
  const auto& message = parser.get();
  head_.method = textOf(message.method_string());
  head_.target = textOf(message.target());
  head_.language = textOf(message[http::field::accept_language]);
  const bool keepAlive = message.keep_alive();
  const bool waits = beast::iequals(message[http::field::expect], "100-continue");
  const std::optional<std::uint64_t> announced =
      parser.content_length() ? std::optional<std::uint64_t>(*parser.content_length()) : std::nullopt;
  const bool hasBody = parser.chunked() || announced.value_or(0) > 0;

  const Admission admission = server_.service.admit(head_);
  // What is refused is not read: the connection ends, unless there was nothing to read.
  if (admission.refusal) co_return co_await send(*admission.refusal, keepAlive && !hasBody);
  if (announced.value_or(0) > admission.bodyCap) {
    co_return co_await send(refusal(413, "body-too-large", "the body is larger than this address takes"), false);
  }
  if (waits) {
    http::response<http::empty_body> goOn(http::status::continue_, 11);
    expireAfter(server_.settings.write);
    const auto [unsent, sent] = co_await http::async_write(stream_, goOn, kAwaitTuple);
    if (unsent) co_return false;
  }
  BodyParser whole(std::move(parser));
  if (auto refused = co_await readBody(whole, admission.bodyCap)) {
    co_return refused->status != 0 && co_await send(std::move(*refused), false);
  }
  Answer answer = co_await ask(std::move(whole.get().body()));
  if (answer.settle > std::chrono::milliseconds(0)) {
    beast::get_lowest_layer(stream_).expires_never();
    timer_.expires_at(begun + answer.settle);
    co_await timer_.async_wait(kAwaitTuple);
  }
  co_return co_await send(std::move(answer), keepAlive);
}

// Nothing: the body is there. Status 0: the peer is gone.
Task<std::optional<Answer>> HttpServer::Impl::Connection::readBody(BodyParser& parser, std::size_t cap) {
  parser.body_limit(cap);
  const Clock::time_point end = Clock::now() + server_.settings.whole;
  while (!parser.is_done()) {
    const auto remaining = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (remaining.count() <= 0) co_return refusal(408, "body-too-slow", "the body took too long");
    expireAfter(std::min(server_.settings.idle, remaining));
    const auto [failed, read] = co_await http::async_read_some(stream_, buffer_, parser, kAwaitTuple);
    if (failed == http::error::body_limit) {
      co_return refusal(413, "body-too-large", "the body is larger than this address takes");
    }
    if (failed) {
      Answer gone;
      gone.status = 0;
      co_return gone;
    }
  }
  co_return std::nullopt;
}

Task<Answer> HttpServer::Impl::Connection::ask(base::Bytes body) {
  // The service may take seconds: no deadline of the socket runs meanwhile, and no I/O thread waits.
  beast::get_lowest_layer(stream_).expires_never();
  co_return co_await asio::async_initiate<decltype(kAwait), void(Answer)>(
      [this](auto handler, base::Bytes content) {
        asio::post(server_.pool, [this, handler = std::move(handler), content = std::move(content)]() mutable {
          Answer answer;
          try {
            answer = server_.service.answer(head_, std::move(content));
          } catch (const std::exception& error) {
            spdlog::critical("a request failed: {}", error.what());
            answer = refusal(500, "registry-fault", "the registry could not do this");
          }
          const auto executor = asio::get_associated_executor(handler);
          asio::post(executor, [handler = std::move(handler), answer = std::move(answer)]() mutable {
            std::move(handler)(std::move(answer));
          });
        });
      },
      kAwait, std::move(body));
}

Task<bool> HttpServer::Impl::Connection::send(Answer answer, bool keepAlive) {
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::content_type, answer.contentType);
  response.set(http::field::strict_transport_security, "max-age=31536000");
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.body() = std::move(answer.body);
  response.keep_alive(keepAlive && !stopping_);
  response.prepare_payload();
  expireAfter(server_.settings.write);
  const auto [failed, written] = co_await http::async_write(stream_, response, kAwaitTuple);
  busy_ = false;
  co_return !failed && response.keep_alive();
}

Task<void> HttpServer::Impl::acceptLoop() {
  Timer pause(strand);
  while (acceptor.is_open()) {
    auto [failed, socket] = co_await acceptor.async_accept(asio::make_strand(io), kAwaitTuple);
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) {
      // Out of descriptors, for instance: trying again at once would spin.
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kAwaitTuple);
      continue;
    }
    boost::system::error_code unknown;
    const std::string address = socket.remote_endpoint(unknown).address().to_string();
    if (unknown || !mayEnter(address)) continue;
    const Strand own = socket.get_executor();
    auto connection = std::make_shared<Connection>(*this, std::move(socket), address);
    {
      const std::lock_guard lock(mutex);
      open.insert(connection);
      if (stopping) connection->stop();
    }
    asio::co_spawn(own, connection->run(), [this, connection](std::exception_ptr fault) {
      if (fault) spdlog::critical("a connection failed");
      leave(connection.get(), connection->address());
    });
  }
}

bool HttpServer::Impl::mayEnter(const std::string& address) {
  const std::lock_guard lock(mutex);
  std::size_t& count = ofAddress[address];
  if (open.size() >= settings.connections || count >= settings.connectionsPerAddress) {
    if (count == 0) ofAddress.erase(address);
    return false;
  }
  ++count;
  return true;
}

void HttpServer::Impl::leave(Connection* connection, const std::string& address) {
  const std::lock_guard lock(mutex);
  open.erase(connection->shared_from_this());
  if (--ofAddress[address] == 0) ofAddress.erase(address);
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
  auto tls = newServerContext(identity);
  if (!tls) return base::fail(tls.error());
  auto impl = std::make_unique<Impl>(settings, asio::ssl::context(*tls), service);
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    impl->acceptor.open(endpoint.protocol());
    impl->acceptor.set_option(asio::socket_base::reuse_address(true));
    impl->acceptor.bind(endpoint);
    impl->acceptor.listen();
    impl->port = impl->acceptor.local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    return base::fail("listen", "cannot listen on " + settings.address + " port " + std::to_string(settings.port) +
                                    ": " + error.code().message());
  }
  asio::co_spawn(impl->strand, impl->acceptLoop(), asio::detached);
  for (int i = 0; i < 2; ++i) impl->threads.emplace_back([&io = impl->io] { io.run(); });
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
