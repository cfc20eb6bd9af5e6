// What the person decided or typed and the centre does not have yet. Ownership: values. Thread: any.
#pragma once

#include <cstdint>
#include <optional>

#include "common/content/Answer.hpp"

namespace vigie::session {

enum class CameraChoice : std::uint8_t { unasked, accepted, refused, absent };

// Typed or chosen for a question, not confirmed.
struct Draft {
  std::uint32_t question = 0;
  content::Answer answer;

  friend bool operator==(const Draft&, const Draft&) = default;
};

struct Notes {
  CameraChoice camera = CameraChoice::unasked;
  std::optional<Draft> draft;

  friend bool operator==(const Notes&, const Notes&) = default;
};

}  // namespace vigie::session
