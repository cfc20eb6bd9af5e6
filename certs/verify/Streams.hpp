// The two streams of a session as decoded records with their chain. Ownership: values. Thread: any.
#pragma once

#include <optional>
#include <vector>

#include "certs/verify/Finding.hpp"
#include "certs/verify/SessionFiles.hpp"
#include "common/exam/ExamClock.hpp"
#include "common/exam/Records.hpp"
#include "common/journal/Chain.hpp"

namespace vigie::verify {

template <class Content>
struct Entry {
  journal::Record record;
  Content content;

  exam::Instant at() const { return {record.wallMs, record.runMs, record.bootId}; }
};

using CentreEntry = Entry<exam::CentreRecord>;
using SessionEntry = Entry<exam::SessionRecord>;

template <class Content>
struct Stream {
  std::vector<Entry<Content>> entries;  // that of sequence n at n - 1
  std::vector<crypto::Digest> heads;    // after n records at n
  std::vector<journal::Notice> notices;

  std::uint64_t size() const { return entries.size(); }
  bool agrees(std::uint64_t position, std::string_view head) const {
    return position < heads.size() && head == base::textOf(heads[position]);
  }
};

struct Streams {
  Stream<exam::CentreRecord> centre;
  Stream<exam::SessionRecord> session;
};

// Nothing when a record cannot be read: what follows it cannot be judged. The finding says where.
std::optional<Streams> readStreams(const Bundle& bundle, Findings& findings);

// Was `earlier` recorded before `later`? Across streams only time tells.
bool isBefore(const exam::Instant& earlier, const exam::Instant& later);

// Without overflow, whatever a stranger signed.
inline std::uint64_t distanceMs(std::int64_t one, std::int64_t other) {
  const auto low = static_cast<std::uint64_t>(one < other ? one : other);
  return static_cast<std::uint64_t>(one < other ? other : one) - low;
}

inline Place inCentre(std::uint64_t record = 0) {
  return {Place::Stream::centre, record, {}, 0};
}
inline Place inSession(std::uint64_t record = 0) {
  return {Place::Stream::session, record, {}, 0};
}

}  // namespace vigie::verify
