// The program itself, on real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <filesystem>

#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/ItemSource.hpp"

namespace vigie::content {
namespace {

using testing::HasSubstr;

class BankBuild : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "vigie-bank-build-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    write("bank-key.pem", key_.pem());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(base::writeFileDurably(folder_ / name, base::bytesOf(text)));
  }
  std::string read(const std::string& name) { return base::readTextFile(folder_ / name).value_or(""); }

  int run(const std::string& arguments) {
    const std::string command =
        std::string("cd ") + folder_.string() + " && " VIGIE_BANK_BUILD " " + arguments + " >stdout.txt 2>stderr.txt";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  int runOn(const std::string& items, const std::string& key = "bank-key.pem") {
    return run("--items " + items + " --bank-key " + key + " --content-key-out content.key --out bank");
  }

  std::filesystem::path folder_;
  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
};

constexpr const char* kDemonstration = VIGIE_SOURCE_DIR "/deploy/demonstration/items.json";

TEST_F(BankBuild, MakesFilesThatTheCentreLoads) {
  ASSERT_EQ(runOn(kDemonstration), 0) << read("stderr.txt");
  struct stat status = {};
  ASSERT_EQ(stat((folder_ / "content.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const auto contentKey = readContentKey(read("content.key"));
  ASSERT_TRUE(contentKey);
  const auto bank = Bank::load(base::toBytes(read("bank/bank.cal")), base::toBytes(read("bank/bank.items")),
                               *contentKey, key_.publicKey());
  ASSERT_TRUE(bank) << bank.error().detail;
  EXPECT_EQ(bank->items().size(), 40U);
  EXPECT_THAT(read("stdout.txt"), HasSubstr("digest " + base::toHex(bank->calibration().digest())));
  EXPECT_THAT(read("stdout.txt"), HasSubstr("examples: 196, "));
}

TEST_F(BankBuild, OpensAnEncryptedKeyWithItsPassphrase) {
  write("secret.pem", key_.encryptedPem("a long passphrase"));
  write("passphrase", "a long passphrase\n");
  write("other", "another\n");
  EXPECT_EQ(runOn(kDemonstration, "secret.pem"), 1);
  EXPECT_EQ(runOn(kDemonstration, "secret.pem --passphrase-file other"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("wrong-passphrase"));
  EXPECT_EQ(runOn(kDemonstration, "secret.pem --passphrase-file passphrase"), 0) << read("stderr.txt");
}

TEST_F(BankBuild, KeepsAContentKeyThatIsThere) {
  write("content.key", "the key of another bank");
  EXPECT_EQ(runOn(kDemonstration), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("content-key-exists"));
  EXPECT_EQ(read("content.key"), "the key of another bank");
}

TEST_F(BankBuild, WritesNothingForItemsWithAFault) {
  std::string items = base::readTextFile(kDemonstration).value_or("");
  const auto at = items.find("\"alpha\"");
  ASSERT_NE(at, std::string::npos);
  write("faulty.json", items.replace(at, 7, "\"alfa\""));
  EXPECT_EQ(runOn("faulty.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("item smp-1.1-01: unknown field \"alfa\""));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "content.key"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "bank/bank.cal"));
}

TEST_F(BankBuild, MakesOneBankOfSeveralFiles) {
  const std::string folder = VIGIE_SOURCE_DIR "/common/content/bank/";
  ASSERT_EQ(runOn(folder + "1.1.json " + folder + "1.2.json " + folder + "practical.json"), 0) << read("stderr.txt");
  std::size_t items = 0;
  for (const char* file : {"1.1.json", "1.2.json", "practical.json"}) {
    const auto source = readItemSource(base::readTextFile(folder + file).value_or(""));
    ASSERT_TRUE(source) << file;
    items += source->items.size();
  }
  EXPECT_THAT(read("stdout.txt"), HasSubstr("bank vigie-certification version 1: " + std::to_string(items) + " items"));
  std::filesystem::remove(folder_ / "content.key");
  EXPECT_EQ(runOn(folder + "1.1.json " + folder + "1.1.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("item vig-1.1-01 id: another file has"));
  EXPECT_EQ(runOn(folder + "1.1.json " + kDemonstration), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("items-bank"));
}

TEST_F(BankBuild, RefusesAnotherKindOfKey) {
  write("ed25519.pem", crypto::PrivateKey::generate(crypto::KeyKind::ed25519).pem());
  EXPECT_EQ(runOn(kDemonstration, "ed25519.pem"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("bank-key"));
}

TEST_F(BankBuild, TellsWrongUsageFromARefusal) {
  EXPECT_EQ(run("--help"), 0);
  EXPECT_EQ(run("--version"), 0);
  EXPECT_THAT(read("stdout.txt"), HasSubstr("bank-build"));
  EXPECT_EQ(run("--items x"), 64);
  EXPECT_EQ(run("--unknown"), 64);
  EXPECT_EQ(runOn("missing.json"), 1);
  EXPECT_THAT(read("stderr.txt"), HasSubstr("file-missing"));
}

}  // namespace
}  // namespace vigie::content
