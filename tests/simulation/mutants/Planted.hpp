// Which defect is chosen at this moment, in room-mutants; nothing else is built with this header. Thread: one.
#pragma once

#include <span>
#include <string_view>

namespace vigie::simulation {

struct Mutant {
  std::string_view name;
  std::string_view what;
};

std::span<const Mutant> mutants();  // those of mutants.toml

inline std::string_view& plantedDefect() {
  static std::string_view name;
  return name;
}

inline bool isPlanted(std::string_view name) {
  return plantedDefect() == name;
}

}  // namespace vigie::simulation
