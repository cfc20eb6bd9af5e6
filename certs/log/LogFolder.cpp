#include "certs/log/LogFolder.hpp"

#include "common/base/File.hpp"

namespace vigie::tlog {
namespace {

std::unexpected<base::Error> outOfRange() {
  return base::fail("log-range", "the index lies outside the log");
}

unsigned tileLevelsOf(std::uint64_t size) {
  unsigned levels = 0;
  for (; size > 0; size >>= kTileLevels) ++levels;
  return levels;
}

}  // namespace

base::Result<LogFolder> LogFolder::open(std::filesystem::path folder, std::uint64_t size) {
  LogFolder log(std::move(folder), size);
  if (const auto loaded = log.loadEdge(); !loaded) return base::fail(loaded.error());
  return log;
}

base::Result<void> LogFolder::append(const std::vector<base::Bytes>& entries) {
  for (const base::Bytes& entry : entries) {
    if (entry.size() > kLargestEntry) return base::fail("entry-too-large", "a log entry has at most 65535 bytes");
  }
  for (const base::Bytes& entry : entries) {
    if (const auto pushed = pushEntry(entry); !pushed) return pushed;
    if (const auto pushed = pushHash(0, leafHash(entry)); !pushed) return pushed;
    ++size_;
  }
  return entries.empty() ? base::Result<void>() : writePartial();
}

base::Result<Digest> LogFolder::node(unsigned level, std::uint64_t index) const {
  if (level >= 64 || index >= (size_ >> level)) return outOfRange();
  const unsigned inside = level % kTileLevels;
  const std::uint64_t first = index << inside;  // in hashes of the tile's own level
  const auto tile = readTile(level / kTileLevels, first / kTileWidth);
  if (!tile) return base::fail(tile.error());
  return hashOfAligned(std::span(*tile).subspan(first % kTileWidth, std::size_t{1} << inside));
}

base::Result<base::Bytes> LogFolder::entry(std::uint64_t index) const {
  if (index >= size_) return outOfRange();
  auto entries = readEntries(index / kTileWidth);
  if (!entries) return base::fail(entries.error());
  return std::move((*entries)[static_cast<std::size_t>(index % kTileWidth)]);
}

base::Result<void> LogFolder::publishCheckpoint(std::string_view encoded) const {
  return write("checkpoint", base::bytesOf(encoded));
}

// A partial file goes away when its whole one is there, so whoever opens an older size finds the whole one.
base::Result<base::Bytes> LogFolder::read(const std::string& whole, const std::string& partial) const {
  for (const std::string& path : {partial, whole}) {
    auto bytes = base::readFile(folder_ / path);
    if (bytes || bytes.error().code != "file-missing") return bytes;
  }
  return base::fail("tile-missing", "the log in " + folder_.string() + " lacks " + whole);
}

base::Result<std::vector<Digest>> LogFolder::readTile(unsigned level, std::uint64_t index) const {
  const std::uint64_t complete = (size_ >> (level * kTileLevels)) / kTileWidth;
  if (index == complete && level < edge_.size()) return edge_[level].hashes;
  const std::uint64_t width = index < complete ? kTileWidth : partialWidth(level, size_);
  const auto bytes = read(tilePath(level, index, kTileWidth), tilePath(level, index, width));
  if (!bytes) return base::fail(bytes.error());
  const std::size_t wanted = static_cast<std::size_t>(width) * Digest().size();
  if (bytes->size() < wanted) return decodeTile(*bytes, width);
  return decodeTile(base::ByteView(*bytes).first(wanted), width);
}

base::Result<std::vector<base::Bytes>> LogFolder::readEntries(std::uint64_t index) const {
  const std::uint64_t complete = size_ / kTileWidth;
  if (index == complete) return decodeEntries(bundle_, size_ % kTileWidth);
  const auto bytes = read(entriesPath(index, kTileWidth), entriesPath(index, kTileWidth));
  if (!bytes) return base::fail(bytes.error());
  return decodeEntries(*bytes, kTileWidth);
}

base::Result<void> LogFolder::loadEdge() {
  std::vector<Edge> edge;
  for (unsigned level = 0; level < tileLevelsOf(size_); ++level) {
    edge.emplace_back();
    if (partialWidth(level, size_) == 0) continue;
    auto tile = readTile(level, (size_ >> (level * kTileLevels)) / kTileWidth);
    if (!tile) return base::fail(tile.error());
    edge.back() = {std::move(*tile), partialWidth(level, size_)};
  }
  edge_ = std::move(edge);
  const std::uint64_t width = size_ % kTileWidth;
  if (width == 0) return {};
  const auto bytes = read(entriesPath(size_ / kTileWidth, kTileWidth), entriesPath(size_ / kTileWidth, width));
  if (!bytes) return base::fail(bytes.error());
  // The whole bundle may be there already: a crash came between the tiles and the checkpoint.
  base::ByteView rest = *bytes;
  for (std::uint64_t i = 0; i < width; ++i) {
    if (rest.size() < 2 || rest.size() - 2 < base::readBigEndian16(rest)) {
      return base::fail("tile-damaged", "the last entry bundle is cut short");
    }
    const std::size_t size = base::readBigEndian16(rest);
    appendEntry(bundle_, rest.subspan(2, size));
    rest = rest.subspan(2 + size);
  }
  return {};
}

base::Result<void> LogFolder::pushHash(unsigned level, const Digest& hash) {
  if (level == edge_.size()) edge_.emplace_back();
  std::vector<Digest>& hashes = edge_[level].hashes;
  hashes.push_back(hash);
  if (hashes.size() < kTileWidth) return {};
  const std::uint64_t index = ((size_ + 1) >> (level * kTileLevels)) / kTileWidth - 1;
  const std::string path = tilePath(level, index, kTileWidth);
  if (const auto written = write(path, encodeTile(hashes)); !written) return written;
  std::error_code ignored;  // a partial tile left over harms nobody
  std::filesystem::remove_all(folder_ / (path + ".p"), ignored);
  const Digest above = hashOfAligned(hashes);
  edge_[level] = {};
  return pushHash(level + 1, above);
}

base::Result<void> LogFolder::pushEntry(base::ByteView entry) {
  appendEntry(bundle_, entry);
  if ((size_ + 1) % kTileWidth != 0) return {};
  const std::string path = entriesPath(size_ / kTileWidth, kTileWidth);
  if (const auto written = write(path, bundle_); !written) return written;
  std::error_code ignored;
  std::filesystem::remove_all(folder_ / (path + ".p"), ignored);
  bundle_.clear();
  return {};
}

base::Result<void> LogFolder::writePartial() {
  for (unsigned level = 0; level < edge_.size(); ++level) {
    Edge& edge = edge_[level];
    if (edge.hashes.size() == edge.written) continue;
    const std::uint64_t index = (size_ >> (level * kTileLevels)) / kTileWidth;
    const auto written = write(tilePath(level, index, edge.hashes.size()), encodeTile(edge.hashes));
    if (!written) return written;
    edge.written = edge.hashes.size();
  }
  if (bundle_.empty()) return {};
  return write(entriesPath(size_ / kTileWidth, size_ % kTileWidth), bundle_);
}

base::Result<void> LogFolder::write(const std::string& path, base::ByteView bytes) const {
  std::error_code failed;
  std::filesystem::create_directories((folder_ / path).parent_path(), failed);
  return base::writeFileDurably(folder_ / path, bytes);
}

}  // namespace vigie::tlog
