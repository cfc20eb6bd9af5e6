// Seeded faults of a link's socket, for tests: the same seed gives the same faults at the same calls.
#pragma once

#include <cstdint>

namespace vigie::link {

struct FaultPlan {
  std::uint64_t seed = 0;
  unsigned shortReadPercent = 0;   // of reads that return 1 to 7 bytes
  unsigned shortWritePercent = 0;  // of writes that take 1 to 7 bytes
  unsigned blockPercent = 0;       // of reads and writes that say "would block" although they would not
};

}  // namespace vigie::link
