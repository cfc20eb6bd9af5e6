#include "proctor-console/cli/Configuration.hpp"

#include "common/configuration/KeyTable.hpp"

namespace vigie::cli {
namespace {

using configuration::Value;
using Folder = std::filesystem::path;

struct Described {
  configuration::Key<Configuration> key;
  Phrase meaning;
};

bool readPasswordFile(Configuration& out, const Value& value, const Folder& folder) {
  if (value.text() == nullptr || value.text()->empty()) return false;
  out.passwordFile = folder / *value.text();
  return true;
}

bool readTimeout(Configuration& out, const Value& value, const Folder&) {
  if (value.number() == nullptr || *value.number() < 1 || *value.number() > 3600) return false;
  out.timeout = std::chrono::seconds(*value.number());
  return true;
}

bool readLanguage(Configuration& out, const Value& value, const Folder&) {
  out.language = languageNamed(value.text() == nullptr ? "" : *value.text());
  return out.language.has_value();
}

const std::vector<Described>& keys() {
  using C = Configuration;
  using configuration::path;
  using enum configuration::Presence;
  static const std::vector<Described> all = {
      {{"", "machine", required, "", "expected the path of a folder", path(&C::machine)},
       {"dossier de cette console (créé par « enrol »)", "folder of this console (made by \"enrol\")"}},
      {{"", "staff_key", optional, "", "expected the path of a file", path(&C::staffKey)},
       {"clé de la personne (par défaut : staff.key dans ce dossier)",
        "the person's key (default: staff.key in that folder)"}},
      {{"", "password_file", optional, "", "expected the path of a file", readPasswordFile},
       {"fichier dont la première ligne est le mot de passe de la personne (sinon il est demandé)",
        "file whose first line is the person's password (else it is asked for)"}},
      {{"", "language", optional, "", "expected \"fr\" or \"en\"", readLanguage},
       {"langue : \"fr\" ou \"en\"", "language: \"fr\" or \"en\""}},
      {{"", "timeout", optional, "", "expected a number of seconds from 1 to 3600", readTimeout},
       {"secondes à attendre une réponse du centre (20)", "seconds to wait for an answer of the centre (20)"}},
  };
  return all;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  std::vector<configuration::Key<Configuration>> table;
  for (const Described& one : keys()) table.push_back(one.key);
  auto out = configuration::read(file, table);
  if (out && out->staffKey.empty()) out->staffKey = out->machine / "staff.key";
  return out;
}

std::string configurationHelp(const Text& text) {
  std::string out = text({"Fichier de configuration (TOML) :", "Configuration file (TOML):"}) + "\n";
  for (const auto& [key, meaning] : keys()) {
    const bool isRequired = key.presence == configuration::Presence::required;
    out += "  " + key.name + (isRequired ? text({" (obligatoire) : ", " (required): "}) : text({" : ", ": "})) +
           text(meaning) + "\n";
  }
  return out;
}

}  // namespace vigie::cli
