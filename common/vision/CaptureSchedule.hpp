// Which frames become evidence: one picture every half a minute when calm, one every 1.5 seconds around an event, the
// five seconds before it from a ring, and never more bytes than the candidate-hour has. Pure: times come in, decisions
// go out. Thread: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "common/vision/Facts.hpp"

namespace vigie::vision {

struct CaptureSettings {
  std::int64_t calmMs = 30'000;
  std::int64_t eventMs = 1'500;    // between two pictures while something is going on
  std::int64_t aroundMs = 12'000;  // for so long after the flags last changed
  std::int64_t ringMs = 5'000;     // kept from before an event
  std::int64_t ringEveryMs = 1'000;
  // Together, and with the ring that may follow the last of them, at most 20 MB in any hour.
  std::int64_t bytesAnHour = 17'400'000;
  std::int64_t burstBytes = 1'800'000;  // what may be spent at once
  std::int64_t fixedMs = 0;             // not 0: one picture every so often, whatever happens (demonstrations)
};

// No picture may cost more: one that does not compress, noise of a sensor in the dark, is encoded coarser.
inline constexpr std::size_t kLargestPicture = 100'000;

class CaptureSchedule {
 public:
  // What a frame is worth being encoded for. `ring`: forgotten after ringMs unless an event begins.
  enum class Wish : std::uint8_t { nothing, ring, keep };

  explicit CaptureSchedule(const CaptureSettings& settings) : settings_(settings), budget_(settings.burstBytes) {}

  // `flags`: what the frame shows now. Times never go back.
  Wish look(FlagSet flags, std::int64_t nowMs);
  void note(FlagSet flags, std::int64_t nowMs);  // the same without a frame: the camera gave none
  void spend(std::size_t bytes);                 // a picture was kept, of the ring or not: it is paid for
  bool takeRing();                               // once after an event has begun: the ring belongs to the evidence
  bool isCalm(std::int64_t nowMs) const;

 private:
  void refill(std::int64_t nowMs);
  Wish lookSteadily(std::int64_t nowMs);

  CaptureSettings settings_;
  std::int64_t budget_;
  std::int64_t carry_ = 0;
  std::int64_t refilledMs_ = -1;
  std::int64_t keptMs_ = -1;
  std::int64_t ringedMs_ = -1;
  std::int64_t changedMs_ = -1;
  std::int64_t steadyMs_ = -1;  // when the next one of a fixed rhythm is due
  bool wantsRing_ = false;
  FlagSet flags_;
};

// The last seconds of pictures that nobody has asked for yet.
template <class Picture>
class CaptureRing {
 public:
  explicit CaptureRing(std::int64_t keptMs) : keptMs_(keptMs) {}

  void add(Picture picture, std::int64_t nowMs) {
    pictures_.emplace_back(nowMs, std::move(picture));
    while (nowMs - pictures_.front().first > keptMs_) pictures_.pop_front();
  }

  // Oldest first; empty afterwards. Pictures that have become too old since are gone.
  std::vector<Picture> takeAll(std::int64_t nowMs) {
    std::vector<Picture> all;
    for (auto& [takenMs, picture] : pictures_) {
      if (nowMs - takenMs <= keptMs_) all.push_back(std::move(picture));
    }
    pictures_.clear();
    return all;
  }

  std::size_t size() const { return pictures_.size(); }

 private:
  std::int64_t keptMs_;
  std::deque<std::pair<std::int64_t, Picture>> pictures_;
};

}  // namespace vigie::vision
