// One connection of the registry's port: handshake, requests one after the other, goodbye. Thread: its own strand;
// stop() from any. Ownership: shared between its coroutine and the server's list.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>

#include "certs/registry/Http.hpp"

namespace vigie::registry {

// Concrete executors: any_io_executor costs a virtual call and an allocation at each step.
using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;
using SteadyTimer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                      boost::asio::wait_traits<std::chrono::steady_clock>, Strand>;
template <class T>
using Task = boost::asio::awaitable<T, Strand>;

// What connections share; outlives them.
struct HttpCommon {
  const HttpSettings& settings;
  boost::asio::ssl::context& context;
  Service& service;
  boost::asio::thread_pool& pool;  // where the service answers
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(HttpCommon common, Socket socket, std::string address);

  Task<void> run();
  void stop();  // after the answer in the making, if there is one
  const std::string& address() const { return head_.address; }

 private:
  using Stream = boost::beast::ssl_stream<boost::beast::basic_stream<boost::asio::ip::tcp, Strand>>;
  using BodyParser = boost::beast::http::request_parser<boost::beast::http::vector_body<std::uint8_t>>;
  using HeadParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

  Task<bool> handshake();
  Task<bool> oneRequest();
  Task<bool> readHead(HeadParser& parser);
  Task<bool> answerRequest(HeadParser& parser);
  Task<bool> sendContinue();
  Task<std::optional<Answer>> readBody(BodyParser& parser, std::size_t cap);
  Task<Answer> ask(base::Bytes body);
  Task<bool> send(Answer answer, bool keepAlive);
  Task<void> sayGoodbye();
  void expireAfter(std::chrono::milliseconds time) { boost::beast::get_lowest_layer(stream_).expires_after(time); }

  HttpCommon common_;
  Stream stream_;
  SteadyTimer timer_;
  boost::beast::flat_buffer buffer_;
  RequestHead head_;
  bool busy_ = false;  // between a request's head and the end of its answer
  bool stopping_ = false;
  bool handshaken_ = false;
};

}  // namespace vigie::registry
