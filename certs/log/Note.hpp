// C2SP signed notes: a text, a blank line, and lines "— <key name> base64(key id ‖ signature)". Ed25519 (type 01, a
// log's own signature) and its cosignature/v1 (type 04, a witness's). Other types and unknown keys are kept and
// ignored. Key id = the first 4 bytes of SHA-256(name ‖ 0A ‖ type ‖ public key). Thread: any. Ownership: values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/Keys.hpp"

namespace vigie::tlog {

enum class NoteKeyType : std::uint8_t { log = 0x01, witness = 0x04 };

// What a .vkey file holds in one line: <name>+<key id, 8 hex digits>+base64(type ‖ public key).
class NoteKey {
 public:
  // Error "vkey-wrong": a name that is empty or holds '+' or a blank, or a key that is not Ed25519.
  static base::Result<NoteKey> make(std::string name, NoteKeyType type, const crypto::PublicKey& key);

  // One line; a line end after it is accepted. Error "vkey-wrong".
  static base::Result<NoteKey> fromText(std::string_view text);

  std::string text() const;  // without line end
  const std::string& name() const { return name_; }
  NoteKeyType type() const { return type_; }
  std::uint32_t id() const { return id_; }
  const crypto::PublicKey& publicKey() const { return key_; }

 private:
  NoteKey(std::string name, NoteKeyType type, crypto::PublicKey key);
  std::string name_;
  NoteKeyType type_;
  crypto::PublicKey key_;
  std::uint32_t id_ = 0;
};

struct NoteSignature {
  std::string name;
  std::uint32_t keyId = 0;
  base::Bytes bytes;  // behind the key id

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

inline constexpr std::size_t kLargestNote = 64 * 1024;
inline constexpr std::size_t kMostSignatures = 100;

struct Note {
  std::string text;  // ends with a line end
  std::vector<NoteSignature> signatures;

  std::string encode() const;
};

// Accepts exactly what encode() writes. Error "note-malformed".
base::Result<Note> parseNote(std::string_view encoded);

// Exactly one signature by this key must be there, and be right. For a witness key the result is the time it signed at
// (seconds since 1970); 0 for a log key. Errors: "note-unsigned", "note-signature" (wrong, or there twice).
base::Result<std::uint64_t> verifyNote(const Note& note, const NoteKey& key);

// Appends a signature to the note. `signer` holds the private part of `key`; `timeSeconds` is a witness's time.
void signNote(Note& note, const NoteKey& key, const crypto::Signer& signer, std::uint64_t timeSeconds = 0);

}  // namespace vigie::tlog
