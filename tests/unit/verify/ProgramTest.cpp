// verify-session itself: exit statuses and their precedence, what it looks for, what it prints (design.md 10).
#include <nlohmann/json.hpp>

#include "Sessions.hpp"
#include "common/base/Text.hpp"
#include "tests/support/AuditorDesk.hpp"
#include "tests/support/ShellRun.hpp"

namespace vigie::verify {
namespace {

using support::AuditorDesk;
using support::Insider;
using support::Ran;

Ran run(const std::string& arguments, const std::string& environment = "LC_ALL=C") {
  return support::shellRun(VIGIE_PROGRAM, arguments, environment);
}

class VerifySession : public testing::Test {
 protected:
  explicit VerifySession(support::SyntheticSession& session = quietSession()) : session_(session), desk_(session) {
    Insider insider(session);
    AuditorDesk::put(bundle_, insider.signedBundle());
    insider.writeDataFolder(folder_);
  }

  int statusOf(const std::string& subject, const std::string& more = {}) const {
    return run("'" + subject + "'" + desk_.trusting() + more).status;
  }
  nlohmann::json jsonOf(const std::string& subject, const std::string& more = {}) const {
    const Ran ran = run("'" + subject + "'" + desk_.trusting() + " --json" + more);
    EXPECT_EQ(base::split(ran.out, '\n').size(), 2U) << ran.out;
    auto line = nlohmann::json::parse(ran.out);
    EXPECT_EQ(line["status"], ran.status);
    return line;
  }
  static bool has(const nlohmann::json& line, const std::string& code) {
    for (const auto& one : line["findings"]) {
      if (one["code"] == code) return !one["sentence"].get<std::string>().empty();
    }
    return false;
  }

  support::SyntheticSession& session_;
  AuditorDesk desk_;
  const std::string bundle_ = desk_.path("session.bundle").string();
  const std::string folder_ = desk_.path("centre").string();
};

class VerifyExpiredSession : public VerifySession {
 protected:
  VerifyExpiredSession() : VerifySession(expired()) {}

  // Accredited, then the certificate lapsed before the session began.
  static support::SyntheticSession& expired() {
    static support::SyntheticSession* session = [] {
      auto* made = new support::SyntheticSession({.candidates = 1});
      made->centre().clock().pass(400LL * 86'400'000);
      made->run();
      return made;
    }();
    return *session;
  }
};

TEST_F(VerifySession, ExitsZeroForABundleAndForADataFolder) {
  for (const std::string& subject : {bundle_, folder_}) {
    const Ran ran = run(subject + desk_.trusting());
    EXPECT_EQ(ran.status, 0) << ran.out;
    EXPECT_TRUE(ran.out.starts_with("DEMONSTRATION " + subject + ": everything holds; session ")) << ran.out;
    EXPECT_NE(ran.out.find("answers were not judged again"), std::string::npos) << ran.out;
  }
}

TEST_F(VerifySession, JudgesAnswersAgainWithTheBank) {
  nlohmann::json line = jsonOf(folder_, desk_.withBank());
  EXPECT_EQ(line["status"], 0) << line;
  EXPECT_EQ(line["findings"].size(), 0U) << line;
  EXPECT_EQ(line["facts"]["answersJudgedAgain"], 64);
  line = jsonOf(bundle_, desk_.withBank());  // a bundle has no texts
  EXPECT_EQ(line["status"], 0) << line;
  EXPECT_EQ(line["facts"]["answersJudgedAgain"], 0);
  EXPECT_TRUE(has(line, "answers-not-judged")) << line;
}

TEST_F(VerifyExpiredSession, ExitsOne) {
  EXPECT_EQ(statusOf(bundle_), 1);
  const nlohmann::json line = jsonOf(folder_, desk_.withBank());
  EXPECT_EQ(line["status"], 1) << line;
  EXPECT_TRUE(has(line, "chain-expired")) << line;
}

TEST_F(VerifyExpiredSession, LetsWhatIsMissingAndWhatIsForgedOutweighIt) {
  std::filesystem::remove(desk_.trust() / "root.pem");
  EXPECT_EQ(statusOf(bundle_), 2);
  AuditorDesk::damage(bundle_);
  EXPECT_EQ(statusOf(bundle_), 3);
  EXPECT_EQ(statusOf(bundle_, " --unknown"), 64);
}

TEST_F(VerifySession, ExitsTwoNamingWhatIsMissing) {
  nlohmann::json line = jsonOf(desk_.path("nothing").string());
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "file-missing")) << line;
  std::filesystem::create_directories(desk_.path("empty"));
  line = jsonOf(desk_.path("empty").string());
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "file-missing")) << line;
  line = jsonOf(folder_, " --session " + std::string(32, '0'));
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "session-missing")) << line;
  line = jsonOf(folder_, " --bank '" + desk_.path("bank/other.items").string() + "'");
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "file-missing")) << line;
  std::filesystem::remove(desk_.trust() / "registry.pem");
  EXPECT_EQ(statusOf(folder_), 0);  // the centre laid one out
  std::filesystem::remove_all(desk_.path("centre/audit"));
  line = jsonOf(folder_, desk_.withBank());
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "ticket-key-missing")) << line;
  line = jsonOf(folder_);
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "bank-missing")) << line;
  std::filesystem::remove(desk_.bankFolder() / "content.key");
  line = jsonOf(bundle_, desk_.withBank());
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "file-missing")) << line;
  std::filesystem::remove(desk_.trust() / "root.pem");
  line = jsonOf(bundle_);
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "root-missing")) << line;
}

TEST_F(VerifySession, ExitsTwoWhenTheKeyIsAnotherBanks) {
  AuditorDesk::put(desk_.bankFolder() / "content.key", std::string(64, 'a') + "\n");
  const nlohmann::json line = jsonOf(folder_, desk_.withBank());
  EXPECT_EQ(line["status"], 2);
  EXPECT_TRUE(has(line, "file-unreadable")) << line;
}

TEST_F(VerifySession, ExitsThreeForADamagedBundle) {
  AuditorDesk::damage(bundle_);
  EXPECT_EQ(statusOf(bundle_), 3);
  base::Bytes bytes = Insider(session_).signedBundle();
  bytes.back() ^= 1;
  AuditorDesk::put(bundle_, bytes);
  EXPECT_TRUE(has(jsonOf(bundle_), "bundle-signature"));
  bytes.resize(bytes.size() - 100);
  AuditorDesk::put(bundle_, bytes);
  EXPECT_TRUE(has(jsonOf(bundle_), "bundle-damaged"));
  AuditorDesk::put(bundle_, std::string("not a bundle"));
  EXPECT_TRUE(has(jsonOf(bundle_), "bundle-damaged"));
  EXPECT_EQ(statusOf(bundle_), 3);
}

TEST_F(VerifySession, ExitsThreeForADamagedDataFolder) {
  AuditorDesk::put(desk_.trust() / "root.pem", std::string("not a certificate"));
  nlohmann::json line = jsonOf(folder_);
  EXPECT_EQ(line["status"], 3);
  EXPECT_TRUE(has(line, "root-damaged")) << line;
  AuditorDesk::put(desk_.path("centre/journal.sqlite"), std::string(8192, 'x'));
  line = jsonOf(folder_);
  EXPECT_EQ(line["status"], 3);
  EXPECT_TRUE(has(line, "journal-damaged")) << line;
}

TEST_F(VerifySession, ExitsThreeForADamagedBankAndForAnothers) {
  AuditorDesk::damage(desk_.bankFolder() / "bank.items");
  EXPECT_EQ(statusOf(folder_, desk_.withBank()), 3);
  AuditorDesk::put(desk_.bankFolder() / "bank.items", support::syntheticBank().files.items);
  EXPECT_EQ(statusOf(folder_, desk_.withBank()), 0);
  AuditorDesk::damage(desk_.bankFolder() / "bank.cal");
  const nlohmann::json line = jsonOf(folder_, desk_.withBank());
  EXPECT_EQ(line["status"], 3);
  EXPECT_TRUE(has(line, "bank-differs")) << line;
}

TEST_F(VerifySession, LetsWhatIsForgedOutweighAMissingBank) {
  Insider insider(session_);
  insider.records[insider.find<exam::record::AnswerAccepted>()].as<exam::record::AnswerAccepted>()->set_correct(false);
  insider.coverTracks();
  AuditorDesk::put(bundle_, insider.signedBundle());
  std::filesystem::remove(desk_.bankFolder() / "bank.items");
  const nlohmann::json line = jsonOf(bundle_, desk_.withBank());
  EXPECT_EQ(line["status"], 3);
  EXPECT_TRUE(has(line, "file-missing")) << line;
}

TEST_F(VerifySession, ExitsSixtyFourForWrongUsage) {
  for (const std::string& arguments :
       {std::string(), desk_.trusting(), bundle_ + " --unknown", bundle_ + " another", bundle_ + " --trust",
        bundle_ + " --lang de", bundle_ + " --json=maybe", bundle_ + " --bank-key key-without-a-bank"}) {
    EXPECT_EQ(run(arguments).status, 64) << arguments;
  }
  EXPECT_EQ(run("--help").status, 0);
  EXPECT_EQ(run("--version").status, 0);
}

TEST_F(VerifySession, PrintsFactsAsOneLineOfJson) {
  const nlohmann::json line = jsonOf(bundle_);
  EXPECT_EQ(line["file"], bundle_);
  EXPECT_EQ(line["verdict"], "everything holds");
  EXPECT_EQ(line["demonstration"], true);
  EXPECT_EQ(line["facts"]["session"], session_.id().hex());
  EXPECT_EQ(line["facts"]["centre"], "0042");
  EXPECT_EQ(line["facts"]["answers"], 64);
  EXPECT_EQ(line["facts"]["certificates"], 2);
}

TEST_F(VerifySession, SpeaksTheLanguageOfItsEnvironment) {
  const std::string arguments = desk_.path("nothing").string() + desk_.trusting();
  EXPECT_NE(run(arguments, "LC_ALL= LANG=fr_FR.UTF-8").out.find("un fichier manque"), std::string::npos);
  EXPECT_NE(run(arguments, "LC_ALL=en_GB.UTF-8 LANG=fr_FR.UTF-8").out.find("a file is missing"), std::string::npos);
  EXPECT_NE(run(arguments + " --lang fr").out.find("un fichier manque"), std::string::npos);
}

}  // namespace
}  // namespace vigie::verify
