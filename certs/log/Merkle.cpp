#include "certs/log/Merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace vigie::tlog {
namespace {

constexpr std::array<std::uint8_t, 1> kLeafPrefix = {0};
constexpr std::array<std::uint8_t, 1> kNodePrefix = {1};

bool isOdd(std::uint64_t value) {
  return (value & 1) != 0;
}

bool isSubtree(Range range) {
  if (range.start >= range.end) return false;
  const std::uint64_t width = range.end - range.start;
  if (width > (std::uint64_t{1} << 63)) return range.start == 0;
  return range.start % std::bit_ceil(width) == 0;
}

std::unexpected<base::Error> outOfRange() {
  return base::fail("log-range", "the index or the size lies outside the log");
}

// [start, end) as the roots of its maximal complete subtrees, hashed from the right: RFC 6962's MTH of that range. The
// range must be aligned as the recursive definition aligns it.
base::Result<Digest> rangeHash(const NodeSource& source, Range range) {
  std::vector<Digest> parts;
  std::uint64_t at = range.start;
  while (at < range.end) {
    const auto level = static_cast<unsigned>(std::bit_width(range.end - at) - 1);
    const auto part = source.node(level, at >> level);
    if (!part) return base::fail(part.error());
    parts.push_back(*part);
    at += std::uint64_t{1} << level;
  }
  Digest hash = parts.back();
  for (std::size_t i = parts.size() - 1; i-- > 0;) hash = nodeHash(parts[i], hash);
  return hash;
}

std::uint64_t splitOf(std::uint64_t width) {
  return std::bit_floor(width - 1);
}

}  // namespace

Digest leafHash(base::ByteView entry) {
  return crypto::sha256({kLeafPrefix, entry});
}
Digest nodeHash(const Digest& left, const Digest& right) {
  return crypto::sha256({kNodePrefix, left, right});
}
Digest emptyRoot() {
  return crypto::sha256(base::ByteView());
}

bool verifyInclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                     const Digest& root) {
  if (index >= size) return false;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if (isOdd(node) || node == last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verifyConsistency(std::uint64_t firstSize, std::uint64_t secondSize, const Digest& firstRoot,
                       const Digest& secondRoot, std::span<const Digest> proof) {
  if (firstSize == 0) return false;
  return verifySubtreeConsistency({0, firstSize}, secondSize, firstRoot, secondRoot, proof);
}

bool verifySubtreeInclusion(const Digest& leaf, std::uint64_t index, Range subtree, std::span<const Digest> proof,
                            const Digest& subtreeRoot) {
  if (!isSubtree(subtree) || index < subtree.start || index >= subtree.end) return false;
  return verifyInclusion(leaf, index - subtree.start, subtree.end - subtree.start, proof, subtreeRoot);
}

// RFC 9162 2.1.4.2 is this with start = 0.
bool verifySubtreeConsistency(Range subtree, std::uint64_t size, const Digest& subtreeRoot, const Digest& root,
                              std::span<const Digest> proof) {
  if (subtree.start == subtree.end) return subtree.end <= size && proof.empty() && subtreeRoot == emptyRoot();
  if (!isSubtree(subtree) || subtree.end > size) return false;
  std::uint64_t first = subtree.start;
  std::uint64_t last = subtree.end - 1;
  std::uint64_t treeLast = size - 1;
  const auto shift = [&] {
    first >>= 1;
    last >>= 1;
    treeLast >>= 1;
  };
  if (last == treeLast) {
    while (first != last) shift();
  } else {
    while (first != last && isOdd(last)) shift();
  }
  Digest subtreeHash = subtreeRoot;
  Digest treeHash = subtreeRoot;
  if (first != last) {
    if (proof.empty()) return false;
    subtreeHash = treeHash = proof.front();
    proof = proof.subspan(1);
  }
  for (const Digest& sibling : proof) {
    if (treeLast == 0) return false;
    if (isOdd(last) || last == treeLast) {
      if (first < last) subtreeHash = nodeHash(sibling, subtreeHash);
      treeHash = nodeHash(sibling, treeHash);
      while (!isOdd(last) && last != 0) shift();
    } else {
      treeHash = nodeHash(treeHash, sibling);
    }
    shift();
  }
  return treeLast == 0 && subtreeHash == subtreeRoot && treeHash == root;
}

base::Result<Digest> rootHash(const NodeSource& source, std::uint64_t size) {
  if (size == 0) return emptyRoot();
  return rangeHash(source, {0, size});
}

base::Result<Proof> inclusionProof(const NodeSource& source, std::uint64_t index, std::uint64_t size) {
  if (index >= size) return outOfRange();
  Proof proof;
  Range range{0, size};
  while (range.end - range.start > 1) {
    const std::uint64_t middle = range.start + splitOf(range.end - range.start);
    const bool left = index < middle;
    const auto sibling = rangeHash(source, left ? Range{middle, range.end} : Range{range.start, middle});
    if (!sibling) return base::fail(sibling.error());
    proof.push_back(*sibling);
    (left ? range.end : range.start) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

base::Result<Proof> consistencyProof(const NodeSource& source, std::uint64_t firstSize, std::uint64_t secondSize) {
  if (firstSize == 0 || firstSize > secondSize) return outOfRange();
  Proof proof;
  Range range{0, secondSize};
  // Walks down to the subtree that ends where the first tree ends (RFC 6962 2.1.2).
  while (range.end != firstSize) {
    const std::uint64_t middle = range.start + splitOf(range.end - range.start);
    const bool left = firstSize <= middle;
    const auto sibling = rangeHash(source, left ? Range{middle, range.end} : Range{range.start, middle});
    if (!sibling) return base::fail(sibling.error());
    proof.push_back(*sibling);
    (left ? range.end : range.start) = middle;
  }
  if (range.start != 0) {
    const auto own = rangeHash(source, range);
    if (!own) return base::fail(own.error());
    proof.push_back(*own);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

void MemoryTree::append(const Digest& leaf) {
  Digest hash = leaf;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(hash);
    const std::size_t count = levels_[level].size();
    if (count % 2 != 0) return;
    hash = nodeHash(levels_[level][count - 2], levels_[level][count - 1]);
  }
}

base::Result<Digest> MemoryTree::node(unsigned level, std::uint64_t index) const {
  if (level >= levels_.size() || index >= levels_[level].size()) return outOfRange();
  return levels_[level][static_cast<std::size_t>(index)];
}

}  // namespace vigie::tlog
