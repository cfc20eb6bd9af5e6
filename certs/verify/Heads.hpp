// Heads of the session's stream that somebody besides the server signed: in answers, commands, countersignatures,
// certificates. Whoever changed a record would have to forge every such signature after it. Thread: one at a time.
#pragma once

#include <string>

#include "certs/verify/Streams.hpp"

namespace vigie::verify {

class Heads {
 public:
  Heads(const Stream<exam::SessionRecord>& stream, Findings& findings) : stream_(stream), findings_(findings) {}

  // `whose`: "answer", "staff", "countersignature", "certificate" or "centre". `place`: where it was recorded.
  void check(const Place& place, std::uint64_t position, const std::string& head, const std::string& whose) {
    const bool before = position > 0 && (place.stream != Place::Stream::session || position < place.record);
    if (before && stream_.agrees(position, head)) {
      newest_ = std::max(newest_, position);
      return;
    }
    findings_.add(Code::headDisagrees, place, std::to_string(position),
                  whose + "; the newest head that agrees is at position " + std::to_string(newest_));
  }

 private:
  const Stream<exam::SessionRecord>& stream_;
  Findings& findings_;
  std::uint64_t newest_ = 0;
};

}  // namespace vigie::verify
