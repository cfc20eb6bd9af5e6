// Checkpoints: the centre's signed word about a stream's head at a moment. A console keeps every one it was shown and
// countersigns it, so that nobody, the centre's owner included, can rewrite what came before (design.md 2).
// Thread: any (values, one file per folder).
#pragma once

#include <filesystem>

#include "common/crypto/SignedMessage.hpp"
#include "proctor-console/model/StandingBook.hpp"

namespace vigie::console {

struct Checkpoint {
  crypto::SignedMessage message;  // exact bytes, signed as "checkpoint"
  Standing standing;
  std::int64_t wallMs = 0;  // of the centre, when it signed
};

// Errors: "checkpoint-malformed", "signature-key", "signature-wrong".
base::Result<Checkpoint> readCheckpoint(const exam::record::SignedBytes& bytes, const crypto::PublicKey& centreKey);

// Appends to `folder`/checkpoints.jsonl, durably: one JSON object per line with `stream`, `position`, `head`, `epoch`,
// `wallMs`, `body` and `signature` (base64), and `key` (base64 SPKI). Error "file-unwritable".
base::Result<void> keepCheckpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint,
                                  const crypto::PublicKey& centreKey);

}  // namespace vigie::console
