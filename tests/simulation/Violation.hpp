// A promise that did not hold: ends the room. Thread: one.
#pragma once

#include <stdexcept>
#include <string>

namespace vigie::simulation {

class Violation : public std::runtime_error {
 public:
  explicit Violation(const std::string& what) : std::runtime_error(what) {}
};

inline void require(bool holds, const std::string& what) {
  if (!holds) throw Violation(what);
}

}  // namespace vigie::simulation
