#include "proctor-console/cli/Configuration.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/console/Scene.hpp"

namespace vigie::cli {
namespace {

using console::test::TemporaryFolder;
using ::testing::HasSubstr;

class ConfigurationTest : public ::testing::Test {
 protected:
  base::Result<Configuration> read(const std::string& content) const {
    std::ofstream(file) << content;
    return readConfiguration(file);
  }

  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "cli.toml";
};

TEST_F(ConfigurationTest, ReadsEveryKeyRelativeToItsFolder) {
  const auto read_ = read(
      "machine = \"console-1\"\nstaff_key = \"/keys/ada.key\"\npassword_file = \"password\"\n"
      "language = \"fr\"\ntimeout = 7\n");
  ASSERT_TRUE(read_) << read_.error().detail;
  EXPECT_EQ(read_->machine, folder.path() / "console-1");
  EXPECT_EQ(read_->staffKey, "/keys/ada.key");
  EXPECT_EQ(read_->passwordFile, folder.path() / "password");
  EXPECT_EQ(read_->language, Language::french);
  EXPECT_EQ(read_->timeout, std::chrono::seconds(7));
}

TEST_F(ConfigurationTest, NeedsOnlyTheMachine) {
  const auto read_ = read("machine = \"console-1\"\n");
  ASSERT_TRUE(read_) << read_.error().detail;
  EXPECT_EQ(read_->staffKey, folder.path() / "console-1" / "staff.key");
  EXPECT_FALSE(read_->passwordFile);
  EXPECT_FALSE(read_->language);
  EXPECT_EQ(read_->timeout, std::chrono::seconds(20));
}

TEST_F(ConfigurationTest, NamesEveryFaultWithItsLine) {
  const auto read_ = read("language = \"de\"\nport = 3\ntimeout = \"long\"\n");
  ASSERT_FALSE(read_);
  EXPECT_EQ(read_.error().code, "config-wrong");
  EXPECT_THAT(read_.error().detail, HasSubstr("language, line 1: expected \"fr\" or \"en\""));
  EXPECT_THAT(read_.error().detail, HasSubstr("port, line 2: this key is not known"));
  EXPECT_THAT(read_.error().detail, HasSubstr("timeout, line 3: expected a number"));
  EXPECT_THAT(read_.error().detail, HasSubstr("machine: missing"));
}

TEST_F(ConfigurationTest, RefusesWhatIsNoToml) {
  const auto read_ = read("machine = \n");
  ASSERT_FALSE(read_);
  EXPECT_THAT(read_.error().detail, HasSubstr("line 1"));
}

TEST_F(ConfigurationTest, RefusesTimeoutsOutOfRange) {
  for (const char* timeout : {"0", "-1", "3601", "2.5"}) {
    EXPECT_FALSE(read(std::string("machine = \"m\"\ntimeout = ") + timeout + "\n")) << timeout;
  }
}

TEST_F(ConfigurationTest, SaysWhenThereIsNoFile) {
  const auto read_ = readConfiguration(folder.path() / "other.toml");
  ASSERT_FALSE(read_);
  EXPECT_THAT(read_.error().detail, HasSubstr("other.toml"));
}

TEST_F(ConfigurationTest, DescribesEveryKeyItReads) {
  for (const Language language : {Language::french, Language::english}) {
    const std::string help = configurationHelp(Text(language));
    for (const char* key : {"machine", "staff_key", "password_file", "language", "timeout"})
      EXPECT_THAT(help, HasSubstr(key));
  }
}

}  // namespace
}  // namespace vigie::cli
