#include "candidate-client/guard/app/Questions.hpp"

#include <gmock/gmock.h>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/guard/GuardBench.hpp"

namespace vigie::station {
namespace {

constexpr std::int64_t kClient = 1000;
constexpr std::int64_t kTechnician = 1001;
constexpr std::int64_t kStranger = 1002;

class QuestionsTest : public testing::Test {
 protected:
  QuestionsTest() {
    bench.start();
    configuration.clientUsers = {kClient};
    configuration.codeUsers = {kTechnician};
  }
  nlohmann::json ask(std::int64_t uid, const nlohmann::json& question) { return askText(uid, question.dump()); }
  nlohmann::json askText(std::int64_t uid, const std::string& text) {
    return nlohmann::json::parse(answer(bench.guard(), configuration, uid, text).line);
  }
  std::string codeOf(std::int64_t uid, const nlohmann::json& question) {
    const auto json = ask(uid, question);
    return json["ok"] == true ? "ok" : json["code"].get<std::string>();
  }
  guard::GuardBench bench;
  Configuration configuration;
};

TEST_F(QuestionsTest, AnswersTheClientsQuestionsAndObeysItInNothing) {
  EXPECT_EQ(ask(kClient, {{"ask", "status"}})["status"]["state"], "open");
  const std::string order = bench.sign(bench.body({{{"do", "unlock"}}}, 1));
  EXPECT_EQ(codeOf(kClient, {{"ask", "order"}, {"order", order}}), "not-allowed");
  EXPECT_EQ(codeOf(kClient, {{"ask", "code"}, {"code", "X"}}), "not-allowed");
  EXPECT_EQ(codeOf(kClient, {{"ask", "restore"}, {"damage", "keep"}}), "not-allowed");
  EXPECT_EQ(codeOf(kClient, {{"ask", "sighting"}, {"reason", "x"}}), "not-allowed");
  EXPECT_EQ(bench.guard().status().lastNumber, 0U);
}

TEST_F(QuestionsTest, KnowsWhoAsksFromTheKernelAndAnswersNoStranger) {
  EXPECT_EQ(codeOf(kStranger, {{"ask", "status"}}), "not-allowed");
  EXPECT_EQ(codeOf(kTechnician, {{"ask", "status"}}), "not-allowed");
  EXPECT_EQ(codeOf(kTechnician, {{"ask", "code"}, {"code", "X"}}), "code-none");
  EXPECT_EQ(codeOf(0, {{"ask", "status"}}), "ok");
}

TEST_F(QuestionsTest, CarriesARootsOrderWhichMustBeSignedAllTheSame) {
  const std::string order = bench.sign(bench.body({{{"do", "unlock"}}}, 1));
  EXPECT_EQ(codeOf(0, {{"ask", "order"}, {"order", order}}), "ok");
  EXPECT_EQ(codeOf(0, {{"ask", "order"}, {"order", "{}"}}), "field-missing");
}

TEST_F(QuestionsTest, RefusesWhatIsNoQuestion) {
  for (const auto* text :
       {"", "{", "[]", "{\"ask\":\"dance\"}", "{\"ask\":7}", "{\"ask\":\"restore\",\"damage\":\"all\"}",
        "{\"ask\":\"order\",\"order\":7}", "{\"ask\":\"order\",\"order\":\"x\",\"also\":1}"}) {
    EXPECT_EQ(askText(0, text)["ok"], false) << text;
  }
}

TEST_F(QuestionsTest, TakesSightingsOfTheClientsSupervisor) {
  EXPECT_EQ(codeOf(0, {{"ask", "sighting"},
                       {"reason", "client-stopped"},
                       {"subject", "/usr/bin/candidate-client"},
                       {"seen", "Somebody stopped the client"},
                       {"facts", {{"how", "signal 19"}}}}),
            "ok");
  ASSERT_NE(bench.incident("client-stopped"), nullptr);
  EXPECT_THAT(bench.incident("client-stopped")->sighting.facts,
              testing::ElementsAre(testing::Pair("how", "signal 19")));
}

TEST(GuardConfiguration, NamesEveryFaultWithItsLine) {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "guard.toml";
  const auto read = [&](const std::string& text) {
    support::must(base::writeFileDurably(file, base::bytesOf(text)));
    return readConfiguration(file);
  };
  const auto good = read("[guard]\nseat = \"" + guard::kSeat + "\"\n[processes]\nwatched = [\"/\"]\n");
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->watched, std::vector<std::string>{"/"});
  const auto bad = read("[guard]\nseat = \"7\"\nfolder = \"here\"\n[users]\nclient = [-1]\nadmin = 1\n");
  ASSERT_FALSE(bad);
  for (const auto* text : {"seat, line 2", "folder, line 3", "client, line 5", "admin, line 6: this key is not known"}) {
    EXPECT_THAT(bad.error().detail, testing::HasSubstr(text));
  }
  EXPECT_EQ(read("[guard\n").error().code, "config-wrong");
}

}  // namespace
}  // namespace vigie::station
