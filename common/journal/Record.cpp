#include "common/journal/Record.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace vigie::journal {
namespace {

constexpr std::size_t kFixedBytes = 81;  // up to the payload
constexpr std::size_t kHashBytes = 32;

// Takes the fields of a blob in order; the caller has checked the size.
class Reader {
 public:
  explicit Reader(base::ByteView bytes) : rest_(bytes) {}

  base::ByteView take(std::size_t size) {
    const base::ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t size>
  void take(std::array<std::uint8_t, size>& out) {
    std::ranges::copy(take(size), out.begin());
  }
  std::uint16_t take16() { return base::readBigEndian16(take(2)); }
  std::uint32_t take32() { return base::readBigEndian32(take(4)); }
  std::uint64_t take64() { return base::readBigEndian64(take(8)); }

 private:
  base::ByteView rest_;
};

}  // namespace

StreamId streamOf(const base::SessionId& session) {
  return StreamId{session.value};
}

std::string streamName(const StreamId& stream) {
  return stream == kCentreStream ? "centre" : stream.hex();
}

base::Result<BootId> parseBootId(std::string_view text) {
  constexpr std::array<std::size_t, 4> kDashes{8, 13, 18, 23};
  std::string digits;
  if (text.size() == 36) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (std::ranges::find(kDashes, i) == kDashes.end()) {
        digits += text[i];
      } else if (text[i] != '-') {
        return base::fail("not-a-boot-id",
                          "expected a UUID, but there is no dash at character " + std::to_string(i + 1));
      }
    }
  }
  const auto id = StreamId::fromHex(digits);
  if (!id) return base::fail("not-a-boot-id", "expected a UUID of 36 characters, lower case, as the kernel gives it");
  return id->value;
}

base::Bytes encode(const Record& record) {
  if (record.format != kRecordFormat || record.sequence == 0 || record.payload.size() > kLargestPayload) {
    throw std::logic_error("journal::encode: a record of unknown format, without a number, or too large");
  }
  base::Bytes blob;
  blob.reserve(kFixedBytes + record.payload.size() + kHashBytes);
  blob.push_back(record.format);
  base::append(blob, record.epoch.value);
  base::append(blob, record.stream.value);
  base::appendBigEndian64(blob, record.sequence);
  base::appendBigEndian64(blob, std::bit_cast<std::uint64_t>(record.wallMs));
  base::appendBigEndian64(blob, std::bit_cast<std::uint64_t>(record.runMs));
  base::append(blob, record.bootId);
  base::appendBigEndian16(blob, record.type);
  base::appendBigEndian16(blob, record.typeVersion);
  base::appendBigEndian32(blob, static_cast<std::uint32_t>(record.payload.size()));
  base::append(blob, record.payload);
  base::append(blob, record.privateHash);
  return blob;
}

base::Result<Record> decode(base::ByteView blob) {
  if (!blob.empty() && blob[0] != kRecordFormat) {
    return base::fail("record-format", "record format " + std::to_string(blob[0]) + " is not known: expected " +
                                           std::to_string(kRecordFormat) +
                                           ". Use the program version that wrote it, or a newer one");
  }
  if (blob.size() < kFixedBytes + kHashBytes) {
    return base::fail("record-malformed", "a record of " + std::to_string(blob.size()) +
                                              " bytes is cut: the smallest has " +
                                              std::to_string(kFixedBytes + kHashBytes));
  }
  Reader reader(blob);
  Record record;
  record.format = reader.take(1)[0];
  reader.take(record.epoch.value);
  reader.take(record.stream.value);
  record.sequence = reader.take64();
  record.wallMs = std::bit_cast<std::int64_t>(reader.take64());
  record.runMs = std::bit_cast<std::int64_t>(reader.take64());
  reader.take(record.bootId);
  record.type = reader.take16();
  record.typeVersion = reader.take16();
  const std::size_t payloadBytes = reader.take32();
  if (payloadBytes > kLargestPayload || blob.size() != kFixedBytes + payloadBytes + kHashBytes) {
    return base::fail("record-malformed", "a record of " + std::to_string(blob.size()) +
                                              " bytes announces a payload of " + std::to_string(payloadBytes) +
                                              ": expected " + std::to_string(blob.size() - kFixedBytes - kHashBytes) +
                                              ", at most " + std::to_string(kLargestPayload));
  }
  if (record.sequence == 0) return base::fail("record-malformed", "a record has the number 0: numbers begin at 1");
  const base::ByteView payload = reader.take(payloadBytes);
  record.payload.assign(payload.begin(), payload.end());
  reader.take(record.privateHash);
  return record;
}

base::Bytes privatePlace(const StreamId& stream, std::uint64_t sequence) {
  base::Bytes place = base::toBytes("vigie/private-part/1");
  place.push_back(0);
  base::append(place, stream.value);
  base::appendBigEndian64(place, sequence);
  return place;
}

}  // namespace vigie::journal
