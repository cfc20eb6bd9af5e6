#include <fstream>

#include "Scene.hpp"
#include "common/link/EnrolmentCode.hpp"

namespace vigie::test {
namespace {

using cli::ExitStatus;
using exam::record::StaffBody;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ProctorCliTest, ListsSessionsForScriptsAndForPeople) {
  const Outcome json = runJson({"session", "list"});
  ASSERT_EQ(json.status, ExitStatus::done) << json.out << json.err;
  ASSERT_EQ(json.json().size(), 1U);
  EXPECT_EQ(json.json()[0]["session"], session.hex());
  EXPECT_EQ(json.json()[0]["state"], "open");
  EXPECT_EQ(json.err, "");
  const Outcome text = run({"session", "list"});
  EXPECT_EQ(text.status, ExitStatus::done);
  EXPECT_THAT(text.out, HasSubstr("5e550000"));
  EXPECT_THAT(run({"session", "list", "--lang", "fr"}).out, HasSubstr("ouverte"));
}

TEST_F(ProctorCliTest, AddsACandidateWithASignedCommand) {
  const Outcome added = runJson({"candidate", "add", "--family", "Marquebidon", "--given", "Zoe", "--birth",
                                 "2001-12-31", "--extra-minutes", "20", "--accessible"});
  ASSERT_EQ(added.status, ExitStatus::done) << added.out << added.err;
  const StaffBody body = centre.commandBody(0);
  EXPECT_EQ(added.json()["reference"], base::toHex(base::bytesOf(body.candidate())));
  EXPECT_EQ(added.json()["code"], centre.commandPrivate(0).code());
  EXPECT_EQ(body.session(), session.bytes());
  EXPECT_EQ(body.centre_epoch(), centre.epoch.bytes());
  EXPECT_EQ(body.add_candidate().extra_time_ms(), 1'200'000);
  EXPECT_TRUE(body.add_candidate().accessible_items_only());
  EXPECT_EQ(centre.commandPrivate(0).family_name(), "Marquebidon");
  const auto sent = exam::fromRecord(centre.received<message::StaffCommand>().at(0).signed_());
  ASSERT_TRUE(sent);
  EXPECT_TRUE(crypto::verifyMessage(*sent, "staff", staffKey.publicKey()));
}

TEST_F(ProctorCliTest, TellsRefusalsWithWhatToDo) {
  centre.decide = [](const auto&, const auto&) {
    return base::Error{"identity-not-confirmed", "the candidate has not said yet"};
  };
  const Outcome json = runJson({"candidate", "confirm", "ada0"});
  EXPECT_EQ(json.status, ExitStatus::refused);
  EXPECT_EQ(json.json()["error"]["code"], "identity-not-confirmed");
  EXPECT_EQ(json.json()["error"]["detail"], "the candidate has not said yet");
  const Outcome text = run({"candidate", "confirm", "ada0", "--lang", "fr"});
  EXPECT_EQ(text.status, ExitStatus::refused);
  EXPECT_EQ(text.out, "");
  EXPECT_THAT(text.err, HasSubstr("Demandez-lui de le faire"));
  EXPECT_THAT(text.err, HasSubstr("[identity-not-confirmed]"));
}

TEST_F(ProctorCliTest, FindsCandidatesByCodeAndSeatsByLabel) {
  const Outcome moved = runJson({"candidate", "move", "cdfg-hjkm", "--to", "poste 4"});
  ASSERT_EQ(moved.status, ExitStatus::done) << moved.out << moved.err;
  const StaffBody body = centre.commandBody(0);
  EXPECT_EQ(body.candidate(), bob.bytes());
  EXPECT_EQ(body.move().workstation(), seat.bytes());
  EXPECT_EQ(moved.json()["reference"], bob.hex());
}

TEST_F(ProctorCliTest, SendsNothingWhenTheNameFitsNobody) {
  for (const auto& arguments :
       {std::vector<std::string>{"candidate", "pause", "ffff"}, {"candidate", "move", "ada0", "--to", "Poste 9"}}) {
    const Outcome outcome = runJson(arguments);
    EXPECT_EQ(outcome.status, ExitStatus::refused);
    EXPECT_THAT(outcome.json()["error"]["code"].get<std::string>(), HasSubstr("-unknown"));
  }
  EXPECT_TRUE(centre.received<message::StaffCommand>().empty());
}

TEST_F(ProctorCliTest, ChecksAWholeListBeforeItSendsAnything) {
  const auto file = folder.path() / "list.csv";
  std::ofstream(file) << "family,given,birth\nArnaud,Ada,2001-12-31\nZola,Bob,31/12/2001\n";
  const Outcome wrong = runJson({"candidate", "add", "--csv", file.string()});
  EXPECT_EQ(wrong.status, ExitStatus::usage);
  EXPECT_THAT(wrong.json()["error"]["detail"].get<std::string>(), HasSubstr("line 3: column birth"));
  EXPECT_TRUE(centre.received<message::Query>().empty()) << "it does not even ask which session";
  EXPECT_TRUE(centre.received<message::StaffCommand>().empty());
}

TEST_F(ProctorCliTest, AddsAListAndDrawsAnotherCodeWhenOneIsTaken) {
  std::set<std::string> codes;
  centre.decide = [&](const StaffBody&, const exam::record::StaffPrivate& secret) -> std::optional<base::Error> {
    codes.insert(secret.code());
    if (codes.size() == 1) return base::Error{"code-taken", "another candidate has this code"};
    return std::nullopt;
  };
  const auto file = folder.path() / "list.csv";
  std::ofstream(file) << "nom;prénom;naissance\nArnaud;Ada;2001-12-31\nZola;Bob;2000-01-02\n";
  const Outcome added = runJson({"candidate", "add", "--csv", file.string()});
  ASSERT_EQ(added.status, ExitStatus::done) << added.out << added.err;
  ASSERT_EQ(added.json().size(), 2U);
  EXPECT_EQ(added.json()[1]["line"], 3);
  EXPECT_EQ(codes.size(), 3U);
  EXPECT_TRUE(codes.contains(added.json()[0]["code"]));
}

TEST_F(ProctorCliTest, SaysHowFarAListCame) {
  centre.decide = [count = 0](const auto&, const auto&) mutable -> std::optional<base::Error> {
    if (++count == 2) return base::Error{"session-phase", "the session has ended"};
    return std::nullopt;
  };
  const auto file = folder.path() / "list.csv";
  std::ofstream(file) << "family,given,birth\nArnaud,Ada,2001-12-31\nZola,Bob,2000-01-02\n";
  const Outcome added = runJson({"candidate", "add", "--csv", file.string()});
  EXPECT_EQ(added.status, ExitStatus::refused);
  EXPECT_EQ(added.json()["added"].size(), 1U);
  EXPECT_EQ(added.json()["error"]["code"], "session-phase");
  EXPECT_THAT(added.json()["error"]["detail"].get<std::string>(), HasSubstr("line 3"));
}

TEST_F(ProctorCliTest, ConfirmsEverybodyWhoWaits) {
  centre.views.mutable_candidates(0)->set_phase("running");
  const Outcome confirmed = runJson({"candidate", "confirm", "--all"});
  ASSERT_EQ(confirmed.status, ExitStatus::done) << confirmed.out;
  ASSERT_EQ(confirmed.json().size(), 1U);
  EXPECT_EQ(confirmed.json()[0]["reference"], bob.hex());
  EXPECT_EQ(runJson({"candidate", "confirm"}).status, ExitStatus::usage);
}

TEST_F(ProctorCliTest, WritesToOneOrToEverybody) {
  ASSERT_EQ(run({"candidate", "message", "Bonjour à tous"}).status, ExitStatus::done);
  ASSERT_EQ(run({"candidate", "message", "ada0", "Bonjour"}).status, ExitStatus::done);
  EXPECT_EQ(centre.commandBody(0).candidate(), "");
  EXPECT_EQ(centre.commandPrivate(0).text(), "Bonjour à tous");
  EXPECT_EQ(centre.commandBody(1).candidate(), ada.bytes());
  EXPECT_EQ(run({"candidate", "message", std::string(4'001, 'x')}).status, ExitStatus::usage);
}

TEST_F(ProctorCliTest, OpensAnEnrolmentForThisCentreOnly) {
  const Outcome made = runJson({"workstation", "code", "--label", "Poste 7"});
  ASSERT_EQ(made.status, ExitStatus::done) << made.out << made.err;
  const auto code = link::parseEnrolmentCode(made.json()["code"].get<std::string>());
  ASSERT_TRUE(code);
  EXPECT_EQ(code->fingerprint, link::fingerprintCharacters(authority.certificate().publicKey()));
  EXPECT_EQ(code->secret, centre.commandPrivate(0).code());
  EXPECT_THAT(centre.received<message::StaffCommand>().at(0).signed_().body(), Not(HasSubstr(code->secret)));
  EXPECT_EQ(centre.commandBody(0).issue_code().role(), "seat");
  EXPECT_EQ(made.json()["validMinutes"], 15);
}

TEST_F(ProctorCliTest, LoadsATicketAndSaysWhichOneItWas) {
  centre.decide = [this](const StaffBody& body, const auto&) -> std::optional<base::Error> {
    EXPECT_EQ(body.load_ticket().jws(), "head.body.signature");
    centre.views.add_tickets()->set_number("T-2");
    return std::nullopt;
  };
  centre.views.add_tickets()->set_number("T-1");
  const auto file = folder.path() / "ticket.jws";
  std::ofstream(file) << "head.body.signature\n";
  const Outcome loaded = runJson({"ticket", "load", file.string()});
  ASSERT_EQ(loaded.status, ExitStatus::done) << loaded.out << loaded.err;
  EXPECT_EQ(loaded.json()["ticket"], "T-2");
}

TEST_F(ProctorCliTest, GivesCreditsInMinutesAndSeconds) {
  ASSERT_EQ(run({"candidate", "credit", "ada0", "--minutes", "2", "--seconds", "30"}).status, ExitStatus::done);
  EXPECT_EQ(centre.commandBody(0).credit().ms(), 150'000);
  EXPECT_EQ(run({"candidate", "credit", "ada0"}).status, ExitStatus::usage);
}

TEST_F(ProctorCliTest, WrongUsageTouchesNothing) {
  EXPECT_EQ(run({"session", "dance"}).status, ExitStatus::usage);
  EXPECT_EQ(run({}).status, ExitStatus::usage);
  const Outcome json = runJson({"session", "create"});
  EXPECT_EQ(json.status, ExitStatus::usage);
  EXPECT_EQ(json.json()["error"]["code"], "usage");
  EXPECT_TRUE(centre.received<message::Hello>().empty());
}

TEST_F(ProctorCliTest, ChecksItsConfiguration) {
  const Outcome good = run({"--check-config"});
  EXPECT_EQ(good.status, ExitStatus::done) << good.err;
  std::filesystem::permissions(folder.path() / "password", std::filesystem::perms(0644));
  EXPECT_THAT(run({"--check-config"}).err, HasSubstr("others may read it"));
  configure("colour = \"red\"\n");
  const Outcome bad = run({"--check-config"});
  EXPECT_EQ(bad.status, ExitStatus::usage);
  EXPECT_THAT(bad.err, HasSubstr("colour"));
  EXPECT_TRUE(centre.received<message::Hello>().empty());
}

TEST_F(ProctorCliTest, SaysThatThePasswordIsWrong) {
  std::ofstream(folder.path() / "password") << "battery staple\n";
  const Outcome outcome = run({"session", "open"});
  EXPECT_EQ(outcome.status, ExitStatus::usage);
  EXPECT_THAT(outcome.err, HasSubstr("wrong-passphrase"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("staple")));
}

TEST_F(ProctorCliTest, AnswersQuestionsWithoutAPassword) {
  std::ofstream(folder.path() / "cli.toml") << "machine = \"console\"\n";
  EXPECT_EQ(run({"session", "list"}).status, ExitStatus::done);
  const Outcome commanded = run({"session", "pause"});
  EXPECT_EQ(commanded.status, ExitStatus::usage);
  EXPECT_THAT(commanded.err, HasSubstr("password_file"));
}

}  // namespace
}  // namespace vigie::test
