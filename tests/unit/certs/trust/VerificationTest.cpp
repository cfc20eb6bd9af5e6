#include "certs/trust/Verification.hpp"

#include <gtest/gtest.h>

#include "Bench.hpp"
#include "certs/credential/DataIntegrity.hpp"

namespace vigie::trust {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::string reasonsOf(const Verdict& verdict) {
  std::string all;
  for (const Finding& finding : verdict.findings) {
    all += std::string(reasonName(finding.reason)) + " (" + finding.about + ": " + finding.detail + ") ";
  }
  return all;
}

class VerificationTest : public testing::Test {
 protected:
  support::SampleNation nation_;
};

TEST_F(VerificationTest, AcceptsBothFormsOfAGoodCertificate) {
  for (int i = 0; i < 40; ++i) nation_.log("entry " + std::to_string(i));
  const Bench bench(nation_);
  for (const char* form : {".jwt", ".json"}) {
    const Verdict verdict = bench.verify(form);
    EXPECT_EQ(verdict.outcome(), Outcome::good) << form << ' ' << reasonsOf(verdict);
    EXPECT_EQ(verdict.occasion, Occasion::demonstration);
    EXPECT_EQ(verdict.leaf->number, 41U);
    EXPECT_EQ(verdict.statusMs, nation_.nowMs);
  }
}

TEST_F(VerificationTest, AcceptsARealCertificateUnderARealRoot) {
  support::SampleNation real(Occasion::examination);
  const Verdict verdict = Bench(real).verify();
  EXPECT_EQ(verdict.outcome(), Outcome::good) << reasonsOf(verdict);
  EXPECT_EQ(verdict.occasion, Occasion::examination);
}

TEST_F(VerificationTest, CallsEverythingUnderADemonstrationRootADemonstration) {
  credential::CredentialContent content = nation_.newContent();
  content.evidence.occasion = Occasion::examination;
  const Bench bench(nation_, nation_.issue(content));
  EXPECT_EQ(bench.verify().occasion, Occasion::demonstration);
}

TEST_F(VerificationTest, NamesEachMissingFile) {
  const Bench whole(nation_);
  const std::vector<std::pair<std::string, Reason>> cases = {
      {"chain.pem", Reason::chainMissing},
      {"did.json", Reason::didMissing},
      {whole.code + ".tlog-proof", Reason::proofMissing},
  };
  for (const auto& [name, reason] : cases) {
    Bench bench = whole;
    ASSERT_EQ(bench.files.erase(name), 1U);
    for (const char* form : {".jwt", ".json"}) {
      const Verdict verdict = bench.verify(form);
      EXPECT_EQ(verdict.outcome(), Outcome::notEstablished) << name << ' ' << reasonsOf(verdict);
      EXPECT_EQ(verdict.decisive().reason, reason) << name;
      EXPECT_EQ(verdict.decisive().about, name);
    }
  }
  for (const auto& [name, reason] : {std::pair{"root.pem", Reason::rootMissing}, {"log.vkey", Reason::logKeyMissing}}) {
    Bench bench = whole;
    ASSERT_EQ(bench.anchors.erase(name), 1U);
    EXPECT_EQ(bench.verify().decisive().reason, reason) << name;
    bench.files[name] = whole.anchors.at(name);  // beside the certificate it is nobody's anchor
    EXPECT_EQ(bench.verify().decisive().reason, reason) << name;
  }
}

TEST_F(VerificationTest, NeedsOneFormOfTheStatusListAndChecksBoth) {
  const Bench whole(nation_);
  Bench bench = whole;
  bench.files.erase("status/centre-0042.jwt");
  EXPECT_EQ(bench.verify().outcome(), Outcome::good) << reasonsOf(bench.verify());
  bench.files.erase("status/centre-0042.json");
  EXPECT_EQ(bench.verify().decisive().reason, Reason::statusMissing);
  bench = whole;
  bench.files.erase("status/centre-0042.json");
  EXPECT_EQ(bench.verify().outcome(), Outcome::good);
}

TEST_F(VerificationTest, EstablishesAJsonThroughItsJwtOnly) {
  Bench bench(nation_);
  const std::string json = bench.file(".json");
  bench.files.erase(bench.code + ".jwt");
  EXPECT_EQ(bench.verify(".json").outcome(), Outcome::notEstablished);
  EXPECT_EQ(bench.verify(".json").decisive().about, bench.code + ".jwt");

  const Bench other(nation_);
  bench.files[bench.code + ".jwt"] = other.files.at(other.code + ".jwt");
  bench.files[bench.code + ".tlog-proof"] = other.files.at(other.code + ".tlog-proof");
  EXPECT_EQ(bench.verify(".jwt").outcome(), Outcome::good);
  EXPECT_EQ(bench.verify(".json").decisive().reason, Reason::jsonDiffers);
}

TEST_F(VerificationTest, SaysRevokedByTheBit) {
  const auto& certificate = nation_.issue(nation_.newContent());
  nation_.bits.set(certificate.content.status.index);
  const Bench bench(nation_, certificate);
  for (const char* form : {".jwt", ".json"}) {
    EXPECT_EQ(bench.verify(form).outcome(), Outcome::ended);
    EXPECT_EQ(bench.verify(form).decisive().reason, Reason::revoked);
  }
}

TEST_F(VerificationTest, SaysSuspendedByASuspensionList) {
  credential::CredentialContent content = nation_.newContent();
  content.status.purpose = credential::StatusPurpose::suspension;
  Bench bench(nation_, nation_.issue(content));
  EXPECT_EQ(bench.verify().decisive().reason, Reason::statusOfAnother);  // a revocation list says nothing about it
  status::StatusList list = nation_.statusList();
  list.purpose = credential::StatusPurpose::suspension;
  list.bits.set(content.status.index);
  const auto published = status::publishStatusList(list, nation_.statusKey);
  bench.files["status/centre-0042.jwt"] = published.jwt;
  bench.files["status/centre-0042.json"] = published.json;
  EXPECT_EQ(bench.verify().decisive().reason, Reason::suspended);
}

TEST_F(VerificationTest, KnowsExpiredAndNotYetValid) {
  credential::CredentialContent content = nation_.newContent();
  content.validUntilMs = nation_.nowMs + kDayMs;
  Bench bench(nation_, nation_.issue(content));
  EXPECT_EQ(bench.verify().outcome(), Outcome::good);
  bench.times.atMs = nation_.nowMs + kDayMs;
  EXPECT_EQ(bench.verify().decisive().reason, Reason::expired);
  EXPECT_EQ(bench.verify().outcome(), Outcome::ended);
  bench.times.atMs = nation_.nowMs - kDayMs;
  EXPECT_EQ(bench.verify().decisive().reason, Reason::notYetValid);
}

TEST_F(VerificationTest, WantsAListOfAtMostThirtyDays) {
  Bench bench(nation_);
  bench.times.atMs = bench.times.nowMs = nation_.nowMs + 30 * kDayMs;
  EXPECT_EQ(bench.verify().outcome(), Outcome::good);
  bench.times.atMs = bench.times.nowMs = nation_.nowMs + 30 * kDayMs + 1000;
  EXPECT_EQ(bench.verify().decisive().reason, Reason::statusOld);
  bench.times = {nation_.nowMs, nation_.nowMs - kDayMs};
  EXPECT_EQ(bench.verify().decisive().reason, Reason::statusFromFuture);
}

TEST_F(VerificationTest, OutlivesTheAccreditationOfTheCentre) {
  Bench bench(nation_);
  bench.times.atMs = bench.times.nowMs = nation_.nowMs + 5 * 365 * kDayMs;
  // The registry goes on publishing lists, under a key certified later.
  const auto newStatusKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto certified = certifyStatusKey({nation_.root, nation_.rootKey}, newStatusKey.publicKey(), bench.times.nowMs);
  nation_.did.status = credential::StatusKey{newStatusKey.publicKey(), {certified}};
  status::StatusList list = nation_.statusList();
  list.validFromMs = bench.times.nowMs;
  bench.files["did.json"] = credential::writeDidDocument(nation_.did);
  bench.files["status/centre-0042.jwt"] = status::publishStatusList(list, newStatusKey).jwt;
  bench.files.erase("status/centre-0042.json");
  EXPECT_EQ(bench.verify().outcome(), Outcome::good) << reasonsOf(bench.verify());
}

TEST_F(VerificationTest, WantsTheWitnessWhenTheTrustFolderNamesOne) {
  const auto secret = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  const auto key = *tlog::NoteKey::make("witness.example", tlog::NoteKeyType::witness, secret.publicKey());
  Bench bench(nation_);
  bench.anchors["witness.vkey"] = key.text() + "\n";
  EXPECT_EQ(bench.verify().decisive().reason, Reason::witnessMissing);
  EXPECT_EQ(bench.verify().outcome(), Outcome::notEstablished);

  std::string& proof = bench.file(".tlog-proof");
  const std::string alone = proof;
  const std::size_t begin = proof.find("\n\n") + 2;
  tlog::Note note = *tlog::parseNote(proof.substr(begin));
  tlog::signNote(note, key, secret, static_cast<std::uint64_t>(nation_.nowMs / 1000));
  proof.replace(begin, std::string::npos, note.encode());
  EXPECT_EQ(bench.verify().outcome(), Outcome::good) << reasonsOf(bench.verify());
  note.signatures.back().bytes.back() ^= 1;
  proof = alone.substr(0, begin) + note.encode();
  EXPECT_EQ(bench.verify().decisive().reason, Reason::witnessWrong);
  EXPECT_EQ(bench.verify().outcome(), Outcome::forged);
}

TEST_F(VerificationTest, LetsTheGravestFindingDecide) {
  const auto& certificate = nation_.issue(nation_.newContent());
  nation_.bits.set(certificate.content.status.index);
  Bench bench(nation_, certificate);
  bench.files.erase("chain.pem");
  EXPECT_EQ(bench.verify().outcome(), Outcome::notEstablished);  // revoked, but nobody vouches for the centre
  bench.file(".tlog-proof").back() = ' ';
  EXPECT_EQ(bench.verify().outcome(), Outcome::forged);
}

TEST_F(VerificationTest, TellsAMissingFileFromOneThatIsNoCertificate) {
  EXPECT_EQ(unreadable("a.jwt", {"file-missing", ""}).outcome(), Outcome::notEstablished);
  EXPECT_EQ(unreadable("a.jwt", {"file-unreadable", ""}).outcome(), Outcome::notEstablished);
  EXPECT_EQ(unreadable("a.jwt", {"file-too-large", ""}).outcome(), Outcome::forged);
  const Bench bench(nation_);
  for (const char* name : {"session.bundle", "a.jwt", "a.json", "a.pdf", "a"}) {
    EXPECT_EQ(verifyCertificate(name, "anything", bench, bench.times).outcome(), Outcome::forged) << name;
    EXPECT_EQ(verifyCertificate(name, "", bench, bench.times).outcome(), Outcome::forged) << name;
  }
}

}  // namespace
}  // namespace vigie::trust
