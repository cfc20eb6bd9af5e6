// SHA-256, HMAC and HKDF over OpenSSL with prefetched algorithms (fetching at each call costs 3 to 5 times more).
// Thread: any (state is per thread). Sources: FIPS 180-4, RFC 2104, RFC 5869.
#pragma once

#include <array>
#include <initializer_list>

#include "common/base/Bytes.hpp"
#include "common/base/Secret.hpp"

namespace vigie::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(base::ByteView bytes);
Digest sha256(std::initializer_list<base::ByteView> parts);  // of the concatenation

Digest hmacSha256(base::ByteView key, base::ByteView message);
base::Bytes hkdfSha256(base::ByteView secret, base::ByteView salt, base::ByteView info, std::size_t size);

// False when `raw` is not 32 bytes.
bool toDigest(std::string_view raw, Digest& out);

}  // namespace vigie::crypto
