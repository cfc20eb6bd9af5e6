// One candidate's time (design.md 2): remaining = allowed + credits - counted. Time counts only between two records
// that settle the clock; an interval above 2 s counts as 2 s and the rest is credited, because the centre was not there.
// Pure. Units: milliseconds.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace vigie::exam {

// When a record was made. Run times compare only within one boot.
struct Instant {
  std::int64_t wallMs = 0;
  std::int64_t runMs = 0;
  std::array<std::uint8_t, 16> bootId{};
};

inline constexpr std::int64_t kLongestCountedGapMs = 2'000;
inline constexpr std::int64_t kLinkCreditMs = 120'000;  // per loss; beyond it an invigilator's signed decision

enum class CreditReason : std::uint8_t { centreDown, paused, alert, linkLost, decision };
inline constexpr std::size_t kCreditReasons = 5;
std::string_view creditReasonName(CreditReason reason);

// What stops a candidate from answering in the interval that is being settled.
struct Holds {
  bool paused = false;
  bool alert = false;
  bool linkLost = false;
};

class ExamClock {
 public:
  void allow(std::int64_t ms) { allowedMs_ += ms; }
  void start(const Instant& at);
  void stop(const Instant& at, const Holds& holds);

  // Counts and credits the time since the clock was last settled. Nothing when it does not run.
  void settle(const Instant& at, const Holds& holds);

  void linkLost() { linkCreditLeftMs_ = kLinkCreditMs; }
  void credit(CreditReason reason, std::int64_t ms) { creditsMs_[static_cast<std::size_t>(reason)] += ms; }

  bool isRunning() const { return running_; }
  std::int64_t allowedMs() const { return allowedMs_; }
  std::int64_t countedMs() const { return countedMs_; }
  std::int64_t creditedMs() const;
  std::int64_t creditedMs(CreditReason reason) const { return creditsMs_[static_cast<std::size_t>(reason)]; }
  std::int64_t remainingMs() const { return allowedMs_ + creditedMs() - countedMs_; }

  friend bool operator==(const ExamClock&, const ExamClock&) = default;

 private:
  bool running_ = false;
  std::int64_t allowedMs_ = 0;
  std::int64_t countedMs_ = 0;
  std::array<std::int64_t, kCreditReasons> creditsMs_{};
  std::int64_t linkCreditLeftMs_ = 0;
  std::int64_t settledWallMs_ = 0;
  std::int64_t settledRunMs_ = 0;
  std::array<std::uint8_t, 16> settledBoot_{};
};

}  // namespace vigie::exam
