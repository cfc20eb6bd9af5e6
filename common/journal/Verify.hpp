// Is a stream what it was? Pure functions over records; `journal verify` and verify-session use the same.
// Thread: any.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "common/journal/Chain.hpp"
#include "common/journal/Store.hpp"

namespace vigie::journal {

struct Damage {
  std::uint64_t sequence = 0;  // the first record that is damaged, or may be when only a later head tells
  std::string what;            // sentences naming stream, sequence, what was found and what was expected
};

struct StreamReport {
  StreamId stream;
  Head head;  // over the records that are intact
  std::vector<Notice> notices;
  std::optional<Damage> damage;

  bool isIntact() const { return !damage.has_value(); }
};

// `known` are heads that somebody else vouches for (checkpoints, acknowledgements), in any order: the stream must
// reach each of them. Position 0 is reached by every stream whose known head is 32 zero bytes.
StreamReport verifyRecords(const StreamId& stream, std::span<const base::Bytes> blobs,
                           std::span<const Head> known = {});

// The same over a store, one record in memory at a time; a store that cannot read on counts as damage there.
StreamReport verifyStream(Store& store, const StreamId& stream, std::span<const Head> known = {});

}  // namespace vigie::journal
