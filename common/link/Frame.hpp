// What travels on a link: 4-byte big-endian length (of type and body), 2-byte big-endian message type, body.
// Thread: any (values). Source of the format: design.md 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "common/base/Bytes.hpp"

namespace vigie::link {

struct Frame {
  std::uint16_t type = 0;
  base::Bytes body;

  friend bool operator==(const Frame&, const Frame&) = default;
};

inline constexpr std::size_t kFrameLengthBytes = 4;
inline constexpr std::size_t kFrameTypeBytes = 2;
inline constexpr std::size_t kFrameHeaderBytes = kFrameLengthBytes + kFrameTypeBytes;

// The largest body, in bytes, of a message type that the peer may send; nullopt for a type it may not. Asked once per
// frame, on an I/O thread, before anything is allocated for the body.
using FrameCaps = std::function<std::optional<std::size_t>(std::uint16_t type)>;

}  // namespace vigie::link
