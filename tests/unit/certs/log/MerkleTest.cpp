#include "certs/log/Merkle.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"

namespace vigie::tlog {
namespace {

using Json = nlohmann::json;

const std::filesystem::path kVectors = std::filesystem::path(VIGIE_SHARED_DIR) / "vectors/rfc6962-merkle";

// Some vectors put texts like "dont care", or nothing, where a hash belongs. A digest of such a text stands for it:
// equal roots stay equal, a leaf never equals a root, and no case is left out.
Digest standIn(const Json& value, const std::string& part = "root") {
  const auto bytes = base::fromBase64(value.is_string() ? value.get<std::string>() : "");
  Digest digest{};
  if (bytes && crypto::toDigest(base::textOf(*bytes), digest)) return digest;
  return crypto::sha256(base::bytesOf(part + value.dump()));
}

Proof proofOf(const Json& test) {
  Proof proof;
  for (const Json& hash : test["proof"]) proof.push_back(standIn(hash, "proof"));
  return proof;
}

std::uint64_t number(const Json& test, const char* name) {
  return test[name].get<std::uint64_t>();
}

template <class Verify>
std::size_t runVectors(const char* folder, Verify verify) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kVectors / "testdata" / folder)) {
    if (entry.path().extension() != ".json") continue;
    const Json test = Json::parse(*base::readTextFile(entry.path()));
    EXPECT_EQ(verify(test), !test["wantErr"].get<bool>()) << entry.path();
    ++count;
  }
  return count;
}

class MerkleVectors : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "shared/vectors is not beside the checkout";
  }
};

TEST_F(MerkleVectors, DecidesEveryPublishedInclusionProof) {
  const std::size_t count = runVectors("inclusion", [](const Json& test) {
    return verifyInclusion(standIn(test["leafHash"], "leaf"), number(test, "leafIdx"), number(test, "treeSize"),
                           proofOf(test), standIn(test["root"]));
  });
  EXPECT_EQ(count, 98U);
}

TEST_F(MerkleVectors, DecidesEveryPublishedConsistencyProof) {
  const std::size_t count = runVectors("consistency", [](const Json& test) {
    return verifyConsistency(number(test, "size1"), number(test, "size2"), standIn(test["root1"]),
                             standIn(test["root2"]), proofOf(test));
  });
  EXPECT_EQ(count, 98U);
}

TEST_F(MerkleVectors, DecidesEveryPublishedSubtreeInclusionProof) {
  const std::size_t count = runVectors("subtreeinclusion", [](const Json& test) {
    return verifySubtreeInclusion(standIn(test["leafHash"], "leaf"), number(test, "leafIdx"),
                                  {number(test, "start"), number(test, "end")}, proofOf(test), standIn(test["root"]));
  });
  EXPECT_GT(count, 190U);
}

TEST_F(MerkleVectors, DecidesEveryPublishedSubtreeConsistencyProof) {
  const std::size_t count = runVectors("subtreeconsistency", [](const Json& test) {
    return verifySubtreeConsistency({number(test, "start"), number(test, "end")}, number(test, "size"),
                                    standIn(test["root1"]), standIn(test["root2"]), proofOf(test));
  });
  EXPECT_GT(count, 110U);
}

TEST_F(MerkleVectors, ReproducesTheCertificateTransparencyReferenceTree) {
  const Json reference = Json::parse(*base::readTextFile(kVectors / "ct-reference.json"));
  EXPECT_EQ(base::toHex(emptyRoot()), reference["empty_root"].get<std::string>());
  MemoryTree tree;
  for (std::size_t i = 0; i < 8; ++i) {
    tree.append(leafHash(*base::fromHex(reference["leaf_inputs_hex"][i].get<std::string>())));
    EXPECT_EQ(base::toHex(*rootHash(tree, i + 1)), reference["root_hashes_for_size_1_to_8"][i].get<std::string>());
  }
}

// RFC 6962 2.1, word for word.
Digest definition(const std::vector<Digest>& leaves, std::size_t start, std::size_t end) {
  if (end - start == 1) return leaves[start];
  const std::size_t split = start + std::bit_floor(end - start - 1);
  return nodeHash(definition(leaves, start, split), definition(leaves, split, end));
}

class EverySize : public testing::Test {
 protected:
  static constexpr std::uint64_t kLargest = 67;
  EverySize() {
    for (std::uint64_t i = 0; i < kLargest; ++i) {
      leaves_.push_back(leafHash(base::bytesOf(std::to_string(i))));
      tree_.append(leaves_.back());
    }
  }
  std::vector<Digest> leaves_;
  MemoryTree tree_;
};

TEST_F(EverySize, HasTheRootOfTheDefinition) {
  for (std::size_t size = 1; size <= kLargest; ++size)
    EXPECT_EQ(*rootHash(tree_, size), definition(leaves_, 0, size)) << size;
}

TEST_F(EverySize, ProvesEveryLeafAndNoOther) {
  for (std::uint64_t size = 1; size <= kLargest; ++size) {
    const Digest root = *rootHash(tree_, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const Proof proof = *inclusionProof(tree_, index, size);
      EXPECT_TRUE(verifyInclusion(leaves_[index], index, size, proof, root)) << index << " of " << size;
      EXPECT_FALSE(verifyInclusion(leaves_[(index + 1) % kLargest], index, size, proof, root));
      EXPECT_FALSE(size > 1 && verifyInclusion(leaves_[index], (index + 1) % size, size, proof, root));
    }
  }
}

TEST_F(EverySize, ProvesEveryPrefixAndNoOther) {
  for (std::uint64_t second = 1; second <= kLargest; ++second) {
    const Digest secondRoot = *rootHash(tree_, second);
    for (std::uint64_t first = 1; first <= second; ++first) {
      const Digest firstRoot = *rootHash(tree_, first);
      Proof proof = *consistencyProof(tree_, first, second);
      EXPECT_TRUE(verifyConsistency(first, second, firstRoot, secondRoot, proof)) << first << " of " << second;
      EXPECT_FALSE(first != second && verifyConsistency(first, second, secondRoot, firstRoot, proof));
      proof.push_back(secondRoot);
      EXPECT_FALSE(verifyConsistency(first, second, firstRoot, secondRoot, proof)) << first << " of " << second;
    }
  }
}

TEST(Merkle, RefusesToProveWhatIsNotThere) {
  MemoryTree tree;
  tree.append(leafHash(base::bytesOf("a")));
  EXPECT_EQ(inclusionProof(tree, 1, 1).error().code, "log-range");
  EXPECT_EQ(inclusionProof(tree, 0, 2).error().code, "log-range");
  EXPECT_EQ(consistencyProof(tree, 0, 1).error().code, "log-range");
  EXPECT_EQ(consistencyProof(tree, 2, 1).error().code, "log-range");
  EXPECT_EQ(*rootHash(tree, 0), emptyRoot());
}

TEST(Merkle, DecidesHugeSizesWithoutOverflow) {
  const Digest hash = leafHash(base::bytesOf("a"));
  const Proof proof(63, hash);
  constexpr std::uint64_t kHuge = ~std::uint64_t{0};
  EXPECT_FALSE(verifyInclusion(hash, kHuge - 1, kHuge, proof, hash));
  EXPECT_FALSE(verifyConsistency(kHuge - 1, kHuge, hash, hash, proof));
  EXPECT_FALSE(verifySubtreeConsistency({1, kHuge}, kHuge, hash, hash, proof));
}

}  // namespace
}  // namespace vigie::tlog
