#include "certs/credential/Multibase.hpp"

#include <algorithm>

namespace vigie::credential {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kLongest = 256;  // the conversion is quadratic

constexpr std::array<std::uint8_t, 2> kP256Prefix = {0x80, 0x24};  // varint of multicodec 0x1200
constexpr std::array<std::uint8_t, 2> kEd25519Prefix = {0xed, 0x01};

}  // namespace

std::string toBase58(base::ByteView bytes) {
  std::vector<unsigned> digits;  // least significant first
  for (const std::uint8_t byte : bytes) {
    unsigned carry = byte;
    for (unsigned& digit : digits) {
      carry += digit << 8;
      digit = carry % 58;
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) digits.push_back(carry % 58);
  }
  const auto zeros =
      std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte != 0; }) - bytes.begin();
  std::string out(static_cast<std::size_t>(zeros), kBase58.front());
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out.push_back(kBase58[*digit]);
  return out;
}

base::Result<base::Bytes> fromBase58(std::string_view text) {
  if (text.size() > kLongest) return base::fail("not-base58", "expected at most 256 characters");
  base::Bytes reversed;
  for (const char c : text) {
    const std::size_t value = kBase58.find(c);
    if (value == std::string_view::npos) return base::fail("not-base58", "a character is not of the base58 alphabet");
    auto carry = static_cast<unsigned>(value);
    for (std::uint8_t& byte : reversed) {
      carry += unsigned{byte} * 58;
      byte = static_cast<std::uint8_t>(carry & 0xff);
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) reversed.push_back(static_cast<std::uint8_t>(carry & 0xff));
  }
  const std::size_t zeros = std::min(text.find_first_not_of(kBase58.front()), text.size());
  reversed.insert(reversed.end(), zeros, 0);
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::string toMultikey(const crypto::PublicKey& key) {
  const auto& prefix = key.kind() == crypto::KeyKind::p256 ? kP256Prefix : kEd25519Prefix;
  base::Bytes bytes(prefix.begin(), prefix.end());
  base::append(bytes, key.compressedPoint());
  return "z" + toBase58(bytes);
}

base::Result<crypto::PublicKey> fromMultikey(std::string_view text) {
  if (!text.starts_with('z')) return base::fail("not-a-key", "expected a Multikey that begins with 'z'");
  const auto bytes = fromBase58(text.substr(1));
  if (!bytes || bytes->size() < 2) return base::fail("not-a-key", "expected the base58 text of a Multikey");
  const base::ByteView body = base::ByteView(*bytes).subspan(2);
  const auto hasPrefix = [&](const auto& prefix) { return std::equal(prefix.begin(), prefix.end(), bytes->begin()); };
  if (hasPrefix(kP256Prefix) && body.size() == 33) return crypto::PublicKey::fromP256Point(body);
  if (hasPrefix(kEd25519Prefix) && body.size() == 32) return crypto::PublicKey::fromEd25519(body);
  return base::fail("not-a-key", "expected a P-256 or an Ed25519 Multikey");
}

}  // namespace vigie::credential
