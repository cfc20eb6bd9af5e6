#include "common/configuration/KeyTable.hpp"

#include <gmock/gmock.h>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::configuration {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

struct Settings {
  std::string name;
  std::filesystem::path folder;
  std::uint16_t port = 1;
  std::vector<std::int64_t> users;
  std::vector<std::string> places;
};

const std::vector<Key<Settings>>& keys() {
  static const std::vector<Key<Settings>> all = {
      {"", "name", Presence::required, "what it is called", "expected a text", text(&Settings::name)},
      {"files", "folder", Presence::optional, "where (here)", "expected a path", path(&Settings::folder)},
      {"net", "port", Presence::required, "its port", "expected 1 to 10", number(&Settings::port, 1, 10)},
      {"net", "users", Presence::optional, "who", "expected a list of numbers",
       listOf(&Settings::users, [](std::int64_t id) { return id >= 0; })},
      {"net", "places", Presence::optional, "where", "expected a list of texts",
       listOf(&Settings::places, [](const std::string& one) { return !one.empty(); })},
  };
  return all;
}

class KeyTable : public testing::Test {
 protected:
  base::Result<Settings> readText(const std::string& text) {
    support::must(base::writeFileDurably(file(), base::bytesOf(text)));
    return read(file(), keys());
  }
  std::string faultsOf(const std::string& text) {
    const auto settings = readText(text);
    if (settings) return "none";
    EXPECT_EQ(settings.error().code, "config-wrong");
    return settings.error().detail;
  }
  std::filesystem::path file() const { return folder_.path() / "program.toml"; }

  support::TemporaryFolder folder_;
};

TEST_F(KeyTable, ReadsEveryKindOfValueAndPathsFromTheFilesFolder) {
  const auto settings = readText(
      "name = \"Ada\"\n[files]\nfolder = \"a/../b\"\n[net]\nport = 7\nusers = [0, 1000]\nplaces = [\"x\", \"y\"]\n");
  ASSERT_TRUE(settings) << settings.error().detail;
  EXPECT_EQ(settings->name, "Ada");
  EXPECT_EQ(settings->folder, folder_.path() / "b");
  EXPECT_EQ(settings->port, 7);
  EXPECT_THAT(settings->users, ElementsAre(0, 1000));
  EXPECT_THAT(settings->places, ElementsAre("x", "y"));
}

TEST_F(KeyTable, LeavesWhatIsNotInTheFileAsItWas) {
  const auto settings = readText("name = \"Ada\"\n[net]\nport = 7\n");
  ASSERT_TRUE(settings) << settings.error().detail;
  EXPECT_EQ(settings->folder, "");
  EXPECT_THAT(settings->users, ElementsAre());
}

TEST_F(KeyTable, NamesEveryFaultAtOnceWithItsPlace) {
  const std::string faults =
      faultsOf("colour = 1\n[net]\nport = 70000\nhost = \"x\"\nusers = [1, -1]\n[mail]\nto = \"y\"\n");
  EXPECT_THAT(faults, AllOf(HasSubstr("program.toml: colour, line 1: this key is not known"),
                            HasSubstr("[net] port, line 3: expected 1 to 10"),
                            HasSubstr("[net] host, line 4: this key is not known"),
                            HasSubstr("[net] users, line 5: expected a list of numbers"),
                            HasSubstr("program.toml: [mail], line 6: this section is not known"),
                            HasSubstr("program.toml: name: missing; expected a text")));
  EXPECT_NE(faults.back(), '\n');
}

TEST_F(KeyTable, RefusesAValueOfAnotherType) {
  for (const char* wrong : {"7.0", "\"7\"", "true", "[7]", "{ a = 7 }", "1979-05-27", "99999999999"}) {
    EXPECT_THAT(faultsOf(std::string("name = \"Ada\"\n[net]\nport = ") + wrong + "\n"),
                HasSubstr("[net] port, line 3: expected 1 to 10"))
        << wrong;
  }
  EXPECT_THAT(faultsOf("name = \"" + std::string(kLongestText + 1, 'x') + "\"\n[net]\nport = 7\n"),
              HasSubstr("name, line 1: expected a text"));
}

TEST_F(KeyTable, RefusesASectionInsideASectionAndAKeyWhereASectionBelongs) {
  EXPECT_THAT(faultsOf("name = \"Ada\"\n[net]\nport = 7\n[net.port2]\na = 1\n"),
              HasSubstr("[net] port2, line 4: this key is not known"));
  EXPECT_THAT(faultsOf("name = \"Ada\"\nnet = 7\n"), HasSubstr("program.toml: net, line 2: this key is not known"));
}

TEST_F(KeyTable, NamesTheLineThatIsNoTomlAndAFileThatIsNotThere) {
  EXPECT_THAT(faultsOf("name = \"Ada\"\n[net\nport = 7\n"), HasSubstr("line 2"));
  const auto none = read(folder_.path() / "none.toml", keys());
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().detail, HasSubstr("none.toml"));
}

TEST_F(KeyTable, DescribesEveryKeyInItsSection) {
  EXPECT_EQ(help(keys()),
            "Configuration (TOML):\n"
            "    name            what it is called\n"
            "  [files]\n"
            "    folder          where (here)\n"
            "  [net]\n"
            "    port            its port\n"
            "    users           who\n"
            "    places          where\n");
}

}  // namespace
}  // namespace vigie::configuration
