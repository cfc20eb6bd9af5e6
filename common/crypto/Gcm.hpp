// AES-256-GCM with a nonce of the caller's, who answers for never using one twice under a key. Internal to
// common/crypto.
#pragma once

#include <optional>

#include "common/base/Bytes.hpp"

namespace vigie::crypto {

inline constexpr std::size_t kGcmKeyBytes = 32;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kGcmTagBytes = 16;

// Appends ciphertext ‖ tag.
void gcmSeal(base::ByteView key, base::ByteView nonce, base::ByteView associated, base::ByteView plain,
             base::Bytes& out);

// `sealed`: ciphertext ‖ tag. Nothing when a byte of it, or of `associated`, is not the one that was sealed.
std::optional<base::Bytes> gcmOpen(base::ByteView key, base::ByteView nonce, base::ByteView associated,
                                   base::ByteView sealed);

}  // namespace vigie::crypto
