// A data folder as an auditor receives it: whole, and with something missing, erased or damaged.
#include "certs/verify/DataFolder.hpp"

#include "Sessions.hpp"
#include "common/journal/SqliteStore.hpp"
#include "tests/support/AuditorDesk.hpp"

namespace vigie::verify {
namespace {

using support::AuditorDesk;
using support::Insider;

class DataFolder : public testing::Test {
 protected:
  DataFolder() { Insider(session_).writeDataFolder(folder_); }

  base::Result<SessionFiles> read(const std::string& session = {}) const {
    return readDataFolder(folder_, session,
                          {.bankFolder = desk_.bankFolder(), .registry = desk_.trust() / "registry.pem"});
  }
  Report audit(const content::Bank* bank = support::syntheticBank().bank.get()) const {
    const auto files = read();
    if (!files) throw std::runtime_error(files.error().code + ": " + files.error().detail);
    return verifySession(*files, support::anchorsOf(session_), bank);
  }
  std::string refusalOf(const std::string& session = {}) const {
    const auto files = read(session);
    return files ? "" : files.error().code;
  }
  std::filesystem::path keyFile(std::size_t candidate) const {
    return folder_ / "keys" / session_.id().hex() / session_.candidates().at(candidate).ref.hex();
  }
  std::filesystem::path certificateFile() const {
    for (const auto& one : std::filesystem::directory_iterator(folder_ / "issued")) {
      if (one.path().extension() == ".jwt") return one.path();
    }
    throw std::logic_error("no certificate is laid out");
  }

  support::SyntheticSession& session_ = quietSession();
  AuditorDesk desk_{session_};
  std::filesystem::path folder_ = desk_.path("centre");
};

TEST_F(DataFolder, HoldsAndHasEveryAnswerJudgedAgainFromItsText) {
  const Report report = audit();
  EXPECT_TRUE(report.findings.empty()) << listOf(report);
  EXPECT_EQ(report.facts.answersJudgedAgain, report.facts.answers);
  EXPECT_EQ(report.facts.answers, 64U);
  EXPECT_EQ(report.facts.certificates.size(), 2U);
}

TEST_F(DataFolder, SaysThatAnswersWereNotJudgedWithoutABank) {
  const Report report = audit(nullptr);
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_TRUE(report.has(Code::answersNotJudged));
}

TEST_F(DataFolder, HoldsWithOnePersonErasedAndTellsIt) {
  std::filesystem::remove(keyFile(0));
  const Report report = audit();
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_TRUE(report.has(Code::privatePartErased));
  EXPECT_TRUE(report.has(Code::answersNotJudged));
  EXPECT_EQ(report.facts.answersJudgedAgain, 32U);
}

TEST_F(DataFolder, HoldsWithoutTheKeysFolder) {
  std::filesystem::remove_all(folder_ / "keys");
  const Report report = audit();
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_EQ(report.facts.answersJudgedAgain, 0U);
}

TEST_F(DataFolder, NamesADamagedKeyInsteadOfPassingOverIt) {
  AuditorDesk::damage(keyFile(0));
  Report report = audit();
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
  EXPECT_TRUE(report.has(Code::privatePartDamaged));
  EXPECT_EQ(report.facts.answersJudgedAgain, 32U) << "the others are judged";
  AuditorDesk::put(folder_ / "keys" / "epoch.key", std::string("not hexadecimal\n"));
  report = audit();
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
}

TEST_F(DataFolder, HoldsWhenCertificatesAreNotLaidOut) {
  std::filesystem::remove(certificateFile());
  EXPECT_EQ(audit().outcome(), Outcome::good) << listOf(audit());  // the journal keeps their bytes
  std::filesystem::remove_all(folder_ / "keys");
  const Report report = audit();
  EXPECT_TRUE(report.has(Code::certificateMissing)) << listOf(report);
  EXPECT_EQ(report.outcome(), Outcome::notEstablished);
}

TEST_F(DataFolder, NamesALaidOutCertificateThatWasChanged) {
  AuditorDesk::damage(certificateFile());
  for (const char* keys : {"with keys", "without"}) {
    const Report report = audit();
    EXPECT_TRUE(report.has(Code::certificateDiffers)) << keys << "\n" << listOf(report);
    EXPECT_EQ(report.outcome(), Outcome::forged);
    std::filesystem::remove_all(folder_ / "keys");
  }
}

TEST_F(DataFolder, NeedsNothingBesideItButTheRoot) {
  const auto files = readDataFolder(folder_, {}, {.bankFolder = {}, .registry = desk_.path("nowhere/registry.pem")});
  ASSERT_TRUE(files);
  const Report report = verifySession(*files, support::anchorsOf(session_));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  AuditorDesk::damage(folder_ / "audit" / (base::toHex(support::syntheticBank().files.digest) + ".cal"));
  const auto damaged = readDataFolder(folder_, {}, {.bankFolder = {}, .registry = desk_.path("nowhere/registry.pem")});
  EXPECT_TRUE(verifySession(*damaged, support::anchorsOf(session_)).has(Code::bankDiffers));
}

TEST_F(DataFolder, NamesTheSessionsWhenThereAreSeveral) {
  EXPECT_EQ(refusalOf(session_.id().hex()), "");
  EXPECT_EQ(refusalOf(std::string(32, '0')), "session-missing");
  Insider other(eventfulSession());
  other.writeDataFolder(desk_.path("other"));
  {
    const auto from = support::must(journal::SqliteStore::open(desk_.path("other") / "journal.sqlite"));
    const auto to = support::must(journal::SqliteStore::open(folder_ / "journal.sqlite"));
    support::must(from->read(journal::streamOf(eventfulSession().id()), 1,
                             [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
                               support::must(to->commit({&entry, 1}));
                               return journal::Visit::more;
                             }));
  }
  const auto files = read();
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, "session-missing");
  EXPECT_NE(files.error().detail.find(session_.id().hex()), std::string::npos) << files.error().detail;
  EXPECT_NE(files.error().detail.find(eventfulSession().id().hex()), std::string::npos);
  EXPECT_EQ(refusalOf(session_.id().hex()), "");
}

TEST_F(DataFolder, RefusesWhatIsNoJournal) {
  std::filesystem::remove(folder_ / "journal.sqlite");
  EXPECT_EQ(refusalOf(), "journal-missing");
  AuditorDesk::put(folder_ / "journal.sqlite", std::string(8192, 'x'));
  EXPECT_EQ(refusalOf(), "journal-damaged");
}

TEST_F(DataFolder, NamesAFlippedBitOfARecord) {
  base::Bytes bytes = support::must(base::readFile(folder_ / "journal.sqlite"));
  const std::string blob = base::toString(Insider(session_).bundle().sessionRecords.at(40));
  const auto found = std::search(bytes.begin(), bytes.end(), blob.begin(), blob.end(),
                                 [](std::uint8_t one, char other) { return one == static_cast<std::uint8_t>(other); });
  ASSERT_NE(found, bytes.end());
  found[100] ^= 1;
  AuditorDesk::put(folder_ / "journal.sqlite", bytes);
  const auto files = read();
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, "journal-damaged");
  EXPECT_NE(files.error().detail.find("41"), std::string::npos) << files.error().detail;
}

TEST_F(DataFolder, NamesADamagedCompanionInsteadOfPassingOverIt) {
  const struct {
    std::filesystem::path file;
    const char* code;
  } cases[] = {{folder_ / "issued" / "chain.pem", "chain-untrusted"},
               {desk_.trust() / "registry.pem", "ticket-key-untrusted"},
               {desk_.bankFolder() / "bank-authority.pem", "bank-untrusted"}};
  for (const auto& one : cases) {
    const std::string before = support::must(base::readTextFile(one.file));
    AuditorDesk::put(one.file, std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    EXPECT_EQ(refusalOf(), one.code) << one.file;
    AuditorDesk::put(one.file, before);
  }
  EXPECT_EQ(refusalOf(), "");
}

}  // namespace
}  // namespace vigie::verify
