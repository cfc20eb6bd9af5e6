#include "certs/log/Tiles.hpp"

namespace vigie::tlog {
namespace {

constexpr std::uint64_t kGroup = 1000;

std::string threeDigits(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  return std::string(3 - digits.size(), '0') + digits;
}

std::string indexPath(std::uint64_t index, std::uint64_t width) {
  std::string path = threeDigits(index % kGroup);
  for (index /= kGroup; index > 0; index /= kGroup) path = "x" + threeDigits(index % kGroup) + "/" + path;
  if (width < kTileWidth) path += ".p/" + std::to_string(width);
  return path;
}

std::unexpected<base::Error> damaged(std::string detail) {
  return base::fail("tile-damaged", std::move(detail));
}

}  // namespace

std::string tilePath(unsigned level, std::uint64_t index, std::uint64_t width) {
  return "tile/" + std::to_string(level) + "/" + indexPath(index, width);
}

std::string entriesPath(std::uint64_t index, std::uint64_t width) {
  return "tile/entries/" + indexPath(index, width);
}

std::uint64_t partialWidth(unsigned level, std::uint64_t size) {
  const unsigned shift = level * kTileLevels;
  return shift >= 64 ? 0 : (size >> shift) % kTileWidth;
}

base::Bytes encodeTile(const std::vector<Digest>& hashes) {
  base::Bytes bytes;
  bytes.reserve(hashes.size() * Digest().size());
  for (const Digest& hash : hashes) base::append(bytes, hash);
  return bytes;
}

base::Result<std::vector<Digest>> decodeTile(base::ByteView bytes, std::uint64_t width) {
  if (bytes.size() != width * Digest().size())
    return damaged("a tile of " + std::to_string(width) + " hashes has another size");
  std::vector<Digest> hashes(static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < hashes.size(); ++i) crypto::toDigest(base::textOf(bytes.subspan(i * 32, 32)), hashes[i]);
  return hashes;
}

void appendEntry(base::Bytes& bundle, base::ByteView entry) {
  base::appendBigEndian16(bundle, static_cast<std::uint16_t>(entry.size()));
  base::append(bundle, entry);
}

base::Result<std::vector<base::Bytes>> decodeEntries(base::ByteView bundle, std::uint64_t count) {
  std::vector<base::Bytes> entries;
  while (!bundle.empty()) {
    if (bundle.size() < 2 || bundle.size() - 2 < base::readBigEndian16(bundle))
      return damaged("an entry bundle is cut short");
    const std::size_t size = base::readBigEndian16(bundle);
    const base::ByteView entry = bundle.subspan(2, size);
    entries.emplace_back(entry.begin(), entry.end());
    bundle = bundle.subspan(2 + size);
  }
  if (entries.size() != count) return damaged("an entry bundle holds another number of entries than its name says");
  return entries;
}

Digest hashOfAligned(std::span<const Digest> hashes) {
  if (hashes.size() == 1) return hashes.front();
  const std::size_t half = hashes.size() / 2;
  return nodeHash(hashOfAligned(hashes.first(half)), hashOfAligned(hashes.subspan(half)));
}

}  // namespace vigie::tlog
