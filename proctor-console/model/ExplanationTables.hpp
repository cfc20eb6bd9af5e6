// The sentences themselves, apart from how they are found. Thread: any (data).
#pragma once

#include <span>

#include "proctor-console/model/Explanations.hpp"

namespace vigie::console {

std::span<const Explanation> refusalTable();
std::span<const Explanation> faultTable();

}  // namespace vigie::console
