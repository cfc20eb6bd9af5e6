#include "proctor-console/cli/Arguments.hpp"

#include <algorithm>
#include <sstream>

namespace vigie::cli {
namespace {

constexpr const char* kProgram = "proctor-cli";

void translateHelp(CLI::App& app, const Text& text) {
  if (text.language() != Language::french) return;
  auto& labels = *app.get_formatter();
  labels.label("Usage", "Utilisation");
  labels.label("OPTIONS", "OPTIONS");
  labels.label("SUBCOMMAND", "COMMANDE");
  labels.label("SUBCOMMANDS", "COMMANDES");
  labels.label("Subcommands", "Commandes");
  labels.label("Positionals", "Arguments");
  labels.label("REQUIRED", "(obligatoire)");
  labels.label("TEXT", "TEXTE");
}

void addOptions(CLI::App& app, const Text& text, Options& options) {
  app.set_help_flag("-h,--help", text({"Montre cette aide", "Print this help"}));
  app.set_version_flag("--version", std::string(kProgram) + " " + VIGIE_VERSION,
                       text({"Montre la version", "Print the version"}));
  app.add_option("--config", options.config, text({"Fichier de configuration, TOML", "Configuration file, TOML"}))
      ->type_name(text({"FICHIER", "FILE"}))
      ->required();
  app.add_flag("--check-config", options.checkConfig,
               text({"Vérifie la configuration et le dossier de la console, sans rien envoyer",
                     "Check the configuration and the console's folder, and send nothing"}));
  app.add_flag("--json", options.json,
               text({"Un objet ou un tableau JSON par appel", "One JSON object or array per call"}));
  app.add_option_function<std::string>(
         "--lang", [&options](const std::string& name) { options.language = languageNamed(name); },
         text({"Langue des textes : fr ou en", "Language of texts: fr or en"}))
      ->check(CLI::IsMember({"fr", "en"}, CLI::ignore_case));
  app.add_option("--session", options.session,
                 text({"Séance : identifiant ou son début (par défaut la seule ouverte)",
                       "Session: id or the start of it (default: the only open one)"}))
      ->type_name(text({"SÉANCE", "SESSION"}));
}

std::string footer(const Text& text) {
  return "\n" + configurationHelp(text) +
         text({"Un candidat se nomme par sa référence, au moins ses 4 premiers chiffres, ou le code de son papillon.\n"
               "Codes de retour : 0 fait ; 1 refusé par le centre ; 2 centre injoignable ou délai dépassé ; 64 usage "
               "incorrect.",
               "A candidate is named by reference, at least its first 4 digits, or the code of their slip.\n"
               "Exit statuses: 0 done; 1 refused by the centre; 2 centre not reached or too late; 64 wrong usage."});
}

}  // namespace

CLI::App& Menu::noun(const std::string& name, const Phrase& what) {
  CLI::App* noun = app_.add_subcommand(name, text_(what));
  noun->require_subcommand(1);
  return *noun;
}

CLI::App& Menu::verb(CLI::App& noun, const std::string& name, const Phrase& what, Choice choice) {
  CLI::App* verb = noun.add_subcommand(name, text_(what));
  verb->callback([this, choice = std::move(choice)] { choice_ = choice; });
  return *verb;
}

std::variant<Parsed, Said> parseArguments(const std::vector<std::string>& arguments, const Text& text) {
  Parsed parsed;
  CLI::App app(text({"Commande un centre de certification depuis un terminal ou un script.",
                     "Commands a certification centre from a terminal or a script."}),
               kProgram);
  app.fallthrough();
  translateHelp(app, text);
  addOptions(app, text, parsed.options);
  app.footer(footer(text));
  Menu menu(app, text, parsed.choice);
  addSessionNoun(menu);
  addCandidateNoun(menu);
  addAlertNoun(menu);
  addWorkstationNoun(menu);
  addVerifyNouns(menu);
  addTicketNoun(menu);
  addEnrolNoun(menu);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(std::move(reversed));
    if (!parsed.choice && !parsed.options.checkConfig) throw CLI::RequiredError(text({"Une commande", "A command"}));
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const bool isWrong = app.exit(error, out, err) != 0;
    return Said{out.str(), err.str(), isWrong};
  }
  return parsed;
}

std::optional<Language> languageAsked(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with("--lang=")) return languageNamed(arguments[i].substr(7));
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) return languageNamed(arguments[i + 1]);
  }
  return std::nullopt;
}

bool jsonAsked(const std::vector<std::string>& arguments) {
  return std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
}

}  // namespace vigie::cli
