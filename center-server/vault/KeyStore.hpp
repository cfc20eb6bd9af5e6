// The keys that must be able to die: keys/<session>/<candidate>, small files outside SQLite and outside ordinary
// backups, one random key for each candidate and category, wrapped by the epoch key keys/epoch.key (design.md 5).
// Deleting a file makes that candidate's private parts unreadable for ever; the chain stays valid.
// Thread: the state thread's (creating a candidate's keys waits for the disk: rare, and it must come first).
#pragma once

#include <filesystem>

#include "common/base/Id.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::centre {

struct CandidateKeys {
  base::SecretBytes identity;  // name, birth date, slip code, messages, certificate
  base::SecretBytes answers;
  base::SecretBytes evidence;
};

class KeyStore {
 public:
  // Makes the folder and its epoch key. Error "keys-exist".
  static base::Result<void> initialise(const std::filesystem::path& folder);
  static base::Result<KeyStore> open(const std::filesystem::path& folder);  // errors "file-missing", "keys-damaged"

  // Durable on return; the same keys again when they are there. A null candidate means the session as a whole.
  base::Result<CandidateKeys> create(const base::SessionId& session, const base::CandidateRef& candidate);

  // Error "keys-erased" when there are none, "keys-damaged".
  base::Result<CandidateKeys> load(const base::SessionId& session, const base::CandidateRef& candidate) const;

 private:
  KeyStore(std::filesystem::path folder, base::SecretBytes epochKey)
      : folder_(std::move(folder)), epochKey_(std::move(epochKey)) {}
  std::filesystem::path fileOf(const base::SessionId& session, const base::CandidateRef& candidate) const;

  std::filesystem::path folder_;
  base::SecretBytes epochKey_;
};

}  // namespace vigie::centre
