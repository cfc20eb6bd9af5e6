// The envelope of one picture, made at the seat, stored as it is in the vault (design.md 5):
//   sealed = header(84) ‖ ciphertext ‖ tag(16), AES-256-GCM with the header as associated data
//   header = "vigie-picture/1" 00 ‖ session(16) ‖ candidate(16) ‖ number(4, big endian) ‖ random(32)
// Key and nonce are HKDF-SHA256(candidate's evidence key, salt = random, info = "vigie/picture/1"), 44 bytes: one key
// for each picture, so none is ever used twice. A picture moved to another candidate or number does not open. Thread:
// any.
#pragma once

#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"
#include "common/base/Result.hpp"
#include "common/base/Secret.hpp"

namespace vigie::crypto {

inline constexpr std::size_t kPictureHeaderBytes = 16 + 16 + 16 + 4 + 32;
inline constexpr std::size_t kPictureOverhead = kPictureHeaderBytes + 16;

struct PictureName {
  base::SessionId session;
  base::CandidateRef candidate;
  std::uint32_t number = 0;

  friend auto operator<=>(const PictureName&, const PictureName&) = default;
};

base::Bytes sealPicture(const base::SecretBytes& evidenceKey, const PictureName& name, base::ByteView picture);

// Errors: "picture-misplaced" (its header names another session, candidate or number), "seal-broken" (another key, or
// altered bytes).
base::Result<base::Bytes> openPicture(const base::SecretBytes& evidenceKey, const PictureName& name,
                                      base::ByteView sealed);

}  // namespace vigie::crypto
