#include "candidate-client/guard/attestation/TpmStructures.hpp"

#include <algorithm>
#include <string>

namespace vigie::attestation {
namespace {

constexpr std::uint32_t kMagic = 0xff544347;  // TPM_GENERATED_VALUE
constexpr std::uint16_t kTagCertify = 0x8017, kTagQuote = 0x8018;
constexpr std::uint16_t kEcc = 0x0023, kSha256 = 0x000b, kNull = 0x0010, kEcdsa = 0x0018, kP256 = 0x0003;
constexpr std::uint32_t kFixedTpm = 1U << 1U, kFixedParent = 1U << 4U, kMadeInside = 1U << 5U, kRestricted = 1U << 16U,
                        kSigns = 1U << 18U;

std::unexpected<base::Error> malformed(std::string_view what) {
  return base::fail("tpm-malformed", "a structure of the TPM is not as it must be: " + std::string(what));
}

// Reads from the front; once something is missing, everything after is too, and ok() says so.
class Reader {
 public:
  explicit Reader(base::ByteView bytes) : rest_(bytes) {}
  base::ByteView take(std::size_t size) {
    if (rest_.size() < size) {
      ok_ = false;
      return {};
    }
    const base::ByteView out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
  }
  std::uint8_t u8() {
    const auto raw = take(1);
    return ok_ ? raw[0] : std::uint8_t{0};
  }
  std::uint16_t u16() {
    const auto raw = take(2);
    return ok_ ? base::readBigEndian16(raw) : std::uint16_t{0};
  }
  std::uint32_t u32() {
    const auto raw = take(4);
    return ok_ ? base::readBigEndian32(raw) : 0U;
  }
  base::Bytes counted() {
    const auto raw = take(u16());
    return {raw.begin(), raw.end()};
  }
  base::ByteView rest() const { return rest_; }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  base::ByteView rest_;
  bool ok_ = true;
};

base::Result<base::Bytes> readPoint(Reader& reader) {
  base::Bytes point{4};
  for (int i = 0; i < 2; ++i) {
    const base::Bytes number = reader.counted();
    if (number.size() > 32) return malformed("a coordinate has more than 32 bytes");
    point.insert(point.end(), 32 - number.size(), 0);
    base::append(point, number);
  }
  return point;
}

// Up to what the two kinds of TPMS_ATTEST differ in.
struct Head {
  base::Bytes qualifyingData;
  std::uint32_t resets = 0, restarts = 0;
};

base::Result<Head> readHead(Reader& reader, std::uint16_t tag) {
  if (reader.u32() != kMagic) return malformed("it was not made by a TPM");
  if (reader.u16() != tag) return malformed("it attests something else");
  Head head;
  (void)reader.counted();  // the signer's name
  head.qualifyingData = reader.counted();
  (void)reader.take(8);  // clock
  head.resets = reader.u32();
  head.restarts = reader.u32();
  (void)reader.take(1 + 8);  // whether the clock is safe, firmware version
  if (!reader.ok()) return malformed("it is too short");
  return head;
}

PcrSelection readSelection(Reader& reader) {
  PcrSelection out;
  out.hash = reader.u16();
  const base::ByteView bits = reader.take(reader.u8());
  for (std::size_t i = 0; i < bits.size() * 8; ++i) {
    if ((bits[i / 8] >> (i % 8) & 1U) != 0) out.banks.push_back(static_cast<std::uint8_t>(i));
  }
  return out;
}

}  // namespace

bool TpmKey::isBoundToTpm() const {
  constexpr std::uint32_t kWanted = kFixedTpm | kFixedParent | kMadeInside | kSigns;
  return (attributes & kWanted) == kWanted;
}

bool TpmKey::isAttestationKey() const {
  return isBoundToTpm() && (attributes & kRestricted) != 0;
}

base::Result<TpmKey> readTpmKey(base::ByteView area) {
  // TPMT_PUBLIC begins with its type, TPM2B_PUBLIC with its size.
  if (area.size() >= 2 && base::readBigEndian16(area) == area.size() - 2) area = area.subspan(2);
  Reader reader(area);
  if (reader.u16() != kEcc || reader.u16() != kSha256) return malformed("a key is no P-256 key named by SHA-256");
  const std::uint32_t attributes = reader.u32();
  (void)reader.counted();  // policy
  if (reader.u16() != kNull) return malformed("a key is one for storage");
  if (reader.u16() != kEcdsa || reader.u16() != kSha256) return malformed("a key is not for ECDSA over SHA-256");
  if (reader.u16() != kP256) return malformed("a key is on another curve than P-256");
  if (reader.u16() != kNull) return malformed("a key has a derivation scheme");
  const auto point = readPoint(reader);
  if (!point) return base::fail(point.error());
  if (!reader.done()) return malformed("a key's public area has another length");
  const auto key = crypto::PublicKey::fromP256Point(*point);
  if (!key) return malformed(key.error().detail);
  base::Bytes name;
  base::appendBigEndian16(name, kSha256);
  base::append(name, crypto::sha256(area));
  return TpmKey{attributes, *key, std::move(name)};
}

base::Result<Quote> readQuote(base::ByteView attest) {
  Reader reader(attest);
  auto head = readHead(reader, kTagQuote);
  if (!head) return base::fail(head.error());
  Quote out{std::move(head->qualifyingData), {}, {}, head->resets, head->restarts};
  const std::uint32_t count = reader.u32();
  if (count > 16) return malformed("it selects more than 16 banks of registers");
  for (std::uint32_t i = 0; i < count; ++i) out.selections.push_back(readSelection(reader));
  out.digest = reader.counted();
  if (!reader.done()) return malformed("a quote has another length");
  return out;
}

base::Result<Certification> readCertification(base::ByteView attest) {
  Reader reader(attest);
  auto head = readHead(reader, kTagCertify);
  if (!head) return base::fail(head.error());
  Certification out{std::move(head->qualifyingData), reader.counted()};
  (void)reader.counted();  // the qualified name
  if (!reader.done()) return malformed("a certification has another length");
  return out;
}

base::Result<base::Bytes> readTpmSignature(base::ByteView signature) {
  Reader reader(signature);
  if (reader.u16() != kEcdsa || reader.u16() != kSha256) return malformed("a signature is not ECDSA over SHA-256");
  const auto point = readPoint(reader);
  if (!point) return base::fail(point.error());
  if (!reader.done()) return malformed("a signature has another length");
  return base::Bytes(point->begin() + 1, point->end());
}

}  // namespace vigie::attestation
