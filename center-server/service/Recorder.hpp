// Numbers, hashes and seals the records of every stream. What it returns waits for the writer.
// Thread: the state thread's.
#pragma once

#include <map>
#include <optional>

#include "common/base/Secret.hpp"
#include "common/exam/ExamClock.hpp"
#include "common/exam/Records.hpp"
#include "common/journal/Chain.hpp"
#include "common/journal/Store.hpp"

namespace vigie::centre {

// A private part to be sealed: its bytes, and the key of the candidate and category it belongs to.
struct PrivatePart {
  base::Bytes plain;
  base::SecretBytes key;
};

class Recorder {
 public:
  explicit Recorder(base::EpochId epoch) : epoch_(epoch) {}

  // Goes on after the records already in the journal.
  void resume(const journal::StreamId& stream, const journal::Head& head);

  void append(const journal::StreamId& stream, exam::RecordType type, base::Bytes payload, const crypto::Digest& privateHash,
              const std::optional<PrivatePart>& privatePart, const exam::Instant& at);

  journal::Head head(const journal::StreamId& stream) const;
  base::EpochId epoch() const { return epoch_; }
  std::vector<journal::Entry> take();  // what was appended since the last call, in order

 private:
  base::EpochId epoch_;
  std::map<journal::StreamId, journal::ChainBuilder> chains_;
  std::vector<journal::Entry> pending_;
};

}  // namespace vigie::centre
