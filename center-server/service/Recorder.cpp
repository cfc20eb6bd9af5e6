#include "center-server/service/Recorder.hpp"

#include <utility>

#include "common/crypto/Seal.hpp"

namespace vigie::centre {

void Recorder::resume(const journal::StreamId& stream, const journal::Head& head) {
  chains_.insert_or_assign(stream, journal::ChainBuilder(stream, head));
}

void Recorder::append(const journal::StreamId& stream, exam::RecordType type, base::Bytes payload,
                      const crypto::Digest& privateHash, const std::optional<PrivatePart>& privatePart,
                      const exam::Instant& at) {
  journal::Record record;
  record.epoch = epoch_;
  record.wallMs = at.wallMs;
  record.runMs = at.runMs;
  record.bootId = at.bootId;
  record.type = type.number;
  record.typeVersion = type.version;
  record.payload = std::move(payload);
  record.privateHash = privateHash;
  journal::ChainBuilder& chain = chains_.try_emplace(stream, stream).first->second;
  journal::Entry entry;
  entry.stream = stream;
  entry.blob = chain.append(record);
  entry.sequence = record.sequence;
  if (privatePart) {
    entry.sealedPrivate = crypto::seal(privatePart->key, journal::privatePlace(stream, record.sequence), privatePart->plain);
  }
  pending_.push_back(std::move(entry));
}

journal::Head Recorder::head(const journal::StreamId& stream) const {
  const auto found = chains_.find(stream);
  return found == chains_.end() ? journal::Head{} : found->second.head();
}

std::vector<journal::Entry> Recorder::take() { return std::exchange(pending_, {}); }

}  // namespace vigie::centre
