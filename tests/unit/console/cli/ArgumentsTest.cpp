#include "proctor-console/cli/Arguments.hpp"

#include <gmock/gmock.h>

namespace vigie::cli {
namespace {

using ::testing::HasSubstr;

const Text kEnglish(Language::english);

std::variant<Parsed, Said> parse(std::vector<std::string> arguments) {
  return parseArguments(arguments, kEnglish);
}

TEST(Arguments, UnderstandEveryVerb) {
  const std::vector<std::vector<std::string>> commands = {
      {"session", "list"},
      {"session", "create", "--ticket", "T-1"},
      {"session", "open"},
      {"session", "show", "abcd"},
      {"session", "pause"},
      {"session", "resume"},
      {"session", "end"},
      {"session", "finalise"},
      {"session", "issue"},
      {"session", "wait", "--until", "all-ready", "--timeout", "5"},
      {"session", "wait", "--candidate", "12ab", "--phase", "running", "--question", "3"},
      {"candidate", "list"},
      {"candidate", "add", "--family", "F", "--given", "G", "--birth", "2001-12-31", "--language", "en",
       "--extra-minutes", "10", "--accessible"},
      {"candidate", "add", "--csv", "list.csv"},
      {"candidate", "show", "12ab"},
      {"candidate", "confirm", "12ab"},
      {"candidate", "confirm", "--all"},
      {"candidate", "message", "Bonjour"},
      {"candidate", "message", "12ab", "Bonjour"},
      {"candidate", "pause", "12ab"},
      {"candidate", "resume", "12ab"},
      {"candidate", "credit", "12ab", "--minutes", "2", "--seconds", "30"},
      {"candidate", "move", "12ab", "--to", "Poste 4"},
      {"candidate", "end", "12ab", "--reason", "technical"},
      {"alert", "list"},
      {"alert", "resolve", "3", "--outcome", "replace", "--comment", "vu"},
      {"workstation", "code", "--label", "Poste 4", "--role", "console", "--staff-role", "administrator"},
      {"workstation", "list"},
      {"workstation", "revoke", "Poste 4"},
      {"journal", "verify"},
      {"journal", "accept"},
      {"vault", "verify"},
      {"ticket", "load", "t.jws"},
      {"ticket", "list"},
      {"enrol", "--code", "2346", "--host", "h", "--port", "7410", "--enrolment-port", "7411", "--name", "Ada"},
  };
  for (std::vector<std::string> command : commands) {
    SCOPED_TRACE(command[0] + " " + command[1]);
    command.insert(command.begin(), {"--config", "cli.toml", "--json"});
    const auto parsed = parse(command);
    ASSERT_TRUE(std::holds_alternative<Parsed>(parsed)) << std::get<Said>(parsed).err;
    EXPECT_TRUE(std::get<Parsed>(parsed).choice);
    EXPECT_TRUE(std::get<Parsed>(parsed).options.json);
  }
}

TEST(Arguments, TakeCommonOptionsAnywhere) {
  const auto parsed = parse({"session", "--json", "show", "--session", "abcd", "--config", "x.toml", "--lang", "fr"});
  ASSERT_TRUE(std::holds_alternative<Parsed>(parsed)) << std::get<Said>(parsed).err;
  const Options& options = std::get<Parsed>(parsed).options;
  EXPECT_TRUE(options.json);
  EXPECT_EQ(options.session, "abcd");
  EXPECT_EQ(options.config, "x.toml");
  EXPECT_EQ(options.language, Language::french);
}

TEST(Arguments, RefuseWrongUsage) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"--config", "x.toml"},
      {"session", "list"},
      {"--config", "x.toml", "session"},
      {"--config", "x.toml", "session", "dance"},
      {"--config", "x.toml", "session", "create"},
      {"--config", "x.toml", "candidate", "show"},
      {"--config", "x.toml", "candidate", "end", "12ab", "--reason", "boredom"},
      {"--config", "x.toml", "candidate", "credit", "12ab", "--minutes", "-3"},
      {"--config", "x.toml", "candidate", "message"},
      {"--config", "x.toml", "candidate", "message", "a", "b", "c"},
      {"--config", "x.toml", "alert", "resolve", "one", "--outcome", "keep"},
      {"--config", "x.toml", "session", "list", "--lang", "de"},
      {"--config", "x.toml", "session", "list", "--watch-closely"},
  };
  for (const auto& arguments : wrong) {
    const auto said = parse(arguments);
    ASSERT_TRUE(std::holds_alternative<Said>(said)) << ::testing::PrintToString(arguments);
    EXPECT_TRUE(std::get<Said>(said).isWrong) << ::testing::PrintToString(arguments);
  }
}

TEST(Arguments, HelpAndVersionAreAnswers) {
  for (const char* asked : {"--help", "--version"}) {
    const auto said = parse({asked});
    ASSERT_TRUE(std::holds_alternative<Said>(said));
    EXPECT_FALSE(std::get<Said>(said).isWrong);
    EXPECT_FALSE(std::get<Said>(said).out.empty());
  }
  EXPECT_THAT(std::get<Said>(parse({"--version"})).out, HasSubstr("proctor-cli "));
  EXPECT_THAT(std::get<Said>(parse({"--help"})).out, HasSubstr("password_file"));
  const auto french = parseArguments({"--help"}, Text(Language::french));
  EXPECT_THAT(std::get<Said>(french).out, HasSubstr("Séances"));
}

TEST(Arguments, CheckConfigNeedsNoVerb) {
  const auto parsed = parse({"--config", "x.toml", "--check-config"});
  ASSERT_TRUE(std::holds_alternative<Parsed>(parsed));
  EXPECT_TRUE(std::get<Parsed>(parsed).options.checkConfig);
}

TEST(Arguments, LanguageAndJsonAreSeenBeforeTheRest) {
  EXPECT_EQ(languageAsked({"session", "--lang", "fr"}), Language::french);
  EXPECT_EQ(languageAsked({"--lang=en"}), Language::english);
  EXPECT_FALSE(languageAsked({"--lang"}));
  EXPECT_TRUE(jsonAsked({"session", "list", "--json"}));
  EXPECT_FALSE(jsonAsked({"session", "list"}));
}

TEST(Arguments, OnlyCommandsNeedTheKeyAndOnlyTheJournalOutlivesAFork) {
  const auto needsOf = [](std::vector<std::string> verb) {
    verb.insert(verb.begin(), {"--config", "x.toml"});
    return *std::get<Parsed>(parse(verb)).choice;
  };
  EXPECT_EQ(needsOf({"session", "list"}).needs, Needs::answers);
  EXPECT_EQ(needsOf({"session", "open"}).needs, Needs::commands);
  EXPECT_EQ(needsOf({"journal", "accept"}).needs, Needs::nothing);
  EXPECT_EQ(needsOf({"session", "list"}).atFork, AtFork::stop);
  EXPECT_EQ(needsOf({"journal", "verify"}).atFork, AtFork::goOn);
}

}  // namespace
}  // namespace vigie::cli
