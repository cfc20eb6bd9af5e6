// A tiled log in a folder: <folder>/tile/<L>/<N>, <folder>/tile/entries/<N>, <folder>/checkpoint. Tiles are durable
// when append() returns; the caller signs and publishes the checkpoint after that, and keeps the size it published.
// After a crash it opens the folder at that size and appends the same entries again: the same files come out. Thread:
// one at a time (one writer per log, ever). Ownership: value.
#pragma once

#include <filesystem>

#include "certs/log/Checkpoint.hpp"
#include "certs/log/Tiles.hpp"

namespace vigie::tlog {

class LogFolder final : public NodeSource {
 public:
  // The log as it was with `size` entries. Errors: "tile-missing", "tile-damaged".
  static base::Result<LogFolder> open(std::filesystem::path folder, std::uint64_t size);

  // Writes every tile and bundle that these entries touch. Errors: "entry-too-large", those of File.
  base::Result<void> append(const std::vector<base::Bytes>& entries);

  std::uint64_t size() const { return size_; }
  base::Result<Digest> root() const { return rootHash(*this, size_); }

  base::Result<Digest> node(unsigned level, std::uint64_t index) const override;  // errors of open, "log-range"
  base::Result<base::Bytes> entry(std::uint64_t index) const;                     // errors of open, "log-range"

  // Replaces <folder>/checkpoint. `encoded` is the signed note.
  base::Result<void> publishCheckpoint(std::string_view encoded) const;

 private:
  LogFolder(std::filesystem::path folder, std::uint64_t size) : folder_(std::move(folder)), size_(size) {}
  base::Result<base::Bytes> read(const std::string& whole, const std::string& partial) const;
  base::Result<std::vector<Digest>> readTile(unsigned level, std::uint64_t index) const;
  base::Result<std::vector<base::Bytes>> readEntries(std::uint64_t index) const;
  base::Result<void> loadEdge();
  base::Result<void> pushHash(unsigned level, const Digest& hash);
  base::Result<void> pushEntry(base::ByteView entry);
  base::Result<void> writePartial();
  base::Result<void> write(const std::string& path, base::ByteView bytes) const;

  std::filesystem::path folder_;
  std::uint64_t size_;
  // The last, partial tile of each tile level, and how many of its hashes are on disk.
  struct Edge {
    std::vector<Digest> hashes;
    std::size_t written = 0;
  };
  std::vector<Edge> edge_;
  base::Bytes bundle_;  // the last, partial entry bundle
};

}  // namespace vigie::tlog
