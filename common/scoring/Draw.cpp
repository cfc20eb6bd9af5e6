#include "common/scoring/Draw.hpp"

#include <array>

#include "common/crypto/Digest.hpp"

namespace vigie::scoring {
namespace {

std::uint8_t byteOf(std::uint32_t number, unsigned shift) {
  return static_cast<std::uint8_t>(number >> shift);
}

}  // namespace

double draw(base::ByteView seatSeed, std::uint32_t question) {
  const std::array<std::uint8_t, 8> message = {
      'd', 'r', 'a', 'w', byteOf(question, 24), byteOf(question, 16), byteOf(question, 8), byteOf(question, 0)};
  const crypto::Digest digest = crypto::hmacSha256(seatSeed, message);
  return static_cast<double>(base::readBigEndian64(digest) >> 11U) * 0x1p-53;
}

}  // namespace vigie::scoring
