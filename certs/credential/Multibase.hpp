// Multibase and Multikey texts: 'z' base58btc (proof values, public keys), 'u' base64url (status lists), and the
// JSON Web Key of a P-256 key. Sources: W3C Controlled Identifiers 1.0 (2.2.2, 2.4), RFC 7517. Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "common/crypto/Keys.hpp"

namespace vigie::credential {

std::string toBase58(base::ByteView bytes);                   // bitcoin alphabet, without the 'z'
base::Result<base::Bytes> fromBase58(std::string_view text);  // at most 256 characters; error "not-base58"

std::string toMultikey(const crypto::PublicKey& key);                 // 'z' base58(8024 or ed01 ‖ key)
base::Result<crypto::PublicKey> fromMultikey(std::string_view text);  // error "not-a-key"

}  // namespace vigie::credential
