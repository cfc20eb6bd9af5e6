#include "proctor-console/cli/Password.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/console/Scene.hpp"

namespace vigie::cli {
namespace {

using console::test::TemporaryFolder;

class PasswordTest : public ::testing::Test {
 protected:
  PasswordTest() {
    configuration.machine = folder.path();
    configuration.staffKey = folder.path() / "staff.key";
    std::ofstream(configuration.staffKey) << key.encryptedPem("correct horse");
  }

  // Answers prompts one after the other.
  PasswordPrompt typed(std::vector<std::string> answers) {
    return [this, answers = std::move(answers)](const std::string&) -> base::Result<base::SecretBytes> {
      return base::SecretBytes(base::toBytes(answers.at(asked++)));
    };
  }

  void writePassword(const std::string& content) {
    configuration.passwordFile = folder.path() / "password";
    std::ofstream(*configuration.passwordFile) << content;
  }

  const TemporaryFolder folder;
  const Text text{Language::english};
  const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  Configuration configuration;
  std::size_t asked = 0;
};

TEST_F(PasswordTest, OpensTheKeyWithTheFilesFirstLine) {
  writePassword("correct horse\r\nsecond line\n");
  const auto loaded = loadStaffKey(configuration, typed({}), text);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->publicKey().id(), key.publicKey().id());
  EXPECT_EQ(asked, 0U);
}

TEST_F(PasswordTest, AsksOnceWithoutAFile) {
  ASSERT_TRUE(loadStaffKey(configuration, typed({"correct horse"}), text));
  EXPECT_EQ(asked, 1U);
}

TEST_F(PasswordTest, SaysThatThePasswordIsWrongWithoutRepeatingIt) {
  const auto loaded = loadStaffKey(configuration, typed({"battery staple"}), text);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "wrong-passphrase");
  EXPECT_EQ(loaded.error().detail.find("staple"), std::string::npos);
}

TEST_F(PasswordTest, RefusesEmptyPasswords) {
  EXPECT_EQ(loadStaffKey(configuration, typed({""}), text).error().code, "password-wrong");
  writePassword("\n");
  EXPECT_EQ(loadStaffKey(configuration, typed({}), text).error().code, "password-wrong");
}

TEST_F(PasswordTest, NewPasswordsAreTypedTwice) {
  EXPECT_TRUE(passwordOf(configuration, typed({"same one", "same one"}), text, Asking::twice));
  EXPECT_EQ(passwordOf(configuration, typed({"", "", "one", "other"}), text, Asking::twice).error().code,
            "password-wrong");
  asked = 0;
  EXPECT_EQ(passwordOf(configuration, typed({"one", "other"}), text, Asking::twice).error().code, "password-wrong");
}

TEST_F(PasswordTest, NamesAMissingKeyFile) {
  configuration.staffKey = folder.path() / "nobody.key";
  const auto loaded = loadStaffKey(configuration, typed({}), text);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, "file-missing");
  EXPECT_EQ(asked, 0U) << "no password is asked for nothing";
}

}  // namespace
}  // namespace vigie::cli
