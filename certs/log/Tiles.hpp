// C2SP tlog-tiles: 256 hashes of one tree level to a file, 256 entries to a bundle; immutable once full, served by any
// web server. This header knows names and bytes; LogFolder knows files. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "certs/log/Merkle.hpp"

namespace vigie::tlog {

inline constexpr unsigned kTileLevels = 8;                      // tree levels to one tile level
inline constexpr std::uint64_t kTileWidth = 1U << kTileLevels;  // 256
inline constexpr std::size_t kLargestEntry = 65'535;

// "x001/x234/067"; with a width below 256 "x001/x234/067.p/8".
std::string tilePath(unsigned level, std::uint64_t index, std::uint64_t width);  // "tile/<level>/…"
std::string entriesPath(std::uint64_t index, std::uint64_t width);               // "tile/entries/…"

// Hashes in the last, partial tile of a level in a tree of `size` leaves; 0: the level ends with a full tile or is
// empty.
std::uint64_t partialWidth(unsigned level, std::uint64_t size);

base::Bytes encodeTile(const std::vector<Digest>& hashes);
base::Result<std::vector<Digest>> decodeTile(base::ByteView bytes, std::uint64_t width);  // error "tile-damaged"

// Entry: its 2-byte big-endian length, its bytes.
void appendEntry(base::Bytes& bundle, base::ByteView entry);  // precondition: at most kLargestEntry bytes
base::Result<std::vector<base::Bytes>> decodeEntries(base::ByteView bundle, std::uint64_t count);  // "tile-damaged"

// The root of 2^k hashes of a tile.
Digest hashOfAligned(std::span<const Digest> hashes);  // precondition: a power of two of them

}  // namespace vigie::tlog
