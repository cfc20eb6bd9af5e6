// Forgeries: whatever is present and does not verify is status 3, whichever byte or line is wrong, and says so.
#include <gtest/gtest.h>

#include "Bench.hpp"
#include "certs/credential/DataIntegrity.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/log/LogProof.hpp"
#include "certs/trust/Sentences.hpp"
#include "common/base/Text.hpp"

namespace vigie::trust {
namespace {

class ForgeryTest : public testing::Test {
 protected:
  ForgeryTest() {
    for (int i = 0; i < 5; ++i) nation_.log("before " + std::to_string(i));
    certificate_ = nation_.issue(nation_.newContent());
    for (int i = 0; i < 5; ++i) nation_.log("after " + std::to_string(i));
  }

  Bench bench() const { return {nation_, certificate_}; }

  static void expectForged(const Bench& bench, Reason reason, const std::string& what) {
    const Verdict verdict = bench.verify();
    EXPECT_EQ(verdict.outcome(), Outcome::forged) << what;
    EXPECT_EQ(reasonName(verdict.decisive().reason), reasonName(reason)) << what << ": " << verdict.decisive().detail;
    const std::string sentence = sentenceOf("a.jwt", verdict, Language::english);
    EXPECT_NE(sentence.find("forged or damaged"), std::string::npos) << sentence;
  }

  support::SampleNation nation_;
  support::SampleCertificate certificate_;
};

// Every byte of the small files, every fifth of the certificate's two forms (JwsTest and DataIntegrityTest flip them
// all).
TEST_F(ForgeryTest, EveryChangedByteOfEveryFileIsForged) {
  const Bench good = bench();
  ASSERT_EQ(good.verify().outcome(), Outcome::good);
  ASSERT_EQ(good.verify(".json").outcome(), Outcome::good);
  std::size_t tried = 0;
  const auto sweep = [&](support::Files Bench::* where, const std::string& name) {
    Bench bad = good;
    std::string& text = (bad.*where).at(name);
    const std::string form = name.ends_with(".json") && !name.contains('/') && name != "did.json" ? ".json" : ".jwt";
    const std::size_t step = text.size() < 5000 ? 1 : 5;
    for (std::size_t at = 0; at < text.size(); at += step) {
      const char before = text[at];
      text[at] = static_cast<char>(before ^ (1 << (at % 7)));
      EXPECT_EQ(bad.verify(form).outcome(), Outcome::forged) << name << ", byte " << at << " was '" << before << "'";
      text[at] = before;
      ++tried;
    }
  };
  for (const auto& file : good.files) sweep(&Bench::files, file.first);
  for (const auto& file : good.anchors) sweep(&Bench::anchors, file.first);
  EXPECT_GT(tried, 8'000U);
}

TEST_F(ForgeryTest, EveryLineTakenAwayRepeatedOrMovedIsForged) {
  const Bench good = bench();
  for (const std::string& name : {good.code + ".tlog-proof", std::string("chain.pem")}) {
    std::vector<std::string> lines = base::split(good.files.at(name), '\n');
    lines.pop_back();
    const auto join = [](const std::vector<std::string>& parts) {
      std::string text;
      for (const std::string& part : parts) text += part + "\n";
      return text;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
      Bench bad = good;
      std::vector<std::string> without = lines;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      bad.files[name] = join(without);
      EXPECT_EQ(bad.verify().outcome(), Outcome::forged) << name << " without line " << i;
      std::vector<std::string> twice = lines;
      twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      bad.files[name] = join(twice);
      EXPECT_EQ(bad.verify().outcome(), Outcome::forged) << name << " with line " << i << " twice";
      std::vector<std::string> moved = lines;
      std::swap(moved[i], moved[(i + 1) % moved.size()]);
      bad.files[name] = join(moved);
      EXPECT_EQ(bad.verify().outcome(), Outcome::forged) << name << " with line " << i << " moved";
    }
  }
}

TEST_F(ForgeryTest, AnEmptyOrLongerFileIsForged) {
  const Bench good = bench();
  for (const auto& [name, content] : good.files) {
    for (const std::string& changed : {std::string(), content + "\n", " " + content, content + content}) {
      Bench bad = good;
      bad.files[name] = changed;
      const bool isJson = name == good.code + ".json";
      EXPECT_EQ(bad.verify(isJson ? ".json" : ".jwt").outcome(), Outcome::forged)
          << name << " of " << changed.size() << " bytes";
    }
  }
}

TEST_F(ForgeryTest, ABetterScoreSignedByAStrangerIsForged) {
  Bench bad = bench();
  credential::CredentialContent better = certificate_.content;
  better.score = 895;
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  bad.file(".jwt") = credential::issueCredential(better, stranger, credential::JsonForm::omit, nation_.nowMs)->jwt;
  expectForged(bad, Reason::signatureWrong, "the centre's chain");
}

TEST_F(ForgeryTest, AWholeNationOfOnesOwnIsForgedUnderTheRealRoot) {
  support::SampleNation own;
  Bench bad(own);
  bad.anchors = nation_.anchors();
  expectForged(bad, Reason::checkpointWrong, "own nation");
  const Verdict verdict = bad.verify();
  std::set<Reason> reasons;
  for (const Finding& finding : verdict.findings) reasons.insert(finding.reason);
  EXPECT_TRUE(reasons.contains(Reason::notAccredited));
  EXPECT_TRUE(reasons.contains(Reason::checkpointWrong));
  EXPECT_TRUE(reasons.contains(Reason::statusKeyUnknown));
}

TEST_F(ForgeryTest, ACertificateThatTheLogNeverSawIsForged) {
  Bench bad = bench();
  // Signed with the centre's real, stolen key, and shown with another certificate's proof.
  credential::CredentialContent better = certificate_.content;
  better.score = 895;
  bad.file(".jwt") =
      credential::issueCredential(better, nation_.issuingKey, credential::JsonForm::omit, nation_.nowMs)->jwt;
  expectForged(bad, Reason::proofOfAnother, "another certificate's proof");
  // And with an entry of its own, put into the proof of another entry.
  tlog::LogProof proof = *tlog::parseLogProof(bad.file(".tlog-proof"));
  tlog::IssueLeaf leaf = *tlog::readIssueLeaf(base::textOf(proof.extra));
  leaf.credential = crypto::sha256(base::bytesOf(bad.file(".jwt")));
  proof.extra = base::toBytes(tlog::writeLeaf(leaf));
  bad.file(".tlog-proof") = proof.text();
  expectForged(bad, Reason::notInLog, "an entry that is not in the log");
}

TEST_F(ForgeryTest, ACheckpointOfAnotherLogIsForged) {
  Bench bad = bench();
  tlog::LogProof proof = *tlog::parseLogProof(bad.file(".tlog-proof"));
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  const auto sameName = *tlog::NoteKey::make(nation_.logName.name(), tlog::NoteKeyType::log, stranger.publicKey());
  proof.checkpoint =
      tlog::signCheckpoint(nation_.tree.size(), *tlog::rootHash(nation_.tree, nation_.tree.size()), sameName, stranger);
  bad.file(".tlog-proof") = proof.text();
  expectForged(bad, Reason::checkpointWrong, "a log of the same name");
}

TEST_F(ForgeryTest, ARevocationCannotBeClearedByTheCentreOrByAStranger) {
  nation_.bits.set(certificate_.content.status.index);
  const Bench revoked = bench();
  ASSERT_EQ(revoked.verify().outcome(), Outcome::ended);
  status::StatusList clear = nation_.statusList();
  clear.bits.clear(certificate_.content.status.index);

  struct Attack {
    const char* name;
    crypto::PrivateKey key;
    std::optional<credential::StatusKey> claimed;  // what did.json is made to say; nothing: as it was
    Reason reason;
  };
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto ownRootKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const Authority ownRoot{makeRoot(ownRootKey, Occasion::demonstration, nation_.nowMs), ownRootKey};
  const Attack attacks[] = {
      {"the centre's key under the registry's name", nation_.issuingKey, std::nullopt, Reason::statusDamaged},
      {"the centre's key as #s", nation_.issuingKey, credential::StatusKey{nation_.issuingKey.publicKey(), {}},
       Reason::statusKeyUnknown},
      {"the centre's key as #s with its own chain", nation_.issuingKey,
       credential::StatusKey{nation_.issuingKey.publicKey(), {nation_.centreCertificate}}, Reason::statusKeyUnknown},
      {"a stranger's key as #s with the registry's chain", stranger,
       credential::StatusKey{stranger.publicKey(), {nation_.statusCertificate}}, Reason::statusKeyUnknown},
      {"a stranger's key as #s with a chain of one's own", stranger,
       credential::StatusKey{stranger.publicKey(), {certifyStatusKey(ownRoot, stranger.publicKey(), nation_.nowMs)}},
       Reason::statusKeyUnknown},
      {"a certificate signed by the centre", stranger,
       credential::StatusKey{
           stranger.publicKey(),
           {certifyStatusKey({nation_.centreCertificate, nation_.issuingKey}, stranger.publicKey(), nation_.nowMs),
            nation_.centreCertificate}},
       Reason::statusKeyUnknown},
  };
  for (const Attack& attack : attacks) {
    Bench bad = revoked;
    const auto published = status::publishStatusList(clear, attack.key);
    bad.files["status/centre-0042.jwt"] = published.jwt;
    bad.files["status/centre-0042.json"] = published.json;
    if (attack.claimed) {
      credential::DidDocument did = nation_.did;
      did.status = attack.claimed;
      bad.files["did.json"] = credential::writeDidDocument(did);
    }
    expectForged(bad, attack.reason, attack.name);
  }
}

TEST_F(ForgeryTest, AnotherCentresOrCertificatesListIsForged) {
  const auto publish = [&](auto change) {
    Bench bad = bench();
    status::StatusList list = nation_.statusList();
    change(list);
    const auto published = status::publishStatusList(list, nation_.statusKey);
    bad.files["status/centre-0042.jwt"] = published.jwt;
    bad.files["status/centre-0042.json"] = published.json;
    return bad;
  };
  expectForged(publish([](auto& list) { list.id += "x"; }), Reason::statusOfAnother, "another id");
  expectForged(publish([](auto& list) { list.issuer = "did:web:centre-0043.example"; }), Reason::statusOfAnother,
               "another centre");
  Bench twins = publish([](auto&) {});
  status::StatusList list = nation_.statusList();
  list.bits.set(certificate_.content.status.index);
  twins.files["status/centre-0042.json"] = status::publishStatusList(list, nation_.statusKey).json;
  expectForged(twins, Reason::statusDamaged, "twins that differ");
}

TEST_F(ForgeryTest, AnIndexOutsideTheListIsForged) {
  credential::CredentialContent content = nation_.newContent();
  content.status.index = 200'000;
  expectForged(Bench(nation_, nation_.issue(content)), Reason::statusOfAnother, "an index outside");
}

TEST_F(ForgeryTest, AKeyOutsideItsPurposeIsForged) {
  Bench bad = bench();
  const std::string payload = credential::parseJws(bad.file(".jwt"))->payload;
  bad.file(".jwt") =
      credential::signJws({"did:web:centre-0042.demonstration.example#s-jwk", "JWT"}, payload, nation_.statusKey);
  expectForged(bad, Reason::notACertificate, "a certificate signed by the status key");
  bad.file(".jwt") =
      credential::signJws({"did:web:centre-0042.demonstration.example#k-jwk", "JWT"}, payload, nation_.statusKey);
  expectForged(bad, Reason::signatureWrong, "the status key under the issuing key's name");

  Bench json = bench();
  const auto secured = credential::readSecuredDocument(json.file(".json"));
  json.file(".json") =
      *credential::addProof(secured->document, {"did:web:centre-0042.demonstration.example#s", 0}, nation_.issuingKey);
  EXPECT_EQ(json.verify(".json").decisive().reason, Reason::jsonDamaged);
}

TEST_F(ForgeryTest, ACentreThatSignsInAnothersNameIsForged) {
  credential::CredentialContent content = nation_.newContent();
  content.issuer.id = "did:web:centre-0043.demonstration.example";
  Bench bad(nation_, nation_.issue(content));
  credential::DidDocument did = nation_.did;
  did.did = content.issuer.id;
  bad.files["did.json"] = credential::writeDidDocument(did);
  expectForged(bad, Reason::notAccredited, "another centre's DID");
}

TEST_F(ForgeryTest, AJsonWithItsProofOutsideAnArrayIsForged) {
  Bench bad = bench();
  for (const std::string& name : {bad.code + ".json", std::string("status/centre-0042.json")}) {
    bad = bench();
    std::string& json = bad.files[name];
    const std::size_t open = json.find("\"proof\":[") + 8;
    json.erase(open, 1);
    json.erase(json.find("}]", open) + 1, 1);
    ASSERT_TRUE(credential::readSecuredDocument(json)) << json;
    EXPECT_EQ(bad.verify(".json").outcome(), Outcome::forged) << name;
  }
}

TEST_F(ForgeryTest, AForgedJsonIsForgedEvenWithoutItsJwt) {
  Bench bad = bench();
  bad.files.erase(bad.code + ".jwt");
  std::string& json = bad.file(".json");
  json.replace(json.find("\"512\""), 5, "\"895\"");
  EXPECT_EQ(bad.verify(".json").decisive().reason, Reason::jsonDamaged);
}

}  // namespace
}  // namespace vigie::trust
