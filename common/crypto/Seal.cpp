#include "common/crypto/Seal.hpp"

#include "common/crypto/Gcm.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::crypto {

base::SecretBytes newSealKey() {
  return base::SecretBytes(randomBytes(kSealKeyBytes));
}

base::Bytes seal(const base::SecretBytes& key, base::ByteView associated, base::ByteView plain) {
  base::Bytes sealed = randomBytes(kGcmNonceBytes);
  const base::Bytes nonce = sealed;
  sealed.reserve(kSealOverhead + plain.size());
  gcmSeal(key.reveal(), nonce, associated, plain, sealed);
  return sealed;
}

base::Result<base::Bytes> unseal(const base::SecretBytes& key, base::ByteView associated, base::ByteView sealed) {
  if (key.reveal().size() != kSealKeyBytes || sealed.size() < kSealOverhead) {
    return base::fail("seal-broken", "the sealed bytes are too short or the key has the wrong size");
  }
  auto plain = gcmOpen(key.reveal(), sealed.first(kGcmNonceBytes), associated, sealed.subspan(kGcmNonceBytes));
  if (!plain) return base::fail("seal-broken", "the sealed bytes were altered, or belong to another key or place");
  return std::move(*plain);
}

}  // namespace vigie::crypto
