// Time. Pure code receives a Moment; only composition roots hold a Clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace vigie::base {

// One reading of both clocks. Wall time may be set by a person; run time never goes back within one boot.
struct Moment {
  std::int64_t wallMs = 0;  // milliseconds since 1970-01-01 UTC (CLOCK_REALTIME)
  std::int64_t runMs = 0;   // milliseconds since boot, suspended time included (CLOCK_BOOTTIME)
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment now() const = 0;
  virtual std::string bootId() const = 0;  // changes at each boot: run times compare only within one
};

class SystemClock final : public Clock {
 public:
  Moment now() const override;
  std::string bootId() const override;
};

// "2026-11-21T19:15:00Z"; whole seconds, UTC.
std::string formatUtc(std::int64_t wallMs);

// The inverse of formatUtc for exactly that form; -1 when the text is anything else.
std::int64_t parseUtc(const std::string& text);

}  // namespace vigie::base
