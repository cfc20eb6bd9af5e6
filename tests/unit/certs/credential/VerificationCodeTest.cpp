#include "certs/credential/VerificationCode.hpp"

#include <gtest/gtest.h>

#include <set>

#include "common/crypto/Random.hpp"

namespace vigie::credential {
namespace {

using crypto::kCodeAlphabet;

constexpr std::size_t kOrder = kCodeAlphabet.size();

// The quasigroup, read through the public function: state after one character, then after a second one.
// checkCharacter folds from 0, and its last step is any row reachable by a prefix; rows are indexed by what they give.
std::size_t fold(std::string_view text) {
  return kCodeAlphabet.find(checkCharacter(text));
}

std::vector<std::vector<std::size_t>> tableFromFolds() {
  std::vector<std::vector<std::size_t>> table(kOrder, std::vector<std::size_t>(kOrder));
  for (const char first : kCodeAlphabet) {
    for (std::size_t j = 0; j < kOrder; ++j) table[fold({&first, 1})][j] = fold(std::string{first, kCodeAlphabet[j]});
  }
  return table;
}

TEST(VerificationCode, UsesALatinSquareWithZeroDiagonal) {
  const auto table = tableFromFolds();
  for (std::size_t i = 0; i < kOrder; ++i) {
    std::set<std::size_t> row;
    std::set<std::size_t> column;
    for (std::size_t j = 0; j < kOrder; ++j) {
      row.insert(table[i][j]);
      column.insert(table[j][i]);
    }
    EXPECT_EQ(row.size(), kOrder) << "a wrong character after state " << i << " could go unseen";
    EXPECT_EQ(column.size(), kOrder) << "an earlier error could be forgotten at character " << i;
    EXPECT_EQ(table[i][i], 0U);
  }
}

// Latin square: a single error changes the state and every later state. Total anti-symmetry, checked here for all
// 24^3 triples: a swap of neighbours changes the state too. So both are caught at every position, the check character
// included, since a code is right exactly when its nine characters fold to 0.
TEST(VerificationCode, IsTotallyAntiSymmetric) {
  const auto table = tableFromFolds();
  for (std::size_t state = 0; state < kOrder; ++state) {
    for (std::size_t x = 0; x < kOrder; ++x) {
      for (std::size_t y = 0; y < kOrder; ++y) {
        if (x != y) {
          EXPECT_NE(table[table[state][x]][y], table[table[state][y]][x]) << state << ' ' << x << ' ' << y;
        }
      }
    }
  }
}

TEST(VerificationCode, CatchesEverySingleErrorAndSwapInWholeCodes) {
  for (int round = 0; round < 200; ++round) {
    const std::string code = newVerificationCode();
    ASSERT_TRUE(isVerificationCode(code)) << code;
    for (std::size_t at = 2; at < code.size(); ++at) {
      for (const char other : kCodeAlphabet) {
        std::string wrong = code;
        wrong[at] = other;
        EXPECT_EQ(isVerificationCode(wrong), other == code[at]) << code << " as " << wrong;
      }
      if (at + 1 == code.size() || code[at] == code[at + 1]) continue;
      std::string swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      EXPECT_FALSE(isVerificationCode(swapped)) << code << " as " << swapped;
    }
  }
}

TEST(VerificationCode, ReadsWhatAPersonTypes) {
  const std::string code = newVerificationCode();
  std::string lower = code;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string& typed : {code, lower, " " + code + "\n", code.substr(2)}) {
    const auto read = readVerificationCode(typed);
    ASSERT_TRUE(read) << typed;
    EXPECT_EQ(*read, code);
  }
  for (const char* typed : {"", "P-", "P-2222", "P-22222222O", "P-AAAAAAAAA"})
    EXPECT_FALSE(readVerificationCode(typed)) << typed;
}

}  // namespace
}  // namespace vigie::credential
