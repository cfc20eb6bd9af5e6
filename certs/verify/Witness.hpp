// Who vouches for the records of a session besides the server that kept them: staff by their commands and
// countersignatures, the centre by its checkpoints. Each names a position and the head it saw there; whoever changed
// anything before that position would need all those keys too. Thread: any.
#pragma once

#include <set>

#include "certs/verify/CentreHistory.hpp"
#include "certs/verify/Heads.hpp"

namespace vigie::verify {

class Witness {
 public:
  Witness(const Streams& streams, const CentreHistory& history, Heads& heads, Findings& findings);

  void examine(const SessionEntry& entry);
  void finish(Facts& facts);  // what should have been there

 private:
  void checkRecord(const SessionEntry& entry);
  void staffCommand(const SessionEntry& entry, const exam::record::SignedBytes& bytes);
  void checkpoint(const SessionEntry& entry, const exam::record::CheckpointSigned& content);
  void countersignature(const SessionEntry& entry, const exam::record::CheckpointCountersigned& content);

  const Streams& streams_;
  const CentreHistory& history_;
  Heads& heads_;
  Findings& findings_;
  std::optional<crypto::PublicKey> checkpointKey_;
  std::set<base::Bytes> checkpoints_;  // bodies
  std::uint64_t finalised_ = 0;        // sequence of SessionFinalised
  std::uint64_t newestCheckpoint_ = 0;
  std::size_t countersignatures_ = 0;
  bool finalCountersigned_ = false;
};

}  // namespace vigie::verify
