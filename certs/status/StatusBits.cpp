#include "certs/status/StatusBits.hpp"

#include <zlib.h>

#include <algorithm>

namespace vigie::status {
namespace {

constexpr int kGzip = 15 + 16;  // zlib's way to ask for the largest window in a gzip wrapper: no name, no time
constexpr std::size_t kMostBytes = kMostBits / 8;
constexpr std::size_t kStepBytes = kFewestBits / 8;

std::uint8_t maskOf(std::uint64_t index) {
  return static_cast<std::uint8_t>(0x80U >> (index % 8));
}

std::unexpected<base::Error> wrongEncoding() {
  return base::fail("status-encoding", "expected 'u' and base64url of one GZIP stream");
}

base::Bytes compress(base::Bytes plain) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY);
  base::Bytes out(deflateBound(&stream, plain.size()));
  stream.next_in = plain.data();
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Unfolds step by step and stops as soon as it is too much, whatever the input says it unfolds to.
base::Result<base::Bytes> uncompress(base::Bytes packed) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzip) != Z_OK) return wrongEncoding();
  base::Bytes out;
  stream.next_in = packed.data();
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  while (state == Z_OK && out.size() <= kMostBytes) {
    const std::size_t before = out.size();
    out.resize(before + kStepBytes);
    stream.next_out = out.data() + before;
    stream.avail_out = static_cast<uInt>(kStepBytes);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  const bool whole = state == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > kMostBytes) return base::fail("status-size", "a status list of at most 8388608 entries is expected");
  if (!whole) return wrongEncoding();
  return out;
}

}  // namespace

StatusBits::StatusBits(std::uint64_t count) : bytes_((std::clamp(count, kFewestBits, kMostBits) + 7) / 8) {}

bool StatusBits::isSet(std::uint64_t index) const {
  return index < count() && (bytes_[index / 8] & maskOf(index)) != 0;
}

void StatusBits::set(std::uint64_t index) {
  if (index < count()) bytes_[index / 8] = static_cast<std::uint8_t>(bytes_[index / 8] | maskOf(index));
}

void StatusBits::clear(std::uint64_t index) {
  if (index < count()) bytes_[index / 8] = static_cast<std::uint8_t>(bytes_[index / 8] & ~maskOf(index));
}

std::string StatusBits::encode() const {
  return "u" + base::toBase64Url(compress(bytes_));
}

base::Result<StatusBits> StatusBits::decode(std::string_view text) {
  if (!text.starts_with('u')) return wrongEncoding();
  auto packed = base::fromBase64Url(text.substr(1));
  if (!packed) return wrongEncoding();
  auto bytes = uncompress(std::move(*packed));
  if (!bytes) return base::fail(bytes.error());
  if (bytes->size() < kFewestBits / 8) return base::fail("status-size", "a status list has at least 131072 entries");
  StatusBits bits;
  bits.bytes_ = std::move(*bytes);
  return bits;
}

}  // namespace vigie::status
