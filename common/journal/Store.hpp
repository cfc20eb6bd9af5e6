// Where the journal's records are kept. A store owns no meaning: blobs in, the same blobs out, in order.
// Thread: one at a time (while a Writer lives, its thread; other readers open a store of their own, read only).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "common/journal/Record.hpp"

namespace vigie::journal {

struct Entry {
  StreamId stream;
  std::uint64_t sequence = 0;
  base::Bytes blob;           // an encoded Record; never changes once committed
  base::Bytes sealedPrivate;  // encrypted private part, empty = none or erased

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct StreamEnd {
  StreamId stream;
  std::uint64_t lastSequence = 0;

  friend bool operator==(const StreamEnd&, const StreamEnd&) = default;
};

enum class Visit { more, stop };
using Visitor = std::function<base::Result<Visit>(Entry&&)>;  // an error ends the reading and is read()'s error

class Store {
 public:
  virtual ~Store() = default;

  // All or nothing, durable on return. Sequences of a stream must go on by one. Errors: "journal-sequence" (duplicate
  // or gap), "journal-full" (disk full), "journal-damaged", "journal-io".
  virtual base::Result<void> commit(std::span<const Entry> entries) = 0;

  // In sequence order from `fromSequence` on; none when the stream ends before. Errors: "journal-damaged" (names stream
  // and sequence of the first record that is missing or altered), "journal-io", the visitor's. The visitor must not
  // call the store.
  virtual base::Result<void> read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) = 0;

  // Every stream that has records, by id.
  virtual base::Result<std::vector<StreamEnd>> streams() = 0;

  // Forgets the private parts of these records, all or none; those erased before stay so. Error "journal-sequence" for
  // a record that is not there, and those of commit.
  virtual base::Result<void> erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) = 0;
};

}  // namespace vigie::journal
