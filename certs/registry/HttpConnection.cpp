#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "certs/registry/impl/HttpConnection.hpp"

namespace vigie::registry {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

constexpr asio::use_awaitable_t<Strand> kAwait;
// Failures of peers are ordinary: as values.
constexpr auto kAwaitTuple = asio::as_tuple(kAwait);

// Beast reads as much as the buffer has room for: with its first 512 bytes a bundle takes ten thousand TLS reads.
constexpr std::size_t kReadBytes = 32 * 1024;
constexpr std::chrono::milliseconds kGoodbye{2'000};
// Closing while the peer still sends would destroy our answer on its way (RST); so much is read and dropped first.
constexpr std::size_t kDroppedBytes = 1U << 20;

std::string textOf(const beast::string_view& text) {
  return {text.data(), text.size()};
}

Answer refusal(unsigned status, const char* code, const char* detail) {
  Answer answer;
  answer.status = status;
  answer.body = std::string(R"({"error":{"code":")") + code + R"(","detail":")" + detail + R"("}})";
  return answer;
}

Answer tooLarge() {
  return refusal(413, "body-too-large", "the body is larger than this address takes");
}

bool isHttpError(const boost::system::error_code& failed) {
  return failed.category() == http::make_error_code(http::error::end_of_stream).category();
}

}  // namespace

HttpConnection::HttpConnection(HttpCommon common, Socket socket, std::string address)
    : common_(common), stream_(std::move(socket), common.context), timer_(stream_.get_executor()) {
  head_.address = std::move(address);
  buffer_.reserve(kReadBytes);
}

Task<void> HttpConnection::run() {
  bool goOn = co_await handshake();
  while (goOn && !stopping_) goOn = co_await oneRequest();
  if (handshaken_) co_await sayGoodbye();
}

void HttpConnection::stop() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->stopping_ = true;
    if (!self->busy_) beast::get_lowest_layer(self->stream_).cancel();
  });
}

Task<bool> HttpConnection::handshake() {
  expireAfter(common_.settings.handshake);
  const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwaitTuple);
  if (failed) co_return false;
  handshaken_ = true;
  auto client = clientOf(stream_.native_handle());
  if (!client) co_return false;
  head_.client = std::move(*client);
  co_return true;
}

Task<bool> HttpConnection::oneRequest() {
  HeadParser parser;
  parser.header_limit(static_cast<std::uint32_t>(common_.settings.headerBytes));
  parser.body_limit(boost::none);  // judged in answerRequest, by what this peer may send
  if (!co_await readHead(parser)) co_return false;
  busy_ = true;
  const bool goOn = co_await answerRequest(parser);
  busy_ = false;
  co_return goOn;
}

Task<bool> HttpConnection::readHead(HeadParser& parser) {
  expireAfter(common_.settings.idle);
  const auto [failed, read] = co_await http::async_read_header(stream_, buffer_, parser, kAwaitTuple);
  if (!failed) co_return true;
  if (failed == http::error::header_limit) {
    co_await send(refusal(431, "header-too-large", "the request's head is too large"), false);
  } else if (isHttpError(failed) && failed != http::error::end_of_stream && failed != http::error::partial_message) {
    co_await send(refusal(400, "http-malformed", "this is not HTTP/1.1"), false);
  }
  co_return false;
}

Task<bool> HttpConnection::answerRequest(HeadParser& parser) {
  const Clock::time_point begun = Clock::now();
  const auto& message = parser.get();
  head_.method = textOf(message.method_string());
  head_.target = textOf(message.target());
  head_.language = textOf(message[http::field::accept_language]);
  const bool keepAlive = message.keep_alive();
  const bool waits = beast::iequals(message[http::field::expect], "100-continue");
  const std::uint64_t announced = parser.content_length() ? *parser.content_length() : 0;
  const bool hasBody = parser.chunked() || announced > 0;

  const Admission admission = common_.service.admit(head_);
  // What is refused is not read: the connection ends, unless there was nothing to read.
  if (admission.refusal) co_return co_await send(*admission.refusal, keepAlive && !hasBody);
  if (announced > admission.bodyCap) co_return co_await send(tooLarge(), false);
  if (waits && !co_await sendContinue()) co_return false;
  BodyParser whole(std::move(parser));
  if (auto refused = co_await readBody(whole, admission.bodyCap)) {
    co_return refused->status != 0 && co_await send(std::move(*refused), false);
  }
  Answer answer = co_await ask(std::move(whole.get().body()));
  if (answer.settle > std::chrono::milliseconds(0)) {
    timer_.expires_at(begun + answer.settle);
    co_await timer_.async_wait(kAwaitTuple);
  }
  co_return co_await send(std::move(answer), keepAlive);
}

Task<bool> HttpConnection::sendContinue() {
  http::response<http::empty_body> goOn(http::status::continue_, 11);
  expireAfter(common_.settings.write);
  const auto [failed, sent] = co_await http::async_write(stream_, goOn, kAwaitTuple);
  co_return !failed;
}

// Nothing: the body is there. Status 0: the peer is gone, or was too slow.
Task<std::optional<Answer>> HttpConnection::readBody(BodyParser& parser, std::size_t cap) {
  parser.body_limit(cap);
  const Clock::time_point end = Clock::now() + common_.settings.whole;
  while (!parser.is_done()) {
    const auto remaining = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    expireAfter(std::clamp(remaining, std::chrono::milliseconds(1), common_.settings.idle));
    const auto [failed, read] = co_await http::async_read_some(stream_, buffer_, parser, kAwaitTuple);
    if (failed == http::error::body_limit) co_return tooLarge();
    if (!failed) continue;
    if (isHttpError(failed)) co_return refusal(400, "http-malformed", "the body is not HTTP/1.1");
    Answer gone;
    gone.status = 0;
    co_return gone;
  }
  co_return std::nullopt;
}

Task<Answer> HttpConnection::ask(base::Bytes body) {
  // The service may take seconds: no deadline of the socket runs meanwhile, and no I/O thread waits.
  beast::get_lowest_layer(stream_).expires_never();
  co_return co_await asio::async_initiate<decltype(kAwait), void(Answer)>(
      [this](auto handler, base::Bytes content) {
        asio::post(common_.pool, [this, handler = std::move(handler), content = std::move(content)]() mutable {
          Answer answer;
          try {
            answer = common_.service.answer(head_, std::move(content));
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

Task<bool> HttpConnection::send(Answer answer, bool keepAlive) {
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::content_type, answer.contentType);
  response.set(http::field::strict_transport_security, "max-age=31536000");
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.body() = std::move(answer.body);
  response.keep_alive(keepAlive && !stopping_);
  response.prepare_payload();
  expireAfter(common_.settings.write);
  const auto [failed, written] = co_await http::async_write(stream_, response, kAwaitTuple);
  co_return !failed && response.keep_alive();
}

// Our close_notify, then the peer's; what it was still sending is dropped.
Task<void> HttpConnection::sayGoodbye() {
  expireAfter(kGoodbye);
  auto& socket = beast::get_lowest_layer(stream_);
  const auto [failed] = co_await stream_.async_shutdown(kAwaitTuple);
  // A peer that closed in order leaves nothing; data instead of its close_notify leaves a socket to be emptied.
  if (!failed || failed == asio::error::eof || failed == asio::ssl::error::stream_truncated) co_return;
  boost::system::error_code ignored;
  socket.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  buffer_.consume(buffer_.size());
  for (std::size_t dropped = 0; dropped < kDroppedBytes;) {
    const auto [ended, read] = co_await socket.async_read_some(buffer_.prepare(kReadBytes), kAwaitTuple);
    if (ended) co_return;
    dropped += read;
  }
}

}  // namespace vigie::registry
