#include "certs/log/LogProof.hpp"

#include <gtest/gtest.h>

#include "certs/log/Checkpoint.hpp"

namespace vigie::tlog {
namespace {

LogProof sample(std::size_t hashes) {
  const auto secret = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  const auto key = *NoteKey::make("registre.example.fr/2026", NoteKeyType::log, secret.publicKey());
  LogProof proof;
  proof.extra = base::toBytes(R"({"v":1})");
  proof.index = 12;
  for (std::size_t i = 0; i < hashes; ++i) proof.hashes.push_back(crypto::sha256(base::bytesOf(std::to_string(i))));
  proof.checkpoint = signCheckpoint(13, emptyRoot(), key, secret);
  return proof;
}

TEST(LogProof, ReadsBackWhatItWrote) {
  for (const std::size_t hashes : {0U, 1U, 17U, 63U}) {
    for (const bool withExtra : {true, false}) {
      LogProof proof = sample(hashes);
      if (!withExtra) proof.extra.clear();
      const auto back = parseLogProof(proof.text());
      ASSERT_TRUE(back) << back.error().detail;
      EXPECT_EQ(back->extra, proof.extra);
      EXPECT_EQ(back->index, proof.index);
      EXPECT_EQ(back->hashes, proof.hashes);
      EXPECT_EQ(back->checkpoint, proof.checkpoint);
    }
  }
}

TEST(LogProof, HasTheFormOfTheSpecification) {
  const std::string text = sample(2).text();
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra eyJ2IjoxfQ==\nindex 12\n")) << text;
  EXPECT_NE(text.find("=\n\nregistre.example.fr/2026\n13\n"), std::string::npos) << text;
}

TEST(LogProof, RefusesEveryOtherForm) {
  const std::string good = sample(2).text();
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"nothing", ""},
      {"another version", replaced("@v1", "@v2")},
      {"a blank before", " " + good},
      {"carriage returns", replaced("index 12\n", "index 12\r\n")},
      {"an index with a zero", replaced("index 12", "index 012")},
      {"a negative index", replaced("index 12", "index -1")},
      {"no index", replaced("index 12\n", "")},
      {"two indexes", replaced("index 12\n", "index 12\nindex 12\n")},
      {"an unknown line", replaced("index 12\n", "index 12\nfoo bar\n")},
      {"an empty extra", replaced("extra eyJ2IjoxfQ==", "extra ")},
      {"two extras", replaced("index 12\n", "extra AAAA\nindex 12\n")},
      {"base64url in extra", replaced("extra eyJ2IjoxfQ==", "extra eyJ2IjoxfQ")},
      {"a short hash", replaced("index 12\n", "index 12\nAAAA\n")},
      {"too many hashes", sample(64).text()},
      {"no blank line", replaced("=\n\nregistre", "=\nregistre")},
  };
  for (const auto& [name, text] : cases) EXPECT_FALSE(parseLogProof(text)) << name;
}

}  // namespace
}  // namespace vigie::tlog
