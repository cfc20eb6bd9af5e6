// C2SP tlog-checkpoint: "<origin>\n<size>\n<base64 root>\n" as a signed note whose log key bears the origin as its
// name. No extension lines. Thread: any. Ownership: values.
#pragma once

#include <string>
#include <string_view>

#include "certs/log/Merkle.hpp"
#include "certs/log/Note.hpp"

namespace vigie::tlog {

struct Checkpoint {
  std::string origin;  // "registre.example.fr/2026": a URL prefix without scheme and without a slash at its end
  std::uint64_t size = 0;
  Digest root{};

  std::string text() const;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

base::Result<Checkpoint> parseCheckpoint(std::string_view text);  // the note's text; error "checkpoint-malformed"

// `key` is the log's; its name becomes the origin. The result is the encoded note.
std::string signCheckpoint(std::uint64_t size, const Digest& root, const NoteKey& key, const crypto::Signer& signer);

// Parses the encoded note; the origin must be the key's name and the key must have signed. Errors: those of parseNote,
// parseCheckpoint and verifyNote, "checkpoint-origin".
base::Result<Checkpoint> openCheckpoint(std::string_view encoded, const NoteKey& logKey);

}  // namespace vigie::tlog
