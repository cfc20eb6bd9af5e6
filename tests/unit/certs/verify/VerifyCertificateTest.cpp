// The program itself: exit statuses, where it looks, and what it prints (design.md 10).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "tests/support/SampleNation.hpp"
#include "tests/support/ShellRun.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie {
namespace {

using support::Ran;

Ran run(const std::string& arguments, const std::string& environment = "LC_ALL=C") {
  return support::shellRun(VIGIE_PROGRAM, arguments, environment);
}

class VerifyCertificate : public testing::Test {
 protected:
  VerifyCertificate() : nation_(credential::Occasion::demonstration, base::SystemClock().now().wallMs / 1000 * 1000) {
    code_ = nation_.issue(nation_.newContent()).content.code;
    revoked_ = nation_.issue(nation_.newContent()).content.code;
    nation_.bits.set(nation_.certificates.back().content.status.index);
    nation_.bits.clear(nation_.certificates.front().content.status.index);
    nation_.writeTo(out());
  }

  std::filesystem::path out() const { return folder_.path() / "out"; }
  std::string certificate(const std::string& code, const std::string& form = ".jwt") const {
    return (out() / "certificates" / (code + form)).string();
  }
  std::string trusting() const { return " --trust " + out().string(); }

  void damage(const std::filesystem::path& path) const {
    std::string text = *base::readTextFile(path);
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    ASSERT_TRUE(base::writeFileDurably(path, base::bytesOf(text)));
  }

  support::TemporaryFolder folder_;
  support::SampleNation nation_;
  std::string code_;
  std::string revoked_;
};

TEST_F(VerifyCertificate, ExitsZeroAndSaysDemonstrationFirst) {
  for (const char* form : {".jwt", ".json"}) {
    const Ran ran = run(certificate(code_, form) + trusting());
    EXPECT_EQ(ran.status, 0) << ran.out;
    EXPECT_TRUE(ran.out.starts_with("DEMONSTRATION ")) << ran.out;
    EXPECT_EQ(base::split(ran.out, '\n').size(), 2U) << ran.out;
  }
}

TEST_F(VerifyCertificate, ExitsOneTwoAndThree) {
  EXPECT_EQ(run(certificate(revoked_) + trusting()).status, 1);
  EXPECT_EQ(run(certificate("P-222222222") + trusting()).status, 2);
  EXPECT_EQ(run(certificate(code_) + " --trust " + (folder_.path() / "nowhere").string()).status, 2);
  EXPECT_EQ(run(certificate(code_) + trusting() + " --at 2020-01-01").status, 2);
  damage(certificate(code_));
  EXPECT_EQ(run(certificate(code_) + trusting()).status, 3);
}

TEST_F(VerifyCertificate, LetsTheGravestOfSeveralFilesDecideAndJudgesEach) {
  damage(certificate(code_, ".json"));
  const Ran ran = run(certificate(code_) + " " + certificate(revoked_) + " " + certificate(code_, ".json") + " " +
                      certificate("P-222222222") + trusting() + " --json");
  EXPECT_EQ(ran.status, 3);
  const std::vector<std::string> lines = base::split(ran.out, '\n');
  ASSERT_EQ(lines.size(), 5U) << ran.out;
  const int expected[] = {0, 1, 3, 2};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(nlohmann::json::parse(lines[i])["status"], expected[i]) << lines[i];
  EXPECT_EQ(run(certificate(code_) + " " + certificate(revoked_) + trusting()).status, 1);
  EXPECT_EQ(run(certificate("P-222222222") + " " + certificate(revoked_) + trusting()).status, 2);
}

TEST_F(VerifyCertificate, ExitsSixtyFourForWrongUsage) {
  for (const std::string& arguments :
       {std::string(), std::string("--trust ") + out().string(), certificate(code_) + " --unknown",
        certificate(code_) + trusting() + " --at yesterday", certificate(code_) + trusting() + " --at 2026-02-30",
        certificate(code_) + trusting() + " --lang de", certificate(code_) + " --trust",
        certificate(code_) + " --json=maybe"}) {
    EXPECT_EQ(run(arguments).status, 64) << arguments;
  }
  EXPECT_EQ(run("--help").status, 0);
  EXPECT_EQ(run("--version").status, 0);
}

TEST_F(VerifyCertificate, UsesTheFirstProofFoundAndNeverASecond) {
  const std::string name = code_ + ".tlog-proof";
  const std::filesystem::path beside = out() / "certificates" / name;
  std::filesystem::copy(beside, out() / name);
  std::filesystem::remove(beside);
  EXPECT_EQ(run(certificate(code_) + trusting()).status, 0);  // from the trust folder
  std::filesystem::copy(out() / name, beside);
  damage(beside);
  EXPECT_EQ(run(certificate(code_) + trusting()).status, 3);  // the good one in the trust folder does not help
  std::filesystem::remove(beside);
  std::filesystem::remove(out() / name);
  const Ran ran = run(certificate(code_) + trusting());
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.out.find(name), std::string::npos) << ran.out;
}

TEST_F(VerifyCertificate, BelievesNoAnchorBesideTheCertificate) {
  const std::filesystem::path trust = folder_.path() / "trust";
  std::filesystem::create_directories(trust);
  for (const char* name : {"root.pem", "log.vkey", "chain.pem", "did.json"}) {
    std::filesystem::copy(out() / name, out() / "certificates" / name);
  }
  std::filesystem::copy(out() / "status", out() / "certificates/status");
  EXPECT_EQ(run(certificate(code_) + " --trust " + trust.string()).status, 2);
  for (const char* name : {"root.pem", "log.vkey"}) std::filesystem::copy(out() / name, trust / name);
  EXPECT_EQ(run(certificate(code_) + " --trust " + trust.string()).status, 0);
}

TEST_F(VerifyCertificate, FindsTheCompanionsOfAFileInThisFolder) {
  const std::string here = "cd '" + (out() / "certificates").string() + "' && ";
  const std::string command = here + "'" + VIGIE_PROGRAM + "' " + code_ + ".jwt --trust .. >/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(VerifyCertificate, SpeaksTheLanguageOfItsEnvironment) {
  const std::string arguments = certificate(revoked_) + trusting();
  EXPECT_NE(run(arguments, "LC_ALL= LANG=fr_FR.UTF-8").out.find("révoqué"), std::string::npos);
  EXPECT_NE(run(arguments, "LC_ALL= LANG=en_GB.UTF-8").out.find("revoked"), std::string::npos);
  EXPECT_NE(run(arguments, "LC_ALL=en_GB.UTF-8 LANG=fr_FR.UTF-8").out.find("revoked"), std::string::npos);
  EXPECT_NE(run(arguments + " --lang fr").out.find("révoqué"), std::string::npos);
}

TEST_F(VerifyCertificate, CallsABundleOrAFolderWhatItIs) {
  ASSERT_TRUE(base::writeFileDurably(out() / "a.bundle", base::bytesOf("not a certificate")));
  EXPECT_EQ(run((out() / "a.bundle").string() + trusting()).status, 3);
  EXPECT_EQ(run((out() / "certificates").string() + trusting()).status, 2);
}

}  // namespace
}  // namespace vigie
