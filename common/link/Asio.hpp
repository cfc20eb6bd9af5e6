// The part of Boost.Asio that common/link's own sources use, and its two words for it. Never included by other folders.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>

namespace vigie::link {

namespace asio = boost::asio;
using boost::system::error_code;

template <class T>
using Task = asio::awaitable<T>;
using Socket = asio::ip::tcp::socket;
using Deadline = std::chrono::steady_clock::time_point;

inline constexpr auto kUse = asio::as_tuple(asio::use_awaitable);  // results as values, no exceptions
inline constexpr Deadline kNever = Deadline::max();

// Of co_spawn: an exception that left a task is a bug, and ends the process.
inline void endProcessOn(std::exception_ptr bug) {
  if (bug) std::rethrow_exception(bug);
}

}  // namespace vigie::link
