// Whatever is found is said in a sentence, in both languages.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "certs/verify/SessionSentences.hpp"

namespace vigie::verify {
namespace {

using nlohmann::json;

std::vector<Code> allCodes() {
  std::vector<Code> codes;
  for (std::size_t i = 0; i < kCodeCount; ++i) codes.push_back(static_cast<Code>(i));
  return codes;
}

const std::string kCandidate(32, 'a');

TEST(Sentences, ExistForEveryFindingInBothLanguagesAndNeverTwice) {
  std::set<std::string> english;
  std::set<std::string> french;
  for (const Code code : allCodes()) {
    const std::string one = sentenceOf({code, {}, {}, {}}, Language::english);
    const std::string other = sentenceOf({code, {}, {}, {}}, Language::french);
    EXPECT_NE(one, other) << one;
    for (const std::string& sentence : {one, other}) {
      EXPECT_GT(sentence.size(), 15U) << sentence;
      EXPECT_TRUE(sentence.ends_with(".")) << sentence;
      EXPECT_FALSE(sentence.ends_with("..")) << sentence;
      EXPECT_EQ(sentence.find(codeName(code)), std::string::npos) << "a name for scripts is no sentence: " << sentence;
    }
    EXPECT_TRUE(english.insert(one).second) << one;
    EXPECT_TRUE(french.insert(other).second) << other;
  }
}

TEST(Sentences, NameTheStreamRecordCandidateAndQuestion) {
  const Finding finding{Code::answerSignature, {Place::Stream::session, 17, kCandidate, 5}, "abc", "why"};
  EXPECT_EQ(sentenceOf(finding, Language::english),
            "an answer's signature does not fit (session's stream, record 17, candidate " + kCandidate +
                ", question 5): abc; why.");
  const std::string french = sentenceOf(finding, Language::french);
  EXPECT_NE(french.find("journal de la séance, enregistrement 17, candidat " + kCandidate + ", question 5"),
            std::string::npos)
      << french;
  EXPECT_EQ(sentenceOf({Code::centreCourse, {Place::Stream::centre, 2, {}, 0}, {}, "why"}, Language::english),
            "the centre's records could not have come about this way (centre's stream, record 2): why.");
}

TEST(Sentences, CodesHaveOneNameEachAndAreFoundByIt) {
  std::set<std::string_view> names;
  for (const Code code : allCodes()) {
    EXPECT_TRUE(names.insert(codeName(code)).second) << codeName(code);
    EXPECT_EQ(codeNamed(codeName(code)), code);
  }
  EXPECT_EQ(codeNamed("no-such-code"), std::nullopt);
}

TEST(Sentences, LetTheGravestFindingDecide) {
  const Finding told{Code::notCountersigned, {}, {}, {}};
  const Finding ended{Code::chainExpired, {}, {}, {}};
  const Finding open{Code::notFinalised, {}, {}, {}};
  const Finding forged{Code::answerSignature, {}, {}, {}};
  const struct {
    std::vector<Finding> findings;
    Outcome outcome;
    const char* verdict;
  } cases[] = {
      {{}, Outcome::good, "everything holds"},
      {{told}, Outcome::good, "everything holds"},
      {{ended, told}, Outcome::ended, "holds, but"},
      {{open, ended}, Outcome::notEstablished, "not established"},
      {{ended, forged, open, told}, Outcome::forged, "forged or damaged"},
  };
  for (const auto& one : cases) {
    const Report report{one.findings, {}};
    EXPECT_EQ(report.outcome(), one.outcome);
    EXPECT_EQ(textOf("a.bundle", report, Language::english).rfind("a.bundle: " + std::string(one.verdict), 0), 0U);
    const json line = json::parse(jsonOf("a.bundle", report, Language::english));
    EXPECT_EQ(line["status"], static_cast<int>(one.outcome));
    ASSERT_EQ(line["findings"].size(), one.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
      EXPECT_EQ(line["findings"][i]["code"], codeName(one.findings[i].code));
      EXPECT_EQ(line["findings"][i]["status"], static_cast<int>(outcomeOf(one.findings[i].code)));
    }
  }
}

TEST(Sentences, SayDemonstrationBeforeAnythingElse) {
  Report report;
  report.facts.demonstration = true;
  EXPECT_TRUE(textOf("x", report, Language::english).starts_with("DEMONSTRATION x: "));
  EXPECT_TRUE(textOf("x", report, Language::french).starts_with("DÉMONSTRATION x: "));
  EXPECT_EQ(json::parse(jsonOf("x", report, Language::english))["demonstration"], true);
}

TEST(Sentences, AreOneLineOfJsonWhateverAForgerWrote) {
  Report report;
  report.findings.push_back({Code::machineWrong, {}, "\xff\n\"", std::string("\0x", 2)});
  const std::string line = jsonOf("na\"me\n", report, Language::french);
  EXPECT_EQ(line.find('\n'), std::string::npos) << line;
  const json read = json::parse(line);
  EXPECT_EQ(read["file"], "na\"me\n");
  EXPECT_EQ(read["findings"][0]["code"], "machine-wrong");
}

}  // namespace
}  // namespace vigie::verify
