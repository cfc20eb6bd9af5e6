#include "certs/log/Note.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "common/base/File.hpp"

namespace vigie::tlog {
namespace {

struct Signed {
  crypto::PrivateKey secret = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  NoteKey key;
  explicit Signed(const std::string& name, NoteKeyType type = NoteKeyType::log)
      : key(*NoteKey::make(name, type, secret.publicKey())) {}
};

TEST(Note, VerifiesTheExampleOfTheSpecification) {
  const std::filesystem::path folder = std::filesystem::path(VIGIE_SHARED_DIR) / "vectors/c2sp";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "shared/vectors is not beside the checkout";
  const std::string encoded = *base::readTextFile(folder / "signed-note-example.txt");
  const auto key = NoteKey::fromText(*base::readTextFile(folder / "signed-note-example.vkey"));
  ASSERT_TRUE(key) << key.error().detail;
  const auto note = parseNote(encoded);
  ASSERT_TRUE(note) << note.error().detail;
  EXPECT_TRUE(verifyNote(*note, *key));
  EXPECT_EQ(note->encode(), encoded);
}

TEST(Note, CatchesEveryFlippedBit) {
  const Signed log("log.example/2026");
  Note note{"log.example/2026\n1\nAAAA\n", {}};
  signNote(note, log.key, log.secret);
  const std::string good = note.encode();
  ASSERT_TRUE(verifyNote(*parseNote(good), log.key));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const auto parsed = parseNote(bad);
      EXPECT_FALSE(parsed && verifyNote(*parsed, log.key)) << "byte " << at << " bit " << bit;
    }
  }
}

TEST(Note, IgnoresStrangersButNotASecondSignatureByTheSameKey) {
  const Signed log("log.example/2026");
  const Signed stranger("witness.example");
  Note note{"text\n", {}};
  signNote(note, stranger.key, stranger.secret);
  EXPECT_EQ(verifyNote(note, log.key).error().code, "note-unsigned");
  signNote(note, log.key, log.secret);
  EXPECT_TRUE(verifyNote(*parseNote(note.encode()), log.key));
  signNote(note, log.key, log.secret);
  EXPECT_EQ(verifyNote(note, log.key).error().code, "note-signature");
}

TEST(Note, ChecksAWitnessWithItsTime) {
  const Signed witness("witness.example", NoteKeyType::witness);
  Note note{"log.example\n1\nAAAA\n", {}};
  signNote(note, witness.key, witness.secret, 1'763'756'100);
  const auto time = verifyNote(*parseNote(note.encode()), witness.key);
  ASSERT_TRUE(time) << time.error().detail;
  EXPECT_EQ(*time, 1'763'756'100U);
  note.signatures[0].bytes[7] ^= 1;  // another time
  EXPECT_EQ(verifyNote(note, witness.key).error().code, "note-signature");
}

TEST(Note, DoesNotTakeALogsSignatureForAWitnesss) {
  const Signed log("same.example");
  const auto asWitness = *NoteKey::make("same.example", NoteKeyType::witness, log.secret.publicKey());
  Note note{"text\n", {}};
  signNote(note, log.key, log.secret);
  EXPECT_NE(asWitness.id(), log.key.id());
  EXPECT_EQ(verifyNote(note, asWitness).error().code, "note-unsigned");
}

TEST(Note, RefusesEveryOtherForm) {
  const Signed log("log.example");
  Note note{"text\n", {}};
  signNote(note, log.key, log.secret);
  const std::string good = note.encode();
  const std::string line = good.substr(6);
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"nothing", ""},
      {"no signature", "text\n\n"},
      {"no blank line", "text\n" + line},
      {"no line end", good.substr(0, good.size() - 1)},
      {"a line after", good + "x\n"},
      {"a blank line after", good + "\n"},
      {"a carriage return", "text\r\n\n" + line},
      {"a hyphen for the dash", "text\n\n- " + line.substr(4)},
      {"no key name", "text\n\n\xe2\x80\x94  AAAAAAA=\n"},
      {"a short signature", "text\n\n\xe2\x80\x94 a AAAAAA==\n"},
      {"wrong UTF-8", "te\xffxt\n\n" + line},
      {"no text", "\n\n" + line},
      {"padding left out", "text\n\n\xe2\x80\x94 a AAAAAAA\n"},
  };
  for (const auto& [name, text] : cases) EXPECT_FALSE(parseNote(text)) << name;
  std::string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += line;
  EXPECT_FALSE(parseNote(many));
}

TEST(NoteKey, ReadsBackItsLine) {
  const Signed log("log.example/2026");
  for (const std::string& text : {log.key.text(), log.key.text() + "\n"}) {
    const auto back = NoteKey::fromText(text);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->text(), log.key.text());
    EXPECT_EQ(back->id(), log.key.id());
  }
}

TEST(NoteKey, RefusesEveryFlippedBitOrReadsAnotherName) {
  const Signed log("log.example");
  const std::string good = log.key.text();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      EXPECT_FALSE(NoteKey::fromText(bad)) << bad;
    }
  }
}

TEST(NoteKey, RefusesOtherKeysAndNames) {
  const auto p256 = crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey();
  const auto ed25519 = crypto::PrivateKey::generate(crypto::KeyKind::ed25519).publicKey();
  EXPECT_FALSE(NoteKey::make("a", NoteKeyType::log, p256));
  for (const char* name : {"", "a b", "a+b", "a\n"})
    EXPECT_FALSE(NoteKey::make(name, NoteKeyType::log, ed25519)) << name;
  for (const char* text : {"", "a", "a+00000000", "a+00000000+", "a+00000000+AAAA", "\n"})
    EXPECT_FALSE(NoteKey::fromText(text)) << text;
}

}  // namespace
}  // namespace vigie::tlog
