// Simulated time: true milliseconds since the room began, and the centre's machine, whose date people set and which is
// switched off. Thread: one.
#pragma once

#include <map>

#include "common/base/Clock.hpp"
#include "common/exam/ExamClock.hpp"
#include "common/journal/Record.hpp"
#include "tests/support/Must.hpp"

namespace vigie::simulation {

inline constexpr std::int64_t kStartWallMs = 1'795'420'800'000;  // 2026-11-23T08:00:00Z

class RoomTime final : public base::Clock {
 public:
  RoomTime() { reboot(); }

  std::int64_t trueMs() const { return trueMs_; }
  void pass(std::int64_t ms) { trueMs_ += ms; }

  // ---- the centre's machine ----
  base::Moment now() const override { return {kStartWallMs + trueMs_ + wallOffsetMs_, trueMs_ - bootTrueMs_ + 5'000}; }
  std::string bootId() const override { return bootId_; }
  void stepWall(std::int64_t ms) { wallOffsetMs_ += ms; }
  void reboot() {
    bootTrueMs_ = trueMs_;
    bootId_ = "22222222-3333-4444-8555-" + std::to_string(100'000'000'000 + ++boots_);
    trueOf_[support::must(journal::parseBootId(bootId_))] = bootTrueMs_;
  }

  // ---- a seat's machine: its date is right, its run time began before ----
  base::Moment seatNow() const { return {kStartWallMs + trueMs_, trueMs_ + 60'000}; }

  // When a record was made, whatever the wall clock said.
  std::int64_t trueMsOf(const exam::Instant& at) const { return trueOf_.at(at.bootId) + at.runMs - 5'000; }

 private:
  std::int64_t trueMs_ = 0;
  std::int64_t wallOffsetMs_ = 0;
  std::int64_t bootTrueMs_ = 0;
  std::int64_t boots_ = 0;
  std::string bootId_;
  std::map<journal::BootId, std::int64_t> trueOf_;
};

}  // namespace vigie::simulation
