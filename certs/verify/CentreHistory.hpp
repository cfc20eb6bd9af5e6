// The centre's own stream, followed from its beginning: which machines and people counted, and when. Thread: any.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "certs/verify/Streams.hpp"
#include "common/crypto/Certificate.hpp"
#include "common/exam/Centre.hpp"

namespace vigie::verify {

class CentreHistory {
 public:
  // Checks every record on the way.
  static CentreHistory follow(const Stream<exam::CentreRecord>& stream, Findings& findings);

  const exam::CentreState& state() const { return state_; }  // after the last record
  const std::optional<crypto::Certificate>& authority() const { return authority_; }
  bool knows(const base::EpochId& epoch) const { return epochs_.contains(epoch); }

  // As they stood at that moment. Null: never enrolled here.
  const exam::Machine* machine(const std::string& id) const;
  bool wasRevoked(const std::string& machine, const exam::Instant& at) const;
  const exam::Staff* staff(const crypto::Digest& keyId, const exam::Instant& at) const;

 private:
  class Walk;

  exam::CentreState state_;
  std::optional<crypto::Certificate> authority_;
  std::set<base::EpochId> epochs_;
  std::map<std::string, exam::Instant> revoked_;  // by machine
};

}  // namespace vigie::verify
