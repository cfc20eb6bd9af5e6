// RFC 6962 Merkle tree over SHA-256: leaf = H(00 ‖ entry), node = H(01 ‖ left ‖ right), split at the largest power of
// two below the size. Verification is iterative on the bits of the index (RFC 9162 2.1.3.2 and 2.1.4.2), so a hostile
// proof costs no more than its length. Thread: any (a NodeSource says for itself).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::tlog {

using crypto::Digest;
using Proof = std::vector<Digest>;

Digest leafHash(base::ByteView entry);
Digest nodeHash(const Digest& left, const Digest& right);
Digest emptyRoot();  // SHA-256 of nothing

bool verifyInclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                     const Digest& root);

// False for an empty first tree: it is a prefix of everything and proves nothing.
bool verifyConsistency(std::uint64_t firstSize, std::uint64_t secondSize, const Digest& firstRoot,
                       const Digest& secondRoot, std::span<const Digest> proof);

// The same two for a subtree [start, end) of the tree: `start` is a multiple of the smallest power of two that is at
// least end - start (draft-ietf-plants-merkle-tree-certs 4.4); an empty one is in every tree. A monitor that mirrors
// one tile checks it with these.
struct Range {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
};
bool verifySubtreeInclusion(const Digest& leaf, std::uint64_t index, Range subtree, std::span<const Digest> proof,
                            const Digest& subtreeRoot);
bool verifySubtreeConsistency(Range subtree, std::uint64_t size, const Digest& subtreeRoot, const Digest& root,
                              std::span<const Digest> proof);

// Where the hashes of complete subtrees come from: memory, or tiles on disk.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  // The hash of the leaves [index·2^level, (index + 1)·2^level), all of which are in the tree.
  virtual base::Result<Digest> node(unsigned level, std::uint64_t index) const = 0;
};

// Errors: those of the source, "log-range" (index or size outside the tree).
base::Result<Digest> rootHash(const NodeSource& source, std::uint64_t size);
base::Result<Proof> inclusionProof(const NodeSource& source, std::uint64_t index, std::uint64_t size);
base::Result<Proof> consistencyProof(const NodeSource& source, std::uint64_t firstSize, std::uint64_t secondSize);

// The whole tree in memory: 64 bytes per leaf. One thread.
class MemoryTree final : public NodeSource {
 public:
  void append(const Digest& leaf);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  base::Result<Digest> node(unsigned level, std::uint64_t index) const override;

 private:
  std::vector<std::vector<Digest>> levels_;
};

}  // namespace vigie::tlog
