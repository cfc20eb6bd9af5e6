#include "proctor-console/cli/Views.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/Scene.hpp"

namespace vigie::cli {
namespace {

using namespace console::test;
using ::testing::HasSubstr;

message::CandidateView sample() {
  message::CandidateView view = candidateView(idOf<base::CandidateRef>(0x12), "Noël", "running");
  view.set_birth_date("2001-12-31");
  view.set_code("2346789B");
  view.set_question(4);
  view.set_questions(32);
  view.set_remaining_ms(3'000'000);
  view.set_credited_ms(65'000);
  view.mutable_credits()->Add()->set_reason("link-lost");
  view.mutable_credits(0)->set_ms(65'000);
  auto& answer = *view.add_acknowledged();
  answer.set_left_screen(true);
  answer.set_question(3);
  answer.set_sha256(std::string(32, '\xab'));
  view.set_workstation(idOf<base::WorkstationId>(0x34).bytes());
  view.set_workstation_label("Poste 4");
  view.set_lease(2);
  view.set_language("fr");
  return view;
}

std::vector<std::string> namesOf(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [name, value] : object.items()) out.push_back(name);
  return out;
}

TEST(Views, CandidateHasTheNamesThatScriptsRelyOn) {
  const Json json = toJson(sample());
  EXPECT_THAT(
      namesOf(json),
      ::testing::ElementsAre("reference", "state", "paused", "linked", "question", "questions", "replaced",
                             "remainingMs", "creditedMs", "credits", "acknowledged", "noticed", "name", "familyName",
                             "givenName", "birthDate", "code", "language", "workstation", "workstationLabel", "lease",
                             "endReason", "accommodations", "capture", "pictures", "status", "score", "certificate"));
  EXPECT_EQ(json["reference"], idOf<base::CandidateRef>(0x12).hex());
  EXPECT_EQ(json["state"], "running");
  EXPECT_EQ(json["credits"], Json::array({{{"reason", "link-lost"}, {"ms", 65'000}}}));
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "ab";
  EXPECT_EQ(json["acknowledged"], Json::array({{{"question", 3}, {"sha256", hash}}}));
  EXPECT_EQ(json["noticed"], Json::array({{{"question", 3}, {"what", "left-screen"}}}));
  EXPECT_EQ(json["name"], "Ada Noël");
  EXPECT_TRUE(json["score"].is_null()) << "no result yet";
  EXPECT_TRUE(json["certificate"].is_null());
}

TEST(Views, CandidateShowsItsResult) {
  message::CandidateView view = sample();
  view.set_has_result(true);
  view.set_status("validated");
  view.set_score(512);
  view.set_certificate("P-BCDF2346");
  const Json json = toJson(view);
  EXPECT_EQ(json["status"], "validated");
  EXPECT_EQ(json["score"], 512);
  EXPECT_EQ(json["certificate"], "P-BCDF2346");
}

TEST(Views, OtherViewsHaveTheirNames) {
  EXPECT_THAT(namesOf(toJson(sessionView(idOf<base::SessionId>(7), "open"))),
              ::testing::ElementsAre("session", "state", "paused", "ticket", "kind", "candidates", "running", "ended",
                                     "openAlerts", "certificates", "incidents", "arithmetic", "ticketUntil"));
  EXPECT_THAT(namesOf(toJson(alertView(1, idOf<base::CandidateRef>(1), true))),
              ::testing::ElementsAre("alert", "candidate", "question", "category", "comment", "open", "outcome"));
  EXPECT_THAT(namesOf(toJson(message::MachineView())),
              ::testing::ElementsAre("workstation", "role", "label", "linked", "revoked", "validUntil"));
  EXPECT_THAT(namesOf(toJson(message::TicketView())),
              ::testing::ElementsAre("ticket", "kind", "validFrom", "validUntil", "session"));
  message::StreamView stream;
  stream.set_stream(std::string(16, '\0'));
  EXPECT_EQ(toJson(stream)["stream"], "centre");
}

TEST(Views, DescribeForPeopleInBothLanguages) {
  CandidateViews candidates;
  *candidates.Add() = sample();
  const std::string french = describe(Text(Language::french), candidates);
  EXPECT_THAT(french, HasSubstr("RÉFÉRENCE"));
  EXPECT_THAT(french, HasSubstr("Ada Noël"));
  EXPECT_THAT(french, HasSubstr("en cours"));
  EXPECT_THAT(french, HasSubstr("4/32"));
  EXPECT_THAT(french, HasSubstr("50 min 00 s"));
  const std::string english = describe(Text(Language::english), sample());
  EXPECT_THAT(english, HasSubstr("1 min 05 s (link lost 1 min 05 s)"));
  EXPECT_THAT(english, HasSubstr("1 recorded"));
  EXPECT_EQ(describe(Text(Language::english), CandidateViews()), "No candidate.\n");
}

TEST(Views, TellsThatSomebodyIsNotLinked) {
  message::CandidateView view = sample();
  view.set_linked(false);
  CandidateViews candidates;
  *candidates.Add() = view;
  EXPECT_THAT(describe(Text(Language::english), candidates), HasSubstr("running, not linked"));
}

}  // namespace
}  // namespace vigie::cli
