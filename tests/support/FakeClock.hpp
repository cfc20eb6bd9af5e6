// Time that stands still until a test lets it pass. Thread: one at a time.
#pragma once

#include "common/base/Clock.hpp"

namespace vigie::support {

class FakeClock final : public base::Clock {
 public:
  explicit FakeClock(std::int64_t wallMs) : moment_{wallMs, 60'000} {}

  base::Moment now() const override { return moment_; }
  std::string bootId() const override { return bootId_; }

  void pass(std::int64_t ms) {
    moment_.wallMs += ms;
    moment_.runMs += ms;
  }

  // Somebody sets the date: run time does not notice.
  void setWall(std::int64_t wallMs) { moment_.wallMs = wallMs; }

  // The machine was off for `ms`, then run time begins anew.
  void reboot(std::int64_t ms) {
    moment_.wallMs += ms;
    moment_.runMs = 5'000;
    bootId_ = "22222222-3333-4444-8555-" + std::to_string(100'000'000'000 + ++boots_);
  }

 private:
  base::Moment moment_;
  std::string bootId_ = "11111111-2222-4333-8444-555555555555";
  std::int64_t boots_ = 0;
};

}  // namespace vigie::support
