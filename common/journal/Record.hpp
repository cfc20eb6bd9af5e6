// One record of the journal and its bytes. The payload is opaque here: common/exam gives it a meaning by (type,
// typeVersion). A record is encoded once, then stored, hashed and sent as that blob, never re-serialised.
//
// Format 1, integers big-endian, times in two's complement (FORMAT.md says why each field is there):
//   offset  size  field
//        0     1  format, 1
//        1    16  epoch
//       17    16  stream, all zero = the centre's stream, else the session's id
//       33     8  sequence, from 1
//       41     8  wall time, ms since 1970-01-01 UTC
//       49     8  run time, ms since boot (CLOCK_BOOTTIME)
//       57    16  boot id
//       73     2  type
//       75     2  type version
//       77     4  payload size n, at most kLargestPayload
//       81     n  payload
//     81+n    32  SHA-256 of the private part (salted by its owner), all zero = no private part
// Thread: any. Ownership: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::journal {

struct StreamTag {};
using StreamId = base::Id<StreamTag>;

inline constexpr StreamId kCentreStream{};
StreamId streamOf(const base::SessionId& session);
std::string streamName(const StreamId& stream);  // "centre", or the session's 32 hex digits

using BootId = std::array<std::uint8_t, 16>;

// The text of base::Clock::bootId(), a UUID of 36 characters; error "not-a-boot-id".
base::Result<BootId> parseBootId(std::string_view text);

inline constexpr std::uint8_t kRecordFormat = 1;
inline constexpr std::size_t kLargestPayload = 1U << 20;

struct Record {
  std::uint8_t format = kRecordFormat;
  base::EpochId epoch;
  StreamId stream;
  std::uint64_t sequence = 0;  // from 1 in each stream
  std::int64_t wallMs = 0;
  std::int64_t runMs = 0;
  BootId bootId{};
  std::uint16_t type = 0;
  std::uint16_t typeVersion = 0;
  base::Bytes payload;
  crypto::Digest privateHash{};

  bool hasPrivatePart() const { return privateHash != crypto::Digest{}; }

  friend bool operator==(const Record&, const Record&) = default;
};

// Precondition: format kRecordFormat, sequence at least 1, payload at most kLargestPayload (std::logic_error: a bug).
base::Bytes encode(const Record& record);

// Accepts exactly what encode makes: encode(*decode(blob)) == blob.
// Errors: "record-format" (a format this program does not know), "record-malformed" (cut, trailing bytes, sequence 0).
base::Result<Record> decode(base::ByteView blob);

// What a private part is sealed under besides its key (crypto::seal, `associated`): moved to another record it does not
// open. "vigie/private-part/1", 00, stream, sequence of 8 bytes.
base::Bytes privatePlace(const StreamId& stream, std::uint64_t sequence);

}  // namespace vigie::journal
