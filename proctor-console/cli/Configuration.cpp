#include "proctor-console/cli/Configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace vigie::cli {
namespace {

using Folder = std::filesystem::path;

struct Key {
  const char* name;
  bool isRequired;
  Phrase meaning;
  const char* expected;
  std::function<bool(Configuration&, const toml::node&, const Folder&)> read;
};

std::optional<std::filesystem::path> pathOf(const toml::node& node, const Folder& folder) {
  const auto value = node.value_exact<std::string>();
  if (!value || value->empty()) return std::nullopt;
  return folder / *value;
}

bool readTimeout(Configuration& out, const toml::node& node, const Folder&) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 1 || *value > 3600) return false;
  out.timeout = std::chrono::seconds(*value);
  return true;
}

bool readLanguage(Configuration& out, const toml::node& node, const Folder&) {
  out.language = languageNamed(node.value_exact<std::string>().value_or(""));
  return out.language.has_value();
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {
      {"machine",
       true,
       {"dossier de cette console (créé par « enrol »)", "folder of this console (made by \"enrol\")"},
       "the path of a folder",
       [](Configuration& out, const toml::node& node, const Folder& folder) {
         out.machine = pathOf(node, folder).value_or("");
         return !out.machine.empty();
       }},
      {"staff_key",
       false,
       {"clé de la personne (par défaut : staff.key dans ce dossier)",
        "the person's key (default: staff.key in that folder)"},
       "the path of a file",
       [](Configuration& out, const toml::node& node, const Folder& folder) {
         out.staffKey = pathOf(node, folder).value_or("");
         return !out.staffKey.empty();
       }},
      {"password_file",
       false,
       {"fichier dont la première ligne est le mot de passe de la personne (sinon il est demandé)",
        "file whose first line is the person's password (else it is asked for)"},
       "the path of a file",
       [](Configuration& out, const toml::node& node, const Folder& folder) {
         out.passwordFile = pathOf(node, folder);
         return out.passwordFile.has_value();
       }},
      {"language",
       false,
       {"langue : \"fr\" ou \"en\"", "language: \"fr\" or \"en\""},
       "\"fr\" or \"en\"",
       readLanguage},
      {"timeout",
       false,
       {"secondes à attendre une réponse du centre (20)", "seconds to wait for an answer of the centre (20)"},
       "a number of seconds from 1 to 3600",
       readTimeout},
  };
  return all;
}

const Key* find(std::string_view name) {
  const auto found = std::find_if(keys().begin(), keys().end(), [&](const Key& key) { return key.name == name; });
  return found == keys().end() ? nullptr : &*found;
}

std::string readTable(const toml::table& table, const std::filesystem::path& file, Configuration& out) {
  std::string faults;
  for (const auto& [name, node] : table) {
    const std::string where =
        file.string() + ", line " + std::to_string(node.source().begin.line) + ": " + std::string(name.str());
    const Key* key = find(name.str());
    if (key == nullptr) {
      faults += where + ": this key is not known; see --help for all keys\n";
    } else if (!key->read(out, node, file.parent_path())) {
      faults += where + ": expected " + key->expected + "\n";
    }
  }
  for (const Key& key : keys()) {
    if (key.isRequired && !table.contains(key.name)) {
      faults += file.string() + ": " + key.name + " is missing; expected " + key.expected + "\n";
    }
  }
  return faults;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return base::fail("config-wrong", "there is no configuration file " + file.string());
  }
  Configuration out;
  std::string faults;
  try {
    faults = readTable(toml::parse_file(file.string()), file, out);
  } catch (const toml::parse_error& wrong) {
    faults = file.string() + ", line " + std::to_string(wrong.source().begin.line) + ": " +
             std::string(wrong.description()) + "\n";
  }
  if (!faults.empty()) return base::fail("config-wrong", faults.substr(0, faults.size() - 1));
  if (out.staffKey.empty()) out.staffKey = out.machine / "staff.key";
  return out;
}

std::string configurationHelp(const Text& text) {
  std::string out = text({"Fichier de configuration (TOML) :", "Configuration file (TOML):"}) + "\n";
  for (const Key& key : keys()) {
    out += "  " + std::string(key.name) +
           (key.isRequired ? text({" (obligatoire) : ", " (required): "}) : text({" : ", ": "})) + text(key.meaning) +
           "\n";
  }
  return out;
}

}  // namespace vigie::cli
