// The command line: nouns, their verbs and options. Each noun's file adds its own verbs through a Menu; parsing leaves
// one Choice. Thread: the main one.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proctor-console/cli/Connection.hpp"
#include "proctor-console/cli/Password.hpp"
#include "proctor-console/cli/Views.hpp"

namespace vigie::cli {

struct Options {
  std::filesystem::path config;
  bool json = false;
  bool checkConfig = false;
  std::optional<Language> language;
  std::string session;
};

// What one call says. With a failure the JSON is an object to which "error" is added.
struct Page {
  Json json;
  std::string text;
  std::optional<base::Error> failure;
};

struct Context {
  const Text& text;
  const Options& options;
  const Configuration& configuration;
  const PasswordPrompt& prompt;
  const base::Clock& clock;
  Connection* centre;  // null when the verb needs nothing
};

using Action = std::function<base::Result<Page>(Context&)>;

enum class Needs {
  nothing,   // no link
  answers,   // a link; the person's key only if no password must be typed for it (to countersign checkpoints)
  commands,  // a link and the person's key
};

enum class AtFork { stop, goOn };  // goOn: the verb is how people look into a fork

struct Choice {
  Needs needs = Needs::nothing;
  AtFork atFork = AtFork::stop;
  Action action;
};

class Menu {
 public:
  Menu(CLI::App& app, const Text& text, std::optional<Choice>& choice) : app_(app), text_(text), choice_(choice) {}

  CLI::App& noun(const std::string& name, const Phrase& what);
  CLI::App& command(const std::string& name, const Phrase& what, Choice choice) {  // a verb without a noun
    return verb(app_, name, what, std::move(choice));
  }
  CLI::App& verb(CLI::App& noun, const std::string& name, const Phrase& what, Choice choice);
  std::string text(const Phrase& phrase) const { return text_(phrase); }

 private:
  CLI::App& app_;
  const Text& text_;
  std::optional<Choice>& choice_;
};

void addSessionNoun(Menu& menu);
void addSessionWait(Menu& menu, CLI::App& noun);
void addCandidateNoun(Menu& menu);
void addCandidateOrders(Menu& menu, CLI::App& noun);
void addTile(Menu& menu, CLI::App& noun);
void addExplain(Menu& menu, CLI::App& noun);
void addAlertNoun(Menu& menu);
void addWorkstationNoun(Menu& menu);
void addTicketNoun(Menu& menu);
void addVerifyNouns(Menu& menu);
void addEnrolNoun(Menu& menu);

struct Parsed {
  Options options;
  std::optional<Choice> choice;  // absent with --check-config
};

// What a call that is only answered (help, version) or refused (wrong usage) prints.
struct Said {
  std::string out;
  std::string err;
  bool isWrong = false;
};

std::variant<Parsed, Said> parseArguments(const std::vector<std::string>& arguments, const Text& text);

// Before the rest is read: what --lang and --json say, wherever they stand.
std::optional<Language> languageAsked(const std::vector<std::string>& arguments);
bool jsonAsked(const std::vector<std::string>& arguments);

}  // namespace vigie::cli
