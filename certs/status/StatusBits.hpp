// The bits of a Bitstring Status List (W3C Recommendation v1.0): index 0 is the leftmost, most significant bit of the
// first byte; at least 131,072 of them, so that asking for a list does not tell which certificate is meant.
// Text form: 'u' and base64url of GZIP. Thread: any. Ownership: value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"

namespace vigie::status {

inline constexpr std::uint64_t kFewestBits = 131'072;
inline constexpr std::uint64_t kMostBits = 8'388'608;  // 1 MiB: what a hostile list may unfold to

class StatusBits {
 public:
  explicit StatusBits(std::uint64_t count = kFewestBits);  // all clear; clamped to the limits, a multiple of 8

  std::uint64_t count() const { return bytes_.size() * 8; }
  bool isSet(std::uint64_t index) const;  // false outside: ask count() first
  void set(std::uint64_t index);          // nothing outside
  void clear(std::uint64_t index);

  std::string encode() const;  // the same text for the same bits (one version of zlib)

  // Unfolds at most kMostBits. Errors: "status-encoding", "status-size".
  static base::Result<StatusBits> decode(std::string_view text);

  friend bool operator==(const StatusBits&, const StatusBits&) = default;

 private:
  base::Bytes bytes_;
};

}  // namespace vigie::status
