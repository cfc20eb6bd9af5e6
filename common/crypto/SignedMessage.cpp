#include "common/crypto/SignedMessage.hpp"

namespace vigie::crypto {
namespace {

base::Bytes signedBytes(std::string_view type, base::ByteView body) {
  base::Bytes out = base::toBytes("vigie/");
  base::append(out, base::bytesOf(type));
  base::append(out, base::bytesOf("/1"));
  out.push_back(0);
  base::append(out, body);
  return out;
}

}  // namespace

Digest SignedMessage::digest() const {
  base::Bytes out;
  for (const base::ByteView part : {base::ByteView(body), base::ByteView(keyId), base::ByteView(signature)}) {
    base::appendBigEndian32(out, static_cast<std::uint32_t>(part.size()));
    base::append(out, part);
  }
  return sha256(out);
}

SignedMessage signMessage(const Signer& signer, std::string_view type, base::ByteView body) {
  return {{body.begin(), body.end()}, signer.publicKey().id(), signer.sign(signedBytes(type, body))};
}

base::Result<void> verifyMessage(const SignedMessage& message, std::string_view type, const PublicKey& key) {
  if (message.keyId != key.id()) {
    return base::fail("signature-key", "the message names another key than the one expected here");
  }
  if (!key.verify(signedBytes(type, message.body), message.signature)) {
    return base::fail("signature-wrong", "the signature does not fit the message and the purpose " + std::string(type));
  }
  return {};
}

}  // namespace vigie::crypto
