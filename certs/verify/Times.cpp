#include "certs/verify/Times.hpp"

namespace vigie::verify {
namespace {

// Clocks are disciplined in small steps all day; a person's hand makes large ones.
constexpr std::int64_t kStepMs = 5'000;

}  // namespace

void examineTimes(const Stream<exam::SessionRecord>& stream, Findings& findings) {
  for (std::size_t i = 1; i < stream.entries.size(); ++i) {
    const journal::Record& before = stream.entries[i - 1].record;
    const journal::Record& now = stream.entries[i].record;
    const std::int64_t ran = now.bootId == before.bootId ? now.runMs - before.runMs : 0;
    const std::int64_t step = now.wallMs - before.wallMs - ran;
    const std::string seconds = std::to_string((step < 0 ? -step : step) / 1000);
    if (step < -kStepMs) findings.add(Code::clockSetBack, inSession(now.sequence), seconds);
    // Over a reboot nobody knows how long the machine was off.
    if (step > kStepMs && now.bootId == before.bootId)
      findings.add(Code::clockSetForward, inSession(now.sequence), seconds);
  }
}

}  // namespace vigie::verify
