// For what can only fail when a test itself is wrong. Thread: any.
#pragma once

#include <stdexcept>

#include "common/base/Result.hpp"

namespace vigie::support {

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace vigie::support
