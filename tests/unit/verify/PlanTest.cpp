// Sessions under test definitions of version 2: what a centre chose and scored by a plan is decided again, told in
// words, and refused where somebody changed it.
#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "Sessions.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/verify/SessionExplanation.hpp"
#include "common/base/File.hpp"
#include "common/scoring/Estimator.hpp"
#include "common/shadow/ShadowTest.hpp"
#include "tests/support/AuditorDesk.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/ShellRun.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using nlohmann::json;
using support::Insider;
using support::must;
using support::SyntheticSession;
using testing::HasSubstr;

// MAP, posterior-weighted information, one of the best three, equal shares, until the standard error is 0.55.
json demonstrationPlan() {
  return json::parse(must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification-plan.json")));
}

support::CentreOptions under(const json& plan) {
  support::CentreOptions options;
  options.testDefinition = plan.dump();
  return options;
}

// Everything happens there: an alert whose question is replaced, a move, a restart of the server.
SyntheticSession& plannedSession() {
  static SyntheticSession* session = [] {
    auto* made =
        new SyntheticSession({.candidates = 2, .course = support::Course::eventful}, under(demonstrationPlan()));
    made->run();
    return made;
  }();
  return *session;
}

SessionFiles filesOf(const base::Bytes& bundle) {
  auto read = must(readBundle(bundle));
  SessionFiles files;
  files.bundle = std::move(read.bundle);
  files.signature = std::move(read.signature);
  return files;
}

struct NamedPlan {
  const char* name;
  std::function<void(json&)> change;  // of the demonstration's plan
};

void PrintTo(const NamedPlan& plan, std::ostream* out) {
  *out << plan.name;
}

const json kNoTargets = json::array();

class AnyPlan : public testing::TestWithParam<NamedPlan> {};

TEST_P(AnyPlan, IsChosenScoredReplayedAndExplained) {
  json plan = demonstrationPlan();
  GetParam().change(plan);
  SyntheticSession session({.candidates = 1}, under(plan));
  session.run();
  const exam::Candidate& candidate = session.stateOf(0);
  ASSERT_TRUE(candidate.result);
  EXPECT_EQ(candidate.result->status, "validated") << candidate.result->comment;
  EXPECT_EQ(candidate.result->ability, candidate.estimate->ability());
  EXPECT_GE(candidate.answered.size(), 12U);
  EXPECT_LE(candidate.answered.size(), 28U);
  const Insider insider(session);
  const base::Bytes bundle = insider.signedBundle();
  const Report report = verifyBundle(bundle, support::anchorsOf(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_THAT(report.facts.arithmetic, testing::StartsWith("vigie-plans/1"));
  const auto explained = explainSession(filesOf(bundle), support::anchorsOf(session), nullptr, "");
  ASSERT_TRUE(explained) << explained.error().detail;
  ASSERT_EQ(explained->candidates.size(), 1U);
  const CandidateExplanation& told = explained->candidates[0];
  EXPECT_TRUE(told.choice.agrees());
  EXPECT_THAT(told.differing, testing::IsEmpty());
  EXPECT_EQ(told.choice.questions.back().abilityAfter, candidate.estimate->ability());
  ASSERT_TRUE(told.choice.next);
  EXPECT_EQ(told.choice.next->choice.kind, scoring::ChoiceKind::ended);
}

INSTANTIATE_TEST_SUITE_P(
    Plans, AnyPlan,
    testing::Values(
        NamedPlan{"MapWeightedRandomesqueProportional", [](json&) {}},
        NamedPlan{"EapKullbackLeiblerSympsonHetterRatioTest",
                  [](json& plan) {
                    plan["estimator"]["kind"] = "eap";
                    plan["criterion"] = "kullbackLeibler";
                    plan["exposure"]["kind"] = "sympsonHetter";
                    plan["exposure"]["probabilities"] = {{"smp-1.1-01", 0.1}, {"smp-2.2-01", 0.3}, {"smp-3.1-01", 0.3}};
                    plan["content"]["enemies"] = json::array({json::array({"smp-1.2-01", "smp-4.1-01"})});
                    plan["stopping"]["classification"] = "sequentialProbabilityRatio";
                    plan["stopping"]["standardError"] = 0;
                  }},
        NamedPlan{"WleExpectedVarianceEligibility",
                  [](json& plan) {
                    plan["estimator"]["kind"] = "wle";
                    plan["criterion"] = "mepv";
                    plan["exposure"]["kind"] = "eligibility";
                    plan["exposure"]["probabilities"] = {{"smp-1.1-01", 0.5}, {"smp-2.1-01", 0.5}, {"smp-5.1-01", 0.5}};
                    plan["content"]["kind"] = "rules";
                    plan["content"]["targets"] = kNoTargets;
                    plan["content"].erase("targets");
                  }},
        NamedPlan{"MleFisherBestDrawConfidenceInterval",
                  [](json& plan) {
                    plan["estimator"]["kind"] = "mle";
                    plan["criterion"] = "fisher";
                    plan["exposure"]["kind"] = "bestDraw";
                    plan["content"]["kind"] = "rules";
                    plan["content"]["passageByAllCompetences"] = true;
                    plan["content"].erase("targets");
                    plan["stopping"]["classification"] = "confidenceInterval";
                  }},
        NamedPlan{"EapShadowTest",
                  [](json& plan) {
                    plan["estimator"]["kind"] = "eap";
                    plan["content"]["kind"] = "shadow";
                    plan["content"]["targets"] = json::array(
                        {{{"competence", "1.1"}, {"least", 1}, {"most", 2}}, {{"competence", "3.1"}, {"least", 2}}});
                    plan["stopping"]["minimumLength"] = 20;
                    plan["stopping"]["maximumLength"] = 20;
                  }},
        NamedPlan{"PixsRulesAsAPlan",
                  [](json& plan) {
                    plan["estimator"] = {{"kind", "movingPriorEap"}, {"startAbility", -3},      {"priorMean", 0},
                                         {"priorDeviation", 1.5},    {"variationPercent", 0.5}, {"confidence", 0.95}};
                    plan["criterion"] = "fisher";
                    plan["exposure"] = {
                        {"kind", "bestDraw"}, {"candidates", 5}, {"pickPercent", 51}, {"largestRate", 0.2}};
                    plan["content"] = {{"kind", "rules"},
                                       {"oneQuestionPerTube", true},
                                       {"passageByAllCompetences", true},
                                       {"betweenSameCompetence", 2}};
                  }}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Plan, GovernsAWholeSessionWithAlertsAMoveAndARestart) {
  SyntheticSession& session = plannedSession();
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_EQ(report.facts.arithmetic, "vigie-plans/1");
  for (const auto& [ref, candidate] : session.live().state().candidates) {
    EXPECT_EQ(candidate.result->status, "validated");
    EXPECT_LE(candidate.result->errorRate, 0.55);
    EXPECT_LT(candidate.answered.size(), 28U) << "the standard error should have ended the test";
  }
}

TEST(Plan, StandsInTheCertificates) {
  const Insider insider(plannedSession());
  ASSERT_EQ(insider.certificates.size(), 2U);
  const auto payload = must(credential::parseJws(insider.certificates[0])).payload;
  EXPECT_EQ(must(credential::readCredential(payload)).evidence.arithmetic, "vigie-plans/1");
}

TEST(Plan, IsToldInWords) {
  SyntheticSession& session = plannedSession();
  const auto explained =
      explainSession(filesOf(Insider(session).signedBundle()), support::anchorsOf(session), nullptr, "");
  ASSERT_TRUE(explained) << explained.error().detail;
  const std::string english = textOf(*explained, Language::english);
  for (const char* part : {"standard error", "between", "weighted information",
                           "the competence furthest below its share", "all equally likely", "Replaced after an alert",
                           "The test stops: the standard error is small enough.", "Every question is the engine's"}) {
    EXPECT_THAT(english, HasSubstr(part));
  }
  const std::string french = textOf(*explained, Language::french);
  EXPECT_THAT(french, HasSubstr("Le test s’arrête : l’erreur type est assez petite."));
  EXPECT_THAT(french, HasSubstr("la compétence la plus loin de sa part"));
  const json told = json::parse(jsonOf(*explained))["candidates"][0]["explanation"];
  EXPECT_EQ(told["arithmetic"], "vigie-plans/1");
  EXPECT_EQ(told["questions"][0]["plan"]["criterion"], "posteriorWeighted");
  EXPECT_EQ(told["next"]["plan"]["stop"], "standard-error");
}

TEST(Plan, IsExplainedByTheProgramItself) {
  SyntheticSession& session = plannedSession();
  const support::AuditorDesk desk(session);
  support::AuditorDesk::put(desk.path("session.bundle"), Insider(session).signedBundle());
  const support::Ran ran = support::shellRun(
      VIGIE_PROGRAM, "'" + desk.path("session.bundle").string() + "'" + desk.trusting() + " --explain");
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("everything holds"));
  EXPECT_THAT(ran.out, HasSubstr("the competence furthest below its share"));
  EXPECT_THAT(ran.out, testing::Not(HasSubstr("DISAGREES")));
}

TEST(Plan, WhoGivesUpIsAskedTheMissingQuestionsAsFailed) {
  SyntheticSession session({.candidates = 1}, under(demonstrationPlan()));
  session.create();
  session.open();
  session.seat();
  for (int i = 0; i < 9; ++i) {
    session.sit(12);
    session.step(0);
  }
  const double reached = session.stateOf(0).estimate->ability();
  session.give(console::endTest(session.id(), session.candidates()[0].ref, console::TestEnd::candidate));
  session.close();
  const exam::Result& result = *session.stateOf(0).result;
  EXPECT_TRUE(result.downgraded);
  EXPECT_LT(result.ability, reached);
  EXPECT_EQ(result.answers, 9U);
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

TEST(Plan, SympsonHetterHoldsItemsBackForGoodOnceAnswered) {
  json plan = demonstrationPlan();
  plan["exposure"]["kind"] = "sympsonHetter";
  for (const auto& item : support::syntheticBank().bank->calibration().items()) {
    plan["exposure"]["probabilities"][item.id] = 0.5;
  }
  SyntheticSession session({.candidates = 1}, under(plan));
  session.run();
  const exam::Candidate& candidate = session.stateOf(0);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < candidate.questions.size(); ++i) {
    for (const scoring::ItemIndex item : candidate.questions[i].refused) {
      ++refused;
      EXPECT_EQ(candidate.excluded[item], 1);
      for (std::size_t k = i; k < candidate.questions.size(); ++k) EXPECT_NE(candidate.questions[k].item, item);
    }
  }
  EXPECT_GT(refused, 0U);
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

// ---- what somebody changed ----

template <class Content>
Content& nth(Insider& insider, std::size_t n) {
  std::size_t at = insider.find<Content>();
  while (n-- > 0) at = insider.find<Content>(at + 1);
  return *insider.records[at].as<Content>();
}

Report after(const std::function<void(Insider&)>& change) {
  Insider insider(plannedSession());
  change(insider);
  insider.coverTracks();
  return verifyBundle(insider.signedBundle(), support::anchorsOf(plannedSession()));
}

bool has(const Report& report, Code code) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [code](const Finding& finding) { return finding.code == code; });
}

TEST(Plan, AChoiceThatWasExchangedIsForged) {
  // For the second best of three: randomesque might have drawn it, with another draw.
  const auto explained = explainSession(filesOf(Insider(plannedSession()).signedBundle()),
                                        support::anchorsOf(plannedSession()), nullptr, "");
  const auto& question = explained->candidates[0].choice.questions[3];
  const std::string other = explained->items[question.choice.best[question.drawn == 0 ? 1 : 0].item];
  const std::string who = explained->candidates[0].candidate.bytes();
  const Report report = after([&](Insider& insider) {
    for (auto& one : insider.records) {
      auto* asked = one.as<record::QuestionAsked>();
      if (asked != nullptr && asked->candidate() == who && asked->number() == 4) asked->set_item(other);
    }
  });
  EXPECT_EQ(report.outcome(), Outcome::forged);
  EXPECT_TRUE(has(report, Code::questionChoice)) << listOf(report);
}

TEST(Plan, ADrawOrAnAbilityThatWasChangedIsForged) {
  for (const auto& change : std::vector<std::function<void(record::QuestionAsked&)>>{
           [](auto& asked) { asked.set_draw(0.25); }, [](auto& asked) { asked.set_ability(asked.ability() + 1e-15); },
           [](auto& asked) { asked.set_available(asked.available() + 1); }}) {
    const Report report = after([&](Insider& insider) { change(nth<record::QuestionAsked>(insider, 5)); });
    EXPECT_TRUE(has(report, Code::questionChoice)) << listOf(report);
  }
}

TEST(Plan, AScoreThatTheAnswersAreNotWorthIsForged) {
  const Report report = after([](Insider& insider) {
    auto& result = nth<record::ResultDecided>(insider, 0);
    result.set_score(result.score() + 64);
  });
  EXPECT_TRUE(has(report, Code::resultDiffers)) << listOf(report);
}

TEST(Plan, ATestThatWentOnBeyondItsStoppingRuleIsForged) {
  const Report report = after([](Insider& insider) {
    auto& test = *nth<record::SessionCreated>(insider, 0).mutable_test_definition();
    json changed = json::parse(test);
    changed["stopping"]["standardError"] = 0.75;
    test = changed.dump();
  });
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
}

TEST(Plan, OfAnotherSolverIsNotEstablishedButNotCalledForged) {
  json plan = demonstrationPlan();
  plan["content"]["kind"] = "shadow";
  plan["content"]["targets"] = json::array({{{"competence", "1.1"}, {"least", 1}}});
  SyntheticSession session({.candidates = 1}, under(plan));
  session.run();
  Insider insider(session);
  auto& created = nth<record::SessionCreated>(insider, 0);
  EXPECT_EQ(created.arithmetic(), "vigie-plans/1+" + shadow::solverName());
  created.set_arithmetic("vigie-plans/1+glpk/4.99");
  const Report report = verifyBundle(insider.signedBundle(), support::anchorsOf(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << "the blobs are as they were recorded\n" << listOf(report);
  insider.coverTracks();
  EXPECT_TRUE(has(verifyBundle(insider.signedBundle(), support::anchorsOf(session)), Code::arithmeticUnknown));
}

// ---- what a centre refuses ----

TEST(Plan, IsRefusedWhereTheBankCannotCarryIt) {
  const struct {
    const char* name;
    std::function<void(json&)> change;
    const char* code;
  } cases[] = {
      {"target", [](json& plan) { plan["content"]["targets"][0]["competence"] = "9.9"; }, "plan-competence"},
      {"enemies", [](json& plan) { plan["content"]["enemies"] = json::array({json::array({"smp-1.1-01", "nobody"})}); },
       "plan-item"},
      {"length", [](json& plan) { plan["stopping"]["maximumLength"] = 35; }, "bank-too-small"},
      {"probability", [](json& plan) { plan["exposure"]["probabilities"] = {{"nobody", 0.5}}; }, "plan-item"},
      {"shadow",
       [](json& plan) {
         plan["content"]["kind"] = "shadow";
         plan["content"]["targets"] = json::array({{{"competence", "1.1"}, {"least", 20}}});
       },
       "plan-too-few-items"},
  };
  const auto& calibration = support::syntheticBank().bank->calibration();
  for (const auto& [name, change, code] : cases) {
    json plan = demonstrationPlan();
    change(plan);
    const auto test = content::TestDefinition::load(plan.dump());
    ASSERT_TRUE(test) << name << ": " << test.error().detail;
    const auto fits = test->checkBank(calibration, &shadow::shadowTest);
    ASSERT_FALSE(fits) << name;
    EXPECT_EQ(fits.error().code, code) << name << ": " << fits.error().detail;
  }
}

}  // namespace
}  // namespace vigie::verify
