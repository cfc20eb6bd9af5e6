#include "certs/log/Note.hpp"

#include <algorithm>

#include "common/base/Text.hpp"

namespace vigie::tlog {
namespace {

constexpr std::string_view kSignaturePrefix = "\xe2\x80\x94 ";  // em dash, blank
constexpr std::size_t kTimeBytes = 8;

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail("note-malformed", std::move(detail));
}
std::unexpected<base::Error> wrongKey(std::string detail) {
  return base::fail("vkey-wrong", std::move(detail));
}

bool isName(std::string_view name) {
  return !name.empty() && base::isUtf8(name) && name.find_first_of("+ \t\r\n\v\f") == std::string_view::npos;
}

base::Bytes typedKey(NoteKeyType type, const crypto::PublicKey& key) {
  base::Bytes bytes = {static_cast<std::uint8_t>(type)};
  base::append(bytes, key.point());
  return bytes;
}

bool hasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

// What a key signs: a log the text itself, a witness a header with its time and the text (C2SP tlog-cosignature).
std::string signedText(const Note& note, NoteKeyType type, std::uint64_t timeSeconds) {
  if (type == NoteKeyType::log) return note.text;
  return "cosignature/v1\ntime " + std::to_string(timeSeconds) + "\n" + note.text;
}

base::Result<NoteSignature> parseSignature(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) return malformed("a signature line begins with an em dash and a blank");
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !isName(line.substr(0, blank)))
    return malformed("a signature line has no key name");
  const auto bytes = base::fromBase64(line.substr(blank + 1));
  if (!bytes || bytes->size() < 5) return malformed("a signature is base64 of a key id and a signature");
  return NoteSignature{
      std::string(line.substr(0, blank)), base::readBigEndian32(*bytes), {bytes->begin() + 4, bytes->end()}};
}

}  // namespace

NoteKey::NoteKey(std::string name, NoteKeyType type, crypto::PublicKey key)
    : name_(std::move(name)), type_(type), key_(std::move(key)) {
  const base::Bytes bytes = typedKey(type_, key_);
  id_ = base::readBigEndian32(crypto::sha256({base::bytesOf(name_), base::bytesOf("\n"), bytes}));
}

base::Result<NoteKey> NoteKey::make(std::string name, NoteKeyType type, const crypto::PublicKey& key) {
  if (!isName(name)) return wrongKey("a key name must not be empty nor hold a blank or '+'");
  if (key.kind() != crypto::KeyKind::ed25519) return wrongKey("a log or witness key must be an Ed25519 key");
  return NoteKey(std::move(name), type, key);
}

base::Result<NoteKey> NoteKey::fromText(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return wrongKey("expected <name>+<key id>+<base64> in one line");
  const auto bytes = base::fromBase64(text.substr(second + 1));
  const bool known = bytes && bytes->size() == 33 &&
                     (bytes->front() == static_cast<std::uint8_t>(NoteKeyType::log) ||
                      bytes->front() == static_cast<std::uint8_t>(NoteKeyType::witness));
  if (!known) return wrongKey("expected an Ed25519 key of type 01 (log) or 04 (witness)");
  const auto key = crypto::PublicKey::fromEd25519(base::ByteView(*bytes).subspan(1));
  if (!key) return wrongKey("expected the 32 bytes of an Ed25519 key");
  auto made = make(std::string(text.substr(0, first)), static_cast<NoteKeyType>(bytes->front()), *key);
  if (made && made->text() != text) return wrongKey("the key id does not belong to this name and key");
  return made;
}

std::string NoteKey::text() const {
  base::Bytes id;
  base::appendBigEndian32(id, id_);
  return name_ + "+" + base::toHex(id) + "+" + base::toBase64(typedKey(type_, key_));
}

std::string Note::encode() const {
  std::string out = text + "\n";
  for (const NoteSignature& signature : signatures) {
    base::Bytes bytes;
    base::appendBigEndian32(bytes, signature.keyId);
    base::append(bytes, signature.bytes);
    out += std::string(kSignaturePrefix) + signature.name + " " + base::toBase64(bytes) + "\n";
  }
  return out;
}

base::Result<Note> parseNote(std::string_view encoded) {
  if (encoded.size() > kLargestNote) return malformed("a note of at most 64 KiB is expected");
  if (!base::isUtf8(encoded) || hasControlCharacter(encoded))
    return malformed("a note is UTF-8 text without control characters");
  const std::size_t split = encoded.rfind("\n\n");
  if (split == std::string_view::npos || split == 0 || !encoded.ends_with('\n')) {
    return malformed("a note is a text, a blank line and signature lines");
  }
  Note note;
  note.text = encoded.substr(0, split + 1);
  std::string_view rest = encoded.substr(split + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    auto signature = parseSignature(rest.substr(0, end));
    if (!signature) return base::fail(signature.error());
    note.signatures.push_back(std::move(*signature));
    if (note.signatures.size() > kMostSignatures) return malformed("a note has at most 100 signatures");
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return malformed("the note has no signature line");
  return note;
}

base::Result<std::uint64_t> verifyNote(const Note& note, const NoteKey& key) {
  const auto isOurs = [&](const NoteSignature& one) { return one.name == key.name() && one.keyId == key.id(); };
  const auto found = std::find_if(note.signatures.begin(), note.signatures.end(), isOurs);
  if (found == note.signatures.end()) return base::fail("note-unsigned", "there is no signature by " + key.name());
  const auto wrong = [&] {
    return base::fail("note-signature", "the signature by " + key.name() + " is wrong or there twice");
  };
  if (std::any_of(found + 1, note.signatures.end(), isOurs)) return wrong();
  base::ByteView bytes = found->bytes;
  std::uint64_t timeSeconds = 0;
  if (key.type() == NoteKeyType::witness) {
    if (bytes.size() < kTimeBytes) return wrong();
    timeSeconds = base::readBigEndian64(bytes);
    bytes = bytes.subspan(kTimeBytes);
  }
  if (!key.publicKey().verify(base::bytesOf(signedText(note, key.type(), timeSeconds)), bytes)) return wrong();
  return timeSeconds;
}

void signNote(Note& note, const NoteKey& key, const crypto::Signer& signer, std::uint64_t timeSeconds) {
  NoteSignature signature{key.name(), key.id(), {}};
  if (key.type() == NoteKeyType::witness) base::appendBigEndian64(signature.bytes, timeSeconds);
  base::append(signature.bytes, signer.sign(base::bytesOf(signedText(note, key.type(), timeSeconds))));
  note.signatures.push_back(std::move(signature));
}

}  // namespace vigie::tlog
