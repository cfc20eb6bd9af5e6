#include "certs/trust/Sentences.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "Bench.hpp"

namespace vigie::trust {
namespace {

TEST(Sentences, SayDemonstrationBeforeAnythingElse) {
  support::SampleNation nation;
  const Verdict verdict = Bench(nation).verify();
  EXPECT_TRUE(
      sentenceOf("a.jwt", verdict, Language::english).starts_with("DEMONSTRATION a.jwt: valid: \"Certification"));
  EXPECT_TRUE(
      sentenceOf("a.jwt", verdict, Language::french).starts_with("DEMONSTRATION a.jwt : valable : « Certification"));
  support::SampleNation real(Occasion::examination);
  EXPECT_TRUE(sentenceOf("a.jwt", Bench(real).verify(), Language::english).starts_with("a.jwt: valid: "));
}

TEST(Sentences, ExistForEveryReasonInBothLanguagesOnOneLine) {
  for (int i = static_cast<int>(Reason::expired); i <= static_cast<int>(Reason::statusFromFuture); ++i) {
    Verdict verdict;
    verdict.findings.push_back({static_cast<Reason>(i), "THE-FILE", ""});
    for (const Language language : {Language::english, Language::french}) {
      const std::string sentence = sentenceOf("a.jwt", verdict, language);
      EXPECT_GT(sentence.size(), std::string("a.jwt: ").size() + 15) << i;
      EXPECT_NE(sentence.find("THE-FILE"), std::string::npos) << sentence;
      EXPECT_EQ(sentence.find("{}"), std::string::npos) << sentence;
      EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    }
    const bool forged = verdict.outcome() == Outcome::forged;
    EXPECT_EQ(sentenceOf("a", verdict, Language::english).find("forged") != std::string::npos, forged) << i;
    EXPECT_EQ(sentenceOf("a", verdict, Language::french).find("faux") != std::string::npos, forged) << i;
  }
}

TEST(Sentences, TellOfARevocationEvenWhenSomethingElseIsMissing) {
  support::SampleNation nation;
  const auto& certificate = nation.issue(nation.newContent());
  nation.bits.set(certificate.content.status.index);
  Bench bench(nation, certificate);
  bench.files.erase("chain.pem");
  const std::string sentence = sentenceOf("a.jwt", bench.verify(), Language::english);
  EXPECT_NE(sentence.find("chain.pem"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("revoked"), std::string::npos) << sentence;
}

TEST(Sentences, LetNoControlCharacterThrough) {
  support::SampleNation nation(Occasion::examination);
  credential::CredentialContent content = nation.newContent();
  content.achievement.name = "\x1b[2J evil\n";
  const std::string sentence = sentenceOf("a\n.jwt", Bench(nation, nation.issue(content)).verify(), Language::english);
  EXPECT_EQ(sentence.find('\x1b'), std::string::npos);
  EXPECT_EQ(sentence.find('\n'), std::string::npos);
}

TEST(Sentences, GoWithAJsonLineForScripts) {
  support::SampleNation nation;
  Bench bench(nation);
  auto json = nlohmann::json::parse(jsonOf("a.jwt", bench.verify(), Language::english));
  EXPECT_EQ(json["status"], 0);
  EXPECT_EQ(json["verdict"], "valid");
  EXPECT_EQ(json["demonstration"], true);
  EXPECT_EQ(json["certificate"]["code"], bench.code);
  EXPECT_EQ(json["certificate"]["score"], "512");
  EXPECT_TRUE(json["findings"].empty());
  bench.files.erase("did.json");
  json = nlohmann::json::parse(jsonOf("a\xff.jwt", bench.verify(), Language::french));
  EXPECT_EQ(json["status"], 2);
  EXPECT_EQ(json["verdict"], "not-established");
  EXPECT_EQ(json["reason"], "did-missing");
  EXPECT_EQ(json["findings"][0]["about"], "did.json");
}

TEST(Sentences, AreFrenchForFrenchLocalesOnly) {
  for (const char* locale : {"fr", "fr_FR.UTF-8", "fr_CA", "fr.UTF-8"})
    EXPECT_EQ(languageOf(locale), Language::french) << locale;
  for (const char* locale : {"", "C", "en_GB.UTF-8", "frr_DE", "fur_IT", "de"})
    EXPECT_EQ(languageOf(locale), Language::english) << locale;
}

}  // namespace
}  // namespace vigie::trust
