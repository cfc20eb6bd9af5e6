#include "certs/registry/Handlers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/credential/VerificationCode.hpp"
#include "certs/status/StatusList.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using nlohmann::json;
using support::CentreKit;
using support::must;
using support::RegistryRoom;
using support::SessionKit;

class HandlersTest : public testing::Test {
 protected:
  Answer get(const std::string& target) { return room_.ask(room_.head("GET", target)); }
  Answer handIn(const SessionKit& session, const CentreKit& kit) {
    return room_.ask(room_.head("POST", session.target(), kit), session.bundle());
  }
  static std::string codeOf(const Answer& answer) {
    const json body = json::parse(answer.body, nullptr, false);
    return body.is_object() && body.contains("error") ? body["error"]["code"].get<std::string>() : "no error";
  }
  static std::string header(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
      if (key == name) return value;
    }
    return {};
  }

  RegistryRoom room_;
  CentreKit kit_ = room_.accredit();
};

TEST_F(HandlersTest, GivesACentreItsOpenTickets) {
  const SessionKit session = room_.session(kit_, 2);
  const CentreKit other = room_.accredit("0043");
  room_.session(other, 1);
  const Answer answer = room_.ask(room_.head("GET", "/v1/tickets", kit_));
  ASSERT_EQ(answer.status, 200U);
  const json tickets = json::parse(answer.body)["tickets"];
  ASSERT_EQ(tickets.size(), 1U);
  EXPECT_EQ(tickets[0]["jws"], session.handedIn.ticket);
  EXPECT_EQ(tickets[0]["number"], session.ticket.number);
}

TEST_F(HandlersTest, AnswersAnUploadWithReceipts) {
  const SessionKit session = room_.session(kit_, 2);
  const Answer answer = handIn(session, kit_);
  ASSERT_EQ(answer.status, 200U) << answer.body;
  const json receipt = json::parse(answer.body);
  EXPECT_EQ(receipt["session"], session.handedIn.session.hex());
  ASSERT_EQ(receipt["certificates"].size(), 2U);
  EXPECT_EQ(receipt["certificates"][0]["code"], session.ticket.codes[0]);
  EXPECT_EQ(handIn(session, kit_).body, answer.body);
}

TEST_F(HandlersTest, NamesRefusedUploads) {
  SessionKit session = room_.session(kit_, 1);
  const CentreKit other = room_.accredit("0043");
  Answer answer = handIn(session, other);
  EXPECT_EQ(answer.status, 403U);
  EXPECT_EQ(codeOf(answer), "ticket-foreign");
  ASSERT_EQ(handIn(session, kit_).status, 200U);
  session.handedIn.position += 1;
  answer = handIn(session, kit_);
  EXPECT_EQ(answer.status, 409U);
  EXPECT_EQ(codeOf(answer), "bundle-differs");
  answer = room_.ask(room_.head("POST", session.target(), kit_), R"({"refuse":"score-differs"})");
  EXPECT_EQ(codeOf(answer), "bundle-differs");
  const std::string fresh = "/v1/sessions/" + crypto::randomId<base::SessionId>().hex() + "/bundle";
  answer = room_.ask(room_.head("POST", fresh, kit_), R"({"refuse":"score-differs"})");
  EXPECT_EQ(answer.status, 422U);
  EXPECT_EQ(codeOf(answer), "score-differs");
  answer = room_.ask(room_.head("POST", "/v1/sessions/123/bundle", kit_), "x");
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(codeOf(answer), "session-malformed");
  EXPECT_EQ(codeOf(room_.ask(room_.head("POST", fresh, kit_))), "body-missing");
}

TEST_F(HandlersTest, OpensCentresAddressesToCentresOnly) {
  RequestHead nobody = room_.head("GET", "/v1/tickets");
  EXPECT_EQ(room_.ask(nobody).status, 401U);
  EXPECT_EQ(codeOf(room_.ask(nobody)), "client-missing");
  for (const crypto::Role role :
       {crypto::Role::seat, crypto::Role::console, crypto::Role::centre, crypto::Role::registry}) {
    RequestHead wrong = nobody;
    wrong.client = crypto::RoleIdentity{role, kit_.centre.clientId};
    EXPECT_EQ(room_.ask(wrong).status, 403U);
    EXPECT_EQ(codeOf(room_.ask(wrong)), "role-wrong");
  }
  RequestHead unknown = nobody;
  unknown.client = crypto::RoleIdentity{crypto::Role::registryClient, std::string(32, 'a')};
  EXPECT_EQ(codeOf(room_.ask(unknown)), "centre-unknown");
  RequestHead upload = room_.head("POST", "/v1/sessions/" + std::string(32, 'a') + "/bundle");
  const Admission admission = room_.handlers->admit(upload);
  ASSERT_TRUE(admission.refusal);  // before a byte of its body is read
  EXPECT_EQ(admission.bodyCap, 0U);
}

TEST_F(HandlersTest, TakesABodyOnlyWhereOneIsExpected) {
  EXPECT_EQ(room_.handlers->admit(room_.head("GET", "/checkpoint")).bodyCap, 0U);
  EXPECT_EQ(room_.handlers->admit(room_.head("GET", "/v1/tickets", kit_)).bodyCap, 0U);
  const std::string upload = "/v1/sessions/" + std::string(32, 'a') + "/bundle";
  EXPECT_EQ(room_.handlers->admit(room_.head("POST", upload, kit_)).bodyCap, room_.limits.bundleBytes);
}

TEST_F(HandlersTest, JudgesSoManyBundlesAtOnceAndNoMore) {
  const std::string upload = "/v1/sessions/" + std::string(32, 'a') + "/bundle";
  std::vector<Admission> held;
  for (int i = 0; i < room_.limits.uploadsAtOnce; ++i) {
    held.push_back(room_.handlers->admit(room_.head("POST", upload, kit_)));
    EXPECT_FALSE(held.back().refusal);
  }
  const Admission more = room_.handlers->admit(room_.head("POST", upload, kit_));
  ASSERT_TRUE(more.refusal);
  EXPECT_EQ(more.refusal->status, 503U);
  held.pop_back();
  EXPECT_FALSE(room_.handlers->admit(room_.head("POST", upload, kit_)).refusal);
}

TEST_F(HandlersTest, RefusesMethodsAndAddressesItDoesNotKnow) {
  EXPECT_EQ(room_.ask(room_.head("POST", "/checkpoint")).status, 405U);
  EXPECT_EQ(room_.ask(room_.head("DELETE", "/v1/tickets", kit_)).status, 405U);
  EXPECT_EQ(room_.ask(room_.head("GET", "/v1/sessions/x/bundle", kit_)).status, 405U);
  for (const char* target : {"/nothing", "/v1", "/tile/0/999", "/../trust/root.pem", "/data/registry.sqlite"}) {
    EXPECT_EQ(get(target).status, 404U) << target;
  }
}

TEST_F(HandlersTest, ServesTheLogAndTheCentresFilesAsTheyAre) {
  const auto folder = room_.layout.publicFolder();
  for (const char* file : {"/checkpoint", "/tile/0/000.p/5", "/tile/entries/000.p/5", "/status/0042.jwt",
                           "/status/0042.json", "/did/0042/did.json"}) {
    const Answer answer = get(file);
    ASSERT_EQ(answer.status, 200U) << file;
    EXPECT_EQ(answer.body, must(base::readTextFile(folder.string() + file))) << file;
  }
}

TEST_F(HandlersTest, SlowsAnAddressThatAsksTooOften) {
  int answered = 0;
  while (room_.ask(room_.head("GET", "/checkpoint")).status == 200 && answered < 1000) ++answered;
  EXPECT_EQ(answered, 200);
  RequestHead other = room_.head("GET", "/checkpoint");
  other.address = "198.51.100.1";
  EXPECT_EQ(room_.ask(other).status, 200U);
  room_.clock.pass(1000);
  EXPECT_EQ(get("/checkpoint").status, 200U);
}

TEST_F(HandlersTest, ShowsACodeWithoutAWordAboutThePerson) {
  const SessionKit session = room_.session(kit_, 1);
  ASSERT_EQ(handIn(session, kit_).status, 200U);
  const std::string code = session.ticket.codes[0];
  const Answer page = get("/verifier/" + code);
  ASSERT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find(code), std::string::npos);
  EXPECT_NE(page.body.find("DÉMONSTRATION"), std::string::npos);
  EXPECT_NE(page.body.find("/verifier/" + code + "/proof"), std::string::npos);
  for (const char* personal : {"Durand", "Zoé", "2007", "512"}) {
    EXPECT_EQ(page.body.find(personal), std::string::npos) << personal;
  }
  const Answer proof = get("/verifier/" + code + "/proof");
  ASSERT_EQ(proof.status, 200U);
  const json receipt = json::parse(handIn(session, kit_).body);
  EXPECT_EQ(proof.body, receipt["certificates"][0]["proof"].get<std::string>());
  EXPECT_EQ(proof.body.find(receipt["certificates"][0]["nonce"].get<std::string>()), std::string::npos);
}

TEST_F(HandlersTest, ShowsARevokedCodeAsRevoked) {
  const SessionKit session = room_.session(kit_, 1);
  ASSERT_EQ(handIn(session, kit_).status, 200U);
  Centre centre = must(room_.archive->read([](Store& store) { return store.centre("0042"); })).value();
  auto list = must(status::readStatusListJwt(centre.statusJwt, room_.statusKey.publicKey()));
  list.bits.set(session.ticket.statusIndexes[0]);
  centre.statusJwt = status::publishStatusList(list, room_.statusKey).jwt;
  must(room_.writer->append([&](Store& store, Draft&) { return store.putCentre(centre); }));
  const Answer page = get("/verifier/" + session.ticket.codes[0] + "?lang=en");
  EXPECT_NE(page.body.find("was revoked"), std::string::npos);
  EXPECT_EQ(page.body.find("valid certificate"), std::string::npos);
}

TEST_F(HandlersTest, TakesTheSameTimeFoundOrNot) {
  const SessionKit session = room_.session(kit_, 1);
  ASSERT_EQ(handIn(session, kit_).status, 200U);
  const Answer found = get("/verifier/" + session.ticket.codes[0]);
  const Answer missing = get("/verifier/" + credential::newVerificationCode());
  EXPECT_EQ(missing.status, 404U);
  EXPECT_GT(found.settle.count(), 0);
  EXPECT_EQ(found.settle, missing.settle);
  EXPECT_EQ(get("/verifier/" + session.ticket.codes[0] + "/proof").settle,
            get("/verifier/" + credential::newVerificationCode() + "/proof").settle);
}

TEST_F(HandlersTest, LimitsGuessesOfCodes) {
  int guesses = 0;
  while (get("/verifier/" + credential::newVerificationCode()).status == 404 && guesses < 1000) ++guesses;
  EXPECT_EQ(guesses, 30);
  EXPECT_EQ(get("/verifier/" + credential::newVerificationCode() + "/proof").status, 429U);
  EXPECT_EQ(get("/checkpoint").status, 200U);
}

TEST_F(HandlersTest, LeadsFromTheFormToTheCode) {
  const std::string code = credential::newVerificationCode();
  Answer answer = get("/verifier?lang=en&code=" + code.substr(2));
  EXPECT_EQ(answer.status, 303U);
  EXPECT_EQ(header(answer, "Location"), "/verifier/" + code + "?lang=en");
  EXPECT_EQ(get("/verifier?code=%3Cscript%3E").status, 400U);
  EXPECT_EQ(get("/verifier?code=P-AAAAAAAAA").status, 400U);
  EXPECT_EQ(get("/verifier").status, 200U);
  EXPECT_EQ(get("/").status, 200U);
}

TEST_F(HandlersTest, ServesAnsweredQuestionsInTwoLanguages) {
  RequestHead head = room_.head("GET", "/verifier");
  EXPECT_NE(room_.ask(head).body.find("Vérifier un certificat"), std::string::npos);
  head.language = "de, en-GB;q=0.8, fr;q=0.5";
  EXPECT_NE(room_.ask(head).body.find("Check a certificate"), std::string::npos);
  head.target = "/verifier?lang=fr";
  EXPECT_NE(room_.ask(head).body.find("Vérifier un certificat"), std::string::npos);
}

}  // namespace
}  // namespace vigie::registry
