// The hash chain of one stream (design.md section 2):
//   digest_n = SHA-256(00 ‖ blob_n)     head_0 = 32 zero bytes     head_n = SHA-256(01 ‖ head_{n-1} ‖ digest_n)
// The leading byte keeps the two kinds of hash apart, as in RFC 6962. Thread: one at a time. Ownership: values.
#pragma once

#include <optional>
#include <vector>

#include "common/journal/Record.hpp"

namespace vigie::journal {

struct Head {
  std::uint64_t position = 0;  // sequence of the last record covered, 0 = none
  crypto::Digest head{};

  friend bool operator==(const Head&, const Head&) = default;
};

crypto::Digest blobDigest(base::ByteView blob);
Head nextHead(const Head& head, const crypto::Digest& digest);

// Numbers and encodes the records of one stream, on the thread that decides them.
class ChainBuilder {
 public:
  explicit ChainBuilder(StreamId stream, Head start = {}) : stream_(stream), head_(start) {}

  // Sets the record's stream and sequence, encodes it, advances the head and returns the blob.
  base::Bytes append(Record& record);

  const StreamId& stream() const { return stream_; }
  const Head& head() const { return head_; }
  std::uint64_t nextSequence() const { return head_.position + 1; }

 private:
  StreamId stream_;
  Head head_;
};

// Worth telling an auditor, though the chain itself holds.
struct Notice {
  enum class Kind {
    epochChanged,    // a backup was restored, or the data folder began a new life
    runTimeWentBack  // run time smaller than the record before, under the same boot id
  };
  Kind kind{};
  std::uint64_t sequence = 0;
  std::string detail;

  friend bool operator==(const Notice&, const Notice&) = default;
};

// Follows a stream from its beginning, or from a head already verified.
class ChainVerifier {
 public:
  explicit ChainVerifier(StreamId stream, Head start = {}) : stream_(stream), head_(start) {}

  // The decoded record. Errors, after which head() is unchanged: those of decode, "record-stream" (belongs to another
  // stream), "record-sequence" (not the next number); each names stream and sequence.
  base::Result<Record> append(base::ByteView blob);

  const StreamId& stream() const { return stream_; }
  const Head& head() const { return head_; }
  const std::vector<Notice>& notices() const { return notices_; }

 private:
  void compareWithLast(const Record& record);

  struct Last {
    base::EpochId epoch;
    BootId bootId{};
    std::int64_t runMs = 0;
  };
  StreamId stream_;
  Head head_;
  std::optional<Last> last_;
  std::vector<Notice> notices_;
};

}  // namespace vigie::journal
