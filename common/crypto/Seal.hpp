// AES-256-GCM with a random 96-bit nonce: sealed = nonce(12) ‖ ciphertext ‖ tag(16). NIST SP 800-38D.
// One key seals at most 2^32 messages (random nonces). Thread: any.
#pragma once

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/base/Secret.hpp"

namespace vigie::crypto {

inline constexpr std::size_t kSealKeyBytes = 32;
inline constexpr std::size_t kSealOverhead = 12 + 16;

base::SecretBytes newSealKey();

base::Bytes seal(const base::SecretBytes& key, base::ByteView associated, base::ByteView plain);

// Error "seal-broken": wrong key, wrong associated data or altered bytes.
base::Result<base::Bytes> unseal(const base::SecretBytes& key, base::ByteView associated, base::ByteView sealed);

}  // namespace vigie::crypto
