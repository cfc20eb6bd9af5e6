// Something that one task waits for and others on the same strand announce. Not latched: fire() without a waiter is
// forgotten. Internal to common/link.
#pragma once

#include <functional>
#include <utility>

#include "common/link/Asio.hpp"

namespace vigie::link {

class Signal {
 public:
  Task<void> wait() {
    const auto keep = [this](auto&& handler) { waiter_ = std::forward<decltype(handler)>(handler); };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(keep, asio::use_awaitable);
  }

  void fire(const asio::any_io_executor& strand) {
    if (!waiter_) return;
    asio::post(strand, [waiter = std::exchange(waiter_, nullptr)]() mutable { waiter(); });
  }

 private:
  // Not asio::any_completion_handler: that of Boost 1.81 copies itself without end when it is captured.
  std::move_only_function<void()> waiter_;
};

}  // namespace vigie::link
