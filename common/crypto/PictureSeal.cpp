#include "common/crypto/PictureSeal.hpp"

#include <algorithm>

#include "common/crypto/Digest.hpp"
#include "common/crypto/Gcm.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::crypto {
namespace {

constexpr std::string_view kMagic("vigie-picture/1\0", 16);
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kNamedBytes = kPictureHeaderBytes - kRandomBytes;

base::Bytes namedPart(const PictureName& name) {
  base::Bytes header = base::toBytes(kMagic);
  base::append(header, name.session.value);
  base::append(header, name.candidate.value);
  base::appendBigEndian32(header, name.number);
  return header;
}

base::SecretBytes keyAndNonce(const base::SecretBytes& evidenceKey, base::ByteView header) {
  return base::SecretBytes(hkdfSha256(evidenceKey.reveal(), header.subspan(kNamedBytes),
                                      base::bytesOf("vigie/picture/1"), kGcmKeyBytes + kGcmNonceBytes));
}

}  // namespace

base::Bytes sealPicture(const base::SecretBytes& evidenceKey, const PictureName& name, base::ByteView picture) {
  base::Bytes sealed = namedPart(name);
  base::append(sealed, randomBytes(kRandomBytes));
  const base::Bytes header = sealed;
  const base::SecretBytes derived = keyAndNonce(evidenceKey, header);
  sealed.reserve(kPictureOverhead + picture.size());
  gcmSeal(derived.reveal().first(kGcmKeyBytes), derived.reveal().subspan(kGcmKeyBytes), header, picture, sealed);
  return sealed;
}

base::Result<base::Bytes> openPicture(const base::SecretBytes& evidenceKey, const PictureName& name,
                                      base::ByteView sealed) {
  if (sealed.size() < kPictureOverhead)
    return base::fail("seal-broken", "these bytes are too short for a sealed picture");
  const base::ByteView header = sealed.first(kPictureHeaderBytes);
  if (!std::ranges::equal(header.first(kNamedBytes), namedPart(name))) {
    return base::fail("picture-misplaced", "the sealed picture bears the name of another one");
  }
  const base::SecretBytes derived = keyAndNonce(evidenceKey, header);
  auto picture = gcmOpen(derived.reveal().first(kGcmKeyBytes), derived.reveal().subspan(kGcmKeyBytes), header,
                         sealed.subspan(kPictureHeaderBytes));
  if (!picture) return base::fail("seal-broken", "the sealed picture was altered, or its key is another one");
  return std::move(*picture);
}

}  // namespace vigie::crypto
