#include "common/journal/Chain.hpp"

namespace vigie::journal {
namespace {

constexpr std::array<std::uint8_t, 1> kLeafPrefix{0};
constexpr std::array<std::uint8_t, 1> kHeadPrefix{1};

std::string placeOf(const StreamId& stream, std::uint64_t sequence) {
  return "stream " + streamName(stream) + ", record " + std::to_string(sequence);
}

}  // namespace

crypto::Digest blobDigest(base::ByteView blob) {
  return crypto::sha256({kLeafPrefix, blob});
}

Head nextHead(const Head& head, const crypto::Digest& digest) {
  return {head.position + 1, crypto::sha256({kHeadPrefix, head.head, digest})};
}

base::Bytes ChainBuilder::append(Record& record) {
  record.stream = stream_;
  record.sequence = nextSequence();
  base::Bytes blob = encode(record);
  head_ = nextHead(head_, blobDigest(blob));
  return blob;
}

base::Result<Record> ChainVerifier::append(base::ByteView blob) {
  const std::uint64_t expected = head_.position + 1;
  const std::string place = placeOf(stream_, expected);
  auto record = decode(blob);
  if (!record) return base::failAt(place, record.error());
  if (record->stream != stream_) {
    return base::fail("record-stream", place + ": it belongs to the stream " + streamName(record->stream));
  }
  if (record->sequence != expected) {
    return base::fail("record-sequence", place + ": its number is " + std::to_string(record->sequence));
  }
  compareWithLast(*record);
  last_ = Last{record->epoch, record->bootId, record->runMs};
  head_ = nextHead(head_, blobDigest(blob));
  return record;
}

void ChainVerifier::compareWithLast(const Record& record) {
  if (!last_) return;
  if (record.epoch != last_->epoch) {
    notices_.push_back({Notice::Kind::epochChanged, record.sequence,
                        placeOf(stream_, record.sequence) + ": the epoch changes from " + last_->epoch.hex() + " to " +
                            record.epoch.hex() + ": a backup was restored or the data folder began a new life"});
  }
  if (record.bootId == last_->bootId && record.runMs < last_->runMs) {
    notices_.push_back({Notice::Kind::runTimeWentBack, record.sequence,
                        placeOf(stream_, record.sequence) + ": the run time goes back from " +
                            std::to_string(last_->runMs) + " to " + std::to_string(record.runMs) +
                            " ms within one boot, which no clock of ours does"});
  }
}

}  // namespace vigie::journal
