#include "certs/registry/app/Configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace vigie::registry {
namespace {

enum class Presence { required, optional };

struct Key {
  const char* section;
  const char* name;
  Presence presence;
  const char* meaning;
  std::function<bool(Configuration&, const toml::node&, const std::filesystem::path&)> read;
  std::string expected;
};

using Check = bool (*)(const std::string&);

bool isAddress(const std::string& text) {
  return !text.empty() && text.size() <= 64;
}

// C2SP: the name of a log's key holds no blank and no '+'; an origin is a URL without scheme or slash at its end.
bool isOrigin(const std::string& text) {
  return !text.empty() && text.size() <= 200 && text.find_first_of(" \t\n+") == std::string::npos &&
         text.find("://") == std::string::npos && text.back() != '/';
}

bool isUrl(const std::string& text) {
  return text.size() > 8 && text.size() <= 200 && text.starts_with("https://") && text.back() != '/' &&
         text.find_first_of(" \t\n#?\"<>") == std::string::npos;
}

auto text(std::string Configuration::* member, Check check) {
  return [member, check](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::string>();
    if (!value || !check(*value)) return false;
    out.*member = *value;
    return true;
  };
}

auto path(std::filesystem::path Configuration::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path& folder) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    out.*member = (folder / *value).lexically_normal();
    return true;
  };
}

template <class Number>
auto number(Number Configuration::* member, std::int64_t least, std::int64_t most) {
  return [=](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) return false;
    out.*member = static_cast<Number>(*value);
    return true;
  };
}

const std::vector<Key>& keys() {
  using C = Configuration;
  using enum Presence;
  static const std::vector<Key> all = {
      {"registry", "origin", required, "name of the log, for ever", text(&C::origin, isOrigin),
       "expected a text such as registre.example.fr/2026: no scheme, blank, '+' or slash at its end"},
      {"registry", "url", required, "where everybody reaches us", text(&C::url, isUrl),
       "expected https://host without a slash at its end"},
      {"registry", "folder", required, "keys, database, log, bundles", path(&C::folder),
       "expected the path of a folder"},
      {"listen", "address", optional, "address to listen on (127.0.0.1)", text(&C::address, isAddress),
       "expected an address"},
      {"listen", "port", optional, "port (8443); 0: any, printed", number(&C::port, 0, 65535),
       "expected a number from 0 to 65535"},
      {"limits", "requests_per_second", optional, "of one address (50)", number(&C::requestsPerSecond, 1, 100'000),
       "expected 1 to 100000"},
      {"limits", "lookups_per_minute", optional, "of codes, of one address (30)",
       number(&C::lookupsPerMinute, 1, 100'000), "expected 1 to 100000"},
      {"limits", "connections", optional, "at once (512)", number(&C::connections, 1, 100'000), "expected 1 to 100000"},
      {"limits", "connections_per_address", optional, "at once (64)", number(&C::connectionsPerAddress, 1, 100'000),
       "expected 1 to 100000"},
      {"limits", "bundle_megabytes", optional, "largest session bundle (64)", number(&C::bundleMegabytes, 1, 1024),
       "expected 1 to 1024"},
  };
  return all;
}

bool isKnown(std::string_view section, std::string_view name) {
  return std::any_of(keys().begin(), keys().end(),
                     [&](const Key& key) { return section == key.section && name == key.name; });
}

std::string unknownKeys(const toml::table& root, const std::string& file) {
  std::string faults;
  for (const auto& [section, node] : root) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      faults += file + ": " + std::string(section.str()) + ": expected only sections such as [registry]\n";
      continue;
    }
    for (const auto& [name, value] : *table) {
      if (isKnown(section.str(), name.str())) continue;
      faults += file + ": [" + std::string(section.str()) + "] " + std::string(name.str()) + ", line " +
                std::to_string(value.source().begin.line) + ": this key is not known; see --help for all keys\n";
    }
  }
  return faults;
}

base::Result<Configuration> readKeys(const toml::table& root, const std::filesystem::path& file) {
  Configuration out;
  std::string faults = unknownKeys(root, file.string());
  for (const Key& key : keys()) {
    const toml::node* node = root.at_path(std::string(key.section) + "." + key.name).node();
    const std::string place = file.string() + ": [" + key.section + "] " + key.name;
    if (node == nullptr) {
      if (key.presence == Presence::required) faults += place + ": missing; it is: " + key.meaning + "\n";
    } else if (!key.read(out, *node, file.parent_path())) {
      faults += place + ", line " + std::to_string(node->source().begin.line) + ": " + key.expected + "\n";
    }
  }
  if (faults.empty()) return out;
  faults.pop_back();
  return base::fail("config-wrong", faults);
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    return base::fail("config-wrong", "there is no configuration file " + file.string());
  }
  try {
    return readKeys(toml::parse_file(file.string()), file);
  } catch (const toml::parse_error& error) {
    return base::fail("config-wrong", file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                                          std::string(error.description()));
  }
}

std::string configurationHelp() {
  std::string help = "Configuration (TOML):\n";
  std::string_view section;
  for (const Key& key : keys()) {
    if (section != key.section) help += std::string("  [") + key.section + "]\n";
    section = key.section;
    std::string name = key.name;
    name.resize(std::max<std::size_t>(name.size() + 1, 26), ' ');
    help += "    " + name + key.meaning + "\n";
  }
  return help;
}

std::string demonstrationConfiguration(const std::filesystem::path& folder, std::uint16_t port) {
  return "# A demonstration registry.\n[registry]\norigin = \"registre.demonstration.example/log\"\n"
         "url = \"https://registre.demonstration.example\"\nfolder = \"" +
         std::filesystem::absolute(folder).string() +
         "\"\n\n[listen]\naddress = \"127.0.0.1\"\nport = " + std::to_string(port) + "\n";
}

}  // namespace vigie::registry
