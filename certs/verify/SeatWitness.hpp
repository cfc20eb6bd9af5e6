// Who vouches for answers and pictures: the workstation that the centre enrolled certifies a seat key for each sitting,
// and that key signs every answer over what was shown, and every picture that was taken. Thread: any.
#pragma once

#include <map>

#include "certs/verify/CentreHistory.hpp"
#include "certs/verify/Heads.hpp"

namespace vigie::verify {

class SeatWitness {
 public:
  SeatWitness(const CentreHistory& history, Heads& heads, Findings& findings)
      : history_(history), heads_(heads), findings_(findings) {}

  void examine(const SessionEntry& entry);

 private:
  struct Sitting {
    std::string candidate;
    std::string workstation;
    crypto::PublicKey key;
  };
  struct Asked {
    exam::Instant at;
    std::uint32_t number = 0;
  };
  void seated(const SessionEntry& entry, const exam::record::CandidateSeated& content);
  void answered(const SessionEntry& entry, const exam::record::AnswerAccepted& content);
  void pictured(const SessionEntry& entry, const std::string& candidate, const exam::record::SignedBytes& announcement);
  const Sitting* sittingOf(const crypto::Digest& keyId) const;

  const CentreHistory& history_;
  Heads& heads_;
  Findings& findings_;
  std::map<crypto::Digest, Sitting> sittings_;       // by key id
  std::map<std::string, std::string> workstations_;  // where each candidate sits
  std::map<std::string, Asked> asked_;               // the newest question of each candidate
};

}  // namespace vigie::verify
