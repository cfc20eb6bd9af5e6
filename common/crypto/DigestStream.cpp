#include "common/crypto/DigestStream.hpp"

#include "common/crypto/Handles.hpp"

namespace vigie::crypto {

struct DigestStream::Context {
  DigestContextPtr handle{EVP_MD_CTX_new()};

  void begin() const { require(EVP_DigestInit_ex2(handle.get(), EVP_sha256(), nullptr) == 1, "EVP_DigestInit_ex2"); }
};

DigestStream::DigestStream() : context_(std::make_unique<Context>()) {
  context_->begin();
}
DigestStream::DigestStream(DigestStream&&) noexcept = default;
DigestStream& DigestStream::operator=(DigestStream&&) noexcept = default;
DigestStream::~DigestStream() = default;

void DigestStream::add(base::ByteView bytes) {
  require(EVP_DigestUpdate(context_->handle.get(), bytes.data(), bytes.size()) == 1, "EVP_DigestUpdate");
}

Digest DigestStream::finish() {
  Digest digest;
  require(EVP_DigestFinal_ex(context_->handle.get(), digest.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  context_->begin();
  return digest;
}

}  // namespace vigie::crypto
