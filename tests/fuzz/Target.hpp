// What a fuzz target is made of. libFuzzer calls LLVMFuzzerTestOneInput in the `fuzz` preset; elsewhere Replay.cpp
// calls it with the files of a corpus, so that a finding stays found.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "common/base/Bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace vigie::fuzz {

// A promise of the code under test that this input broke.
inline void expect(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace vigie::fuzz
