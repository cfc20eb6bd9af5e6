#include "certs/log/Checkpoint.hpp"

#include <charconv>

#include "common/base/Text.hpp"

namespace vigie::tlog {

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + base::toBase64(root) + "\n";
}

base::Result<Checkpoint> parseCheckpoint(std::string_view text) {
  const std::vector<std::string> lines = base::split(text, '\n');
  const auto wrong = [] {
    return base::fail("checkpoint-malformed", "expected an origin, a size and a root, one line each");
  };
  if (lines.size() != 4) return wrong();
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), checkpoint.size);
  const auto root = base::fromBase64(lines[2]);
  if (!root || !crypto::toDigest(base::textOf(*root), checkpoint.root)) return wrong();
  if (checkpoint.origin.empty() || checkpoint.text() != text) return wrong();
  return checkpoint;
}

std::string signCheckpoint(std::uint64_t size, const Digest& root, const NoteKey& key, const crypto::Signer& signer) {
  Note note{Checkpoint{key.name(), size, root}.text(), {}};
  signNote(note, key, signer);
  return note.encode();
}

base::Result<Checkpoint> openCheckpoint(std::string_view encoded, const NoteKey& logKey) {
  const auto note = parseNote(encoded);
  if (!note) return base::fail(note.error());
  auto checkpoint = parseCheckpoint(note->text);
  if (!checkpoint) return checkpoint;
  if (checkpoint->origin != logKey.name()) {
    return base::fail("checkpoint-origin", "the checkpoint is of another log than " + logKey.name());
  }
  if (const auto verified = verifyNote(*note, logKey); !verified) return base::fail(verified.error());
  return checkpoint;
}

}  // namespace vigie::tlog
