#include "certs/log/Leaf.hpp"

#include <gtest/gtest.h>

#include "common/crypto/Digest.hpp"

namespace vigie::tlog {
namespace {

IssueLeaf sample() {
  return {42,
          1'763'756'100,
          "did:web:centre-0042.example.fr#k-jwk",
          crypto::sha256(base::bytesOf("jwt")),
          codeCommitment("P-234678923", crypto::sha256(base::bytesOf("nonce"))),
          17,
          "https://registre.example.fr/status/centre-0042#94567"};
}

TEST(IssueLeaf, HasTheBytesOfTheSpecification) {
  const IssueLeaf leaf = sample();
  const std::string text = writeLeaf(leaf);
  EXPECT_EQ(
      text,
      "{\"code\":\"" + base::toHex(leaf.code) + "\",\"cred\":\"" + base::toHex(leaf.credential) +
          "\",\"iss\":\"did:web:centre-0042.example.fr#k-jwk\",\"n\":42,\"sess\":\"17\","
          "\"st\":\"https://registre.example.fr/status/centre-0042#94567\",\"t\":\"issue\",\"ts\":1763756100,\"v\":1}");
  EXPECT_LT(text.size(), 1024U);
}

TEST(IssueLeaf, ReadsBackWithAndWithoutADeclaredSession) {
  IssueLeaf leaf = sample();
  EXPECT_EQ(*readIssueLeaf(writeLeaf(leaf)), leaf);
  leaf.sessionLeaf.reset();
  EXPECT_NE(writeLeaf(leaf).find("\"sess\":null"), std::string::npos);
  EXPECT_EQ(*readIssueLeaf(writeLeaf(leaf)), leaf);
}

TEST(IssueLeaf, RefusesEveryOtherForm) {
  const std::string good = writeLeaf(sample());
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"nothing", ""},
      {"a line end", good + "\n"},
      {"another kind", replaced("issue", "revoke")},
      {"another version", replaced("\"v\":1", "\"v\":2")},
      {"a number as text", replaced("\"n\":42", "\"n\":\"42\"")},
      {"a fraction", replaced("\"n\":42", "\"n\":42.5")},
      {"a negative number", replaced("\"n\":42", "\"n\":-42")},
      {"a session as number", replaced("\"17\"", "17")},
      {"a session with a zero", replaced("\"17\"", "\"017\"")},
      {"a session that is no number", replaced("\"17\"", "\"17x\"")},
      {"upper-case hex", replaced("\"code\":\"", "\"code\":\"AB")},
      {"another field", replaced("\"v\":1", "\"v\":1,\"x\":1")},
      {"a missing field", replaced(",\"v\":1", "")},
      {"blanks", replaced("\"n\":42", "\"n\": 42")},
      {"an array", "[]"},
  };
  for (const auto& [name, text] : cases) EXPECT_FALSE(readIssueLeaf(text)) << name;
}

TEST(SessionLeaf, ReadsBack) {
  const SessionLeaf leaf{7, 1'763'756'100, "centre-0042", "T-2026-000123", "demonstration", 12, emptyRoot()};
  EXPECT_EQ(*readSessionLeaf(writeLeaf(leaf)), leaf);
  EXPECT_FALSE(readSessionLeaf(writeLeaf(leaf) + " "));
  EXPECT_FALSE(readIssueLeaf(writeLeaf(leaf)));
}

TEST(StatusLeaf, HoldsTheDigestOfThePublishedList) {
  const StatusLeaf leaf{8, 1'763'756'100, "https://registre.example.fr/status/centre-0042", emptyRoot()};
  EXPECT_EQ(writeLeaf(leaf), "{\"list\":\"https://registre.example.fr/status/centre-0042\",\"n\":8,\"sha256\":\"" +
                                 base::toHex(emptyRoot()) + "\",\"t\":\"status\",\"ts\":1763756100,\"v\":1}");
}

}  // namespace
}  // namespace vigie::tlog
