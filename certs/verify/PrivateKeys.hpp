// The keys of one session's private parts, read from a data folder's keys/ (center-server/vault/KeyStore.hpp describes
// the files), and the opening of a sealed part. After read() nothing touches a file. Thread: any. Ownership: values.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/base/Secret.hpp"
#include "common/exam/PrivateOwner.hpp"
#include "common/journal/Record.hpp"

namespace vigie::verify {

class PrivateKeys {
 public:
  // Keys that were erased are simply not there. Error "file-missing": no epoch key, so nobody meant them to be read.
  static base::Result<PrivateKeys> read(const std::filesystem::path& folder, const base::SessionId& session);

  // Sentences about files that are there but are no keys, or belong to another epoch key.
  const std::vector<std::string>& damaged() const { return damaged_; }

  bool has(const base::CandidateRef& candidate) const { return keys_.contains(candidate); }

  // Errors: "keys-erased", "seal-broken".
  base::Result<base::Bytes> open(const exam::PrivateOwner& owner, const journal::StreamId& stream,
                                 std::uint64_t sequence, base::ByteView sealed) const;

 private:
  struct Keys {
    base::SecretBytes identity;
    base::SecretBytes answers;
  };
  std::map<base::CandidateRef, Keys> keys_;  // null reference: the session's own
  std::vector<std::string> damaged_;
};

}  // namespace vigie::verify
