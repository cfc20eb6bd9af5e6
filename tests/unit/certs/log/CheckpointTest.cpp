#include "certs/log/Checkpoint.hpp"

#include <gtest/gtest.h>

namespace vigie::tlog {
namespace {

const Digest kRoot = crypto::sha256(base::bytesOf("root"));

TEST(Checkpoint, OpensWhatTheLogSigned) {
  const auto secret = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  const auto key = *NoteKey::make("registre.example.fr/2026", NoteKeyType::log, secret.publicKey());
  const std::string encoded = signCheckpoint(70'000, kRoot, key, secret);
  EXPECT_TRUE(
      encoded.starts_with("registre.example.fr/2026\n70000\n" + base::toBase64(kRoot) + "\n\n\xe2\x80\x94 registre"));
  const auto checkpoint = openCheckpoint(encoded, key);
  ASSERT_TRUE(checkpoint) << checkpoint.error().detail;
  EXPECT_EQ(*checkpoint, (Checkpoint{"registre.example.fr/2026", 70'000, kRoot}));
}

TEST(Checkpoint, RefusesAnotherOriginUnderTheSameKey) {
  const auto secret = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  const auto key = *NoteKey::make("a.example", NoteKeyType::log, secret.publicKey());
  Note note{Checkpoint{"b.example", 1, kRoot}.text(), {}};
  signNote(note, key, secret);
  EXPECT_EQ(openCheckpoint(note.encode(), key).error().code, "checkpoint-origin");
}

TEST(Checkpoint, RefusesEveryOtherText) {
  const std::string root = base::toBase64(kRoot);
  const std::vector<std::string> cases = {"",
                                          "a\n1\n",
                                          "a\n01\n" + root + "\n",
                                          "a\n+1\n" + root + "\n",
                                          "a\n-1\n" + root + "\n",
                                          "a\n 1\n" + root + "\n",
                                          "a\n18446744073709551616\n" + root + "\n",
                                          "a\n\n" + root + "\n",
                                          "\n1\n" + root + "\n",
                                          "a\n1\nAAAA\n",
                                          "a\n1\n" + root,
                                          "a\n1\n" + root + "\nextension\n"};
  for (const std::string& text : cases) EXPECT_FALSE(parseCheckpoint(text)) << text;
  EXPECT_TRUE(parseCheckpoint("a\n0\n" + root + "\n"));
  EXPECT_TRUE(parseCheckpoint("a\n18446744073709551615\n" + root + "\n"));
}

}  // namespace
}  // namespace vigie::tlog
