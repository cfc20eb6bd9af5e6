#include "certs/registry/app/Configuration.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::registry {
namespace {

class ConfigurationTest : public testing::Test {
 protected:
  base::Result<Configuration> read(const std::string& text) {
    support::must(base::writeFileDurably(file(), base::bytesOf(text)));
    return readConfiguration(file());
  }
  std::filesystem::path file() const { return folder_.path() / "registry.toml"; }

  static constexpr const char* kGood =
      "[registry]\norigin = \"registre.example.fr/2026\"\nurl = \"https://registre.example.fr\"\nfolder = \"here\"\n";
  support::TemporaryFolder folder_;
};

TEST_F(ConfigurationTest, ReadsDefaultsAndRelativeFolders) {
  const auto read = this->read(kGood);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->folder, folder_.path() / "here");
  EXPECT_EQ(read->port, 8443);
  EXPECT_EQ(read->statusListOf("0042"), "https://registre.example.fr/status/0042");
}

TEST_F(ConfigurationTest, ReadsTheDemonstrationsOwn) {
  const auto read = this->read(demonstrationConfiguration(folder_.path() / "demo", 9001));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->port, 9001);
  EXPECT_EQ(read->folder, folder_.path() / "demo");
}

TEST_F(ConfigurationTest, NamesEveryFaultAtOnce) {
  const auto read =
      this->read("[registry]\norigin = \"https://no\"\nurl = \"http://plain\"\n[listen]\nport = 70000\nhost = \"x\"\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "config-wrong");
  for (const char* part : {"origin, line 2", "url, line 3", "folder: missing", "port, line 5", "host, line 6"}) {
    EXPECT_NE(read.error().detail.find(part), std::string::npos) << part << " in\n" << read.error().detail;
  }
}

TEST_F(ConfigurationTest, NamesLineOfWrongToml) {
  const auto read = this->read("[registry\norigin = 1\n");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("line 1"), std::string::npos) << read.error().detail;
}

TEST_F(ConfigurationTest, NamesMissingFile) {
  const auto read = readConfiguration(folder_.path() / "none.toml");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("none.toml"), std::string::npos);
}

TEST_F(ConfigurationTest, HelpNamesEveryKeyOfTheTable) {
  const std::string help = configurationHelp();
  for (const char* key : {"origin", "url", "folder", "address", "port", "requests_per_second", "lookups_per_minute",
                          "connections", "connections_per_address", "bundle_megabytes"}) {
    EXPECT_NE(help.find(key), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace vigie::registry
