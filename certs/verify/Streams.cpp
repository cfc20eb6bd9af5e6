#include "certs/verify/Streams.hpp"

#include <utility>

namespace vigie::verify {
namespace {

constexpr std::int64_t kLargestTime = 1LL << 53;  // ms; 285,000 years: beyond it clocks would overflow when added

base::Result<exam::CentreRecord> readContent(const journal::Record& record, const exam::CentreRecord*) {
  return exam::readCentreRecord({record.type, record.typeVersion}, record.payload);
}

base::Result<exam::SessionRecord> readContent(const journal::Record& record, const exam::SessionRecord*) {
  return exam::readSessionRecord({record.type, record.typeVersion}, record.payload);
}

bool isTime(std::int64_t ms) {
  return ms >= 0 && ms < kLargestTime;
}

template <class Content>
bool readStream(const std::vector<base::Bytes>& blobs, const journal::StreamId& stream, Place place,
                Stream<Content>& out, Findings& findings) {
  journal::ChainVerifier chain(stream);
  out.heads.push_back(chain.head().head);
  for (const base::Bytes& blob : blobs) {
    place.record = out.size() + 1;
    auto record = chain.append(blob);
    if (!record) {
      findings.add(Code::recordDamaged, place, {}, record.error().detail);
      return false;
    }
    if (!isTime(record->wallMs) || !isTime(record->runMs)) {
      findings.add(Code::recordDamaged, place, {}, "its times are beyond any calendar");
      return false;
    }
    auto content = readContent(*record, static_cast<const Content*>(nullptr));
    if (!content) {
      const bool newer = content.error().code == "record-type";
      findings.add(newer ? Code::recordNewer : Code::recordDamaged, place, {}, content.error().detail);
      return false;
    }
    if (exam::payloadOf(*content) != record->payload) {
      findings.add(Code::recordDamaged, place, {}, "its payload is not in the one form that programs write");
      return false;
    }
    out.entries.push_back({std::move(*record), std::move(*content)});
    out.heads.push_back(chain.head().head);
  }
  out.notices = chain.notices();
  return true;
}

// The stream that the first record names is the session's; every other one must name the same.
journal::StreamId sessionStream(const Bundle& bundle) {
  if (bundle.sessionRecords.empty()) return {};
  const auto first = journal::decode(bundle.sessionRecords.front());
  return first ? first->stream : journal::StreamId{};
}

}  // namespace

std::optional<Streams> readStreams(const Bundle& bundle, Findings& findings) {
  Streams streams;
  const bool centre = readStream(bundle.centreRecords, journal::kCentreStream, inCentre(), streams.centre, findings);
  const bool session = readStream(bundle.sessionRecords, sessionStream(bundle), inSession(), streams.session, findings);
  if (!centre || !session) return std::nullopt;
  const bool begun = !streams.centre.entries.empty() &&
                     std::holds_alternative<exam::record::EpochStarted>(streams.centre.entries.front().content);
  if (!begun) findings.add(Code::streamBeginning, inCentre(1));
  const bool created = !streams.session.entries.empty() &&
                       std::holds_alternative<exam::record::SessionCreated>(streams.session.entries.front().content);
  const auto* content =
      created ? &std::get<exam::record::SessionCreated>(streams.session.entries.front().content) : nullptr;
  const bool own = created && content->session() == streams.session.entries.front().record.stream.bytes() &&
                   !streams.session.entries.front().record.stream.isNull();
  if (!own) findings.add(Code::streamBeginning, inSession(1));
  if (!begun || !own) return std::nullopt;
  return streams;
}

bool isBefore(const exam::Instant& earlier, const exam::Instant& later) {
  return earlier.bootId == later.bootId ? earlier.runMs < later.runMs : earlier.wallMs < later.wallMs;
}

}  // namespace vigie::verify
