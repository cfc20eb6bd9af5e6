#include "common/link/Machine.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/unit/link/LinkFixture.hpp"

namespace vigie::link {
namespace {

using std::filesystem::path;
using std::filesystem::perms;

class MachineFolder : public testing::Test {
 protected:
  MachineFolder() : folder_(path(testing::TempDir()) / ("machine-" + base::toHex(crypto::randomBytes(8)))) {}
  ~MachineFolder() override { std::filesystem::remove_all(folder_); }

  Machine machine(crypto::Role role = crypto::Role::seat) const {
    const Credentials own = authority_.issue(role);
    const auto identity = own.certificate.role();
    return {*base::WorkstationId::fromHex(identity->id),
            role,
            "Poste 4",
            "192.0.2.7",
            4433,
            {},
            own.key,
            own.certificate,
            authority_.certificate()};
  }
  void write(const char* name, const std::string& text, base::FileMode mode = base::FileMode::shared) const {
    ASSERT_TRUE(base::writeFileDurably(folder_ / name, base::bytesOf(text), mode));
  }

  const Authority authority_;
  const path folder_;
};

TEST_F(MachineFolder, GivesBackTheMachineThatWasSaved) {
  Machine saved = machine(crypto::Role::console);
  saved.staff = crypto::randomId<base::StaffId>();
  EXPECT_FALSE(hasMachine(folder_));
  ASSERT_TRUE(saveMachine(folder_, saved));
  EXPECT_TRUE(hasMachine(folder_));
  const auto loaded = loadMachine(folder_);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->id, saved.id);
  EXPECT_EQ(loaded->role, crypto::Role::console);
  EXPECT_EQ(loaded->label, "Poste 4");
  EXPECT_EQ(loaded->host, "192.0.2.7");
  EXPECT_EQ(loaded->port, 4433);
  EXPECT_EQ(loaded->staff, saved.staff);
  EXPECT_EQ(loaded->key.pem(), saved.key.pem());
  EXPECT_EQ(loaded->certificate.der(), saved.certificate.der());
  EXPECT_EQ(loaded->authority.der(), saved.authority.der());
}

TEST_F(MachineFolder, IsForItsOwnerOnly) {
  std::filesystem::create_directories(folder_);
  std::filesystem::permissions(folder_, perms::all);
  ASSERT_TRUE(saveMachine(folder_, machine()));
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(folder_ / "machine.key").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(MachineFolder, RefusesAKeyThatOthersMayRead) {
  ASSERT_TRUE(saveMachine(folder_, machine()));
  std::filesystem::permissions(folder_ / "machine.key", perms::group_read, std::filesystem::perm_options::add);
  EXPECT_EQ(loadMachine(folder_).error().code, "machine-rights");
}

TEST_F(MachineFolder, SaysWhichFileIsMissing) {
  for (const char* name : {"machine.json", "machine.key", "machine.pem", "authority.pem"}) {
    ASSERT_TRUE(saveMachine(folder_, machine()));
    std::filesystem::remove(folder_ / name);
    const auto loaded = loadMachine(folder_);
    ASSERT_FALSE(loaded) << name;
    EXPECT_EQ(loaded.error().code, "file-missing") << name;
    EXPECT_NE(loaded.error().detail.find(name), std::string::npos) << loaded.error().detail;
  }
}

TEST_F(MachineFolder, ReadsItsDescriptionStrictly) {
  const std::string id = machine().id.hex();
  const auto with = [&](const std::string& members) { return "{" + members + "}"; };
  const std::string good = R"("format":"vigie-machine/1","role":"seat","label":"4","host":"h")";
  const std::pair<const char*, std::string> kWrong[] = {
      {"not JSON", "machine"},
      {"not an object", "[]"},
      {"another format",
       with(R"("format":"vigie-machine/2","role":"seat","label":"4","host":"h","port":1,"id":")" + id + "\"")},
      {"no port", with(good + R"(,"id":")" + id + "\"")},
      {"port 0", with(good + R"(,"port":0,"id":")" + id + "\"")},
      {"port too large", with(good + R"(,"port":65536,"id":")" + id + "\"")},
      {"port as a text", with(good + R"(,"port":"4433","id":")" + id + "\"")},
      {"port as a fraction", with(good + R"(,"port":4433.5,"id":")" + id + "\"")},
      {"an id that is none", with(good + R"(,"port":1,"id":"4")")},
      {"an unknown member", with(good + R"(,"port":1,"extra":1,"id":")" + id + "\"")},
      {"a member twice", with(good + R"(,"port":1,"port":2,"id":")" + id + "\"")},
      {"another machine's id", with(good + R"(,"port":1,"id":"00000000000000000000000000000001")")},
      {"another role",
       with(R"("format":"vigie-machine/1","role":"console","label":"4","host":"h","port":1,"id":")" + id + "\"")},
      {"a damaged staff id", with(good + R"(,"port":1,"staff":"x","id":")" + id + "\"")},
  };
  const Machine saved = machine();
  for (const auto& [name, text] : kWrong) {
    ASSERT_TRUE(saveMachine(folder_, saved));
    std::string mine = text;
    if (const auto at = mine.find(id); at != std::string::npos) mine.replace(at, id.size(), saved.id.hex());
    write("machine.json", mine);
    const auto loaded = loadMachine(folder_);
    ASSERT_FALSE(loaded) << name;
    EXPECT_EQ(loaded.error().code, "machine-wrong") << name << ": " << loaded.error().detail;
  }
}

TEST_F(MachineFolder, RefusesFilesThatDoNotBelongTogether) {
  const Machine saved = machine();
  const Machine other = machine();
  const Authority stranger("Another centre");
  const std::tuple<const char*, std::string, base::FileMode> kSwaps[] = {
      {"machine.key", other.key.pem(), base::FileMode::ownerOnly},
      {"machine.pem", other.certificate.pem(), base::FileMode::shared},
      {"authority.pem", stranger.certificate().pem(), base::FileMode::shared},
      {"authority.pem", saved.certificate.pem(), base::FileMode::shared},
      {"machine.pem", "no certificate", base::FileMode::shared},
      {"machine.key", "no key", base::FileMode::ownerOnly},
  };
  for (const auto& [name, text, mode] : kSwaps) {
    ASSERT_TRUE(saveMachine(folder_, saved));
    ASSERT_TRUE(loadMachine(folder_));
    write(name, text, mode);
    EXPECT_EQ(loadMachine(folder_).error().code, "machine-wrong") << name;
  }
}

}  // namespace
}  // namespace vigie::link
