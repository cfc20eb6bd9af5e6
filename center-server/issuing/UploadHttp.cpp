#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <mutex>
#include <optional>

#include "center-server/issuing/RegistryLine.hpp"

namespace vigie::centre {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Stream = beast::ssl_stream<beast::basic_stream<tcp, Executor>>;
using Request = http::request<http::span_body<const std::uint8_t>>;
using Reply = base::Result<RegistryReply>;

template <class T>
using Task = asio::awaitable<T, Executor>;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<Executor>());

constexpr std::uint64_t kLargestReply = 64U << 20;  // a session of 10,000 certificates
constexpr std::size_t kReadBytes = 32 * 1024;

std::unexpected<base::Error> away(const char* doing, const boost::system::error_code& why) {
  return base::fail("registry-away",
                    std::string("the registry cannot be reached (") + doing + ": " + why.message() + ")");
}

asio::ssl::context makeContext(const RegistryAddress& address) {
  asio::ssl::context context(asio::ssl::context::tlsv13_client);
  const auto buffer = [](const std::string& text) { return asio::const_buffer(text.data(), text.size()); };
  context.add_certificate_authority(buffer(address.authority.pem()));
  context.use_certificate(buffer(address.certificate.pem()), asio::ssl::context::pem);
  context.use_private_key(buffer(address.key.pem()), asio::ssl::context::pem);
  context.set_verify_mode(asio::ssl::verify_peer);
  return context;
}

class HttpsLine final : public RegistryLine {
 public:
  explicit HttpsLine(RegistryAddress address) : address_(std::move(address)), context_(makeContext(address_)) {}

  Reply get(const std::string& path) override { return exchange(http::verb::get, path, {}); }
  Reply post(const std::string& path, base::ByteView body) override { return exchange(http::verb::post, path, body); }

  void cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (running_ != nullptr) running_->stop();
  }

 private:
  Reply exchange(http::verb verb, const std::string& path, base::ByteView body);
  Task<Reply> run(Request request);
  Task<Reply> talk(Stream& stream, Request& request);
  Task<std::optional<base::Error>> connect(Stream& stream);
  bool begin(asio::io_context& io);
  void end();

  RegistryAddress address_;
  asio::ssl::context context_;
  std::mutex mutex_;
  asio::io_context* running_ = nullptr;
  bool cancelled_ = false;
};

Reply HttpsLine::exchange(http::verb verb, const std::string& path, base::ByteView body) {
  Request request(verb, path, 11);
  request.set(http::field::host, address_.host);
  request.set(http::field::user_agent, "vigie-centre");
  request.body() = {body.data(), body.size()};
  if (!body.empty()) request.set(http::field::content_type, "application/octet-stream");
  request.keep_alive(false);
  request.prepare_payload();
  // Megabytes are sent only to a registry that will take them.
  if (!body.empty()) request.set(http::field::expect, "100-continue");

  asio::io_context io(1);
  if (!begin(io)) return base::fail("cancelled", "the program is ending");
  Reply reply = base::fail("cancelled", "the program is ending");
  asio::co_spawn(io, run(std::move(request)), [&reply](const std::exception_ptr& fault, Reply result) {
    reply = fault ? Reply(base::fail("registry-away", "the exchange with the registry failed")) : std::move(result);
  });
  io.run();
  end();
  return reply;
}

bool HttpsLine::begin(asio::io_context& io) {
  const std::lock_guard lock(mutex_);
  if (cancelled_) return false;
  running_ = &io;
  return true;
}

void HttpsLine::end() {
  const std::lock_guard lock(mutex_);
  running_ = nullptr;
}

Task<Reply> HttpsLine::run(Request request) {
  Stream stream(co_await asio::this_coro::executor, context_);
  if (auto failed = co_await connect(stream)) co_return base::fail(std::move(*failed));
  beast::get_lowest_layer(stream).expires_after(address_.whole);
  co_return co_await talk(stream, request);
}

Task<Reply> HttpsLine::talk(Stream& stream, Request& request) {
  http::request_serializer<http::span_body<const std::uint8_t>> serializer(request);
  const auto [unsent, sent] = co_await http::async_write_header(stream, serializer, kAwait);
  if (unsent) co_return away("sending", unsent);
  beast::flat_buffer buffer;
  buffer.reserve(kReadBytes);
  for (bool mayContinue = request.count(http::field::expect) > 0;; mayContinue = false) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(kLargestReply);
    const auto [unread, read] = co_await http::async_read(stream, buffer, parser, kAwait);
    if (unread) co_return away("waiting for the answer", unread);
    const auto& answer = parser.get();
    if (!mayContinue || answer.result() != http::status::continue_) {
      co_return RegistryReply{answer.result_int(), answer.body()};
    }
    const auto [broken, more] = co_await http::async_write(stream, serializer, kAwait);
    if (broken) co_return away("sending", broken);
  }
}

Task<std::optional<base::Error>> HttpsLine::connect(Stream& stream) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver::rebind_executor<Executor>::other resolver(executor);
  beast::get_lowest_layer(stream).expires_after(address_.connect);
  const auto [unknown, found] = co_await resolver.async_resolve(address_.host, std::to_string(address_.port), kAwait);
  if (unknown) co_return away("looking up its name", unknown).error();
  const auto [refused, end] = co_await beast::get_lowest_layer(stream).async_connect(found, kAwait);
  if (refused) co_return away("connecting", refused).error();
  stream.set_verify_callback(asio::ssl::host_name_verification(address_.host));
  SSL_set_tlsext_host_name(stream.native_handle(), address_.host.c_str());
  const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!failed) co_return std::nullopt;
  if (SSL_get_verify_result(stream.native_handle()) != X509_V_OK) {
    co_return base::Error{"registry-stranger", "whoever answers at " + address_.host +
                                                   " is not the registry: its certificate does not lead to the "
                                                   "authority that this centre was given"};
  }
  co_return away("handshake", failed).error();
}

}  // namespace

std::unique_ptr<RegistryLine> openRegistryLine(RegistryAddress address) {
  return std::make_unique<HttpsLine>(std::move(address));
}

}  // namespace vigie::centre
