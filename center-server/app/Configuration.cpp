#include "center-server/app/Configuration.hpp"

#include <toml++/toml.h>

#include <functional>
#include <vector>

namespace vigie::centre {
namespace {

enum class Presence { required, optional };

struct Key {
  const char* section;
  const char* name;
  Presence presence;
  const char* meaning;
  std::function<bool(Configuration&, const toml::node&, const std::filesystem::path&)> read;
  const char* expected;
};

auto text(std::string Configuration::*member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty() || value->size() > 200) return false;
    out.*member = *value;
    return true;
  };
}

auto path(std::filesystem::path Configuration::*member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path& folder) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    out.*member = folder / *value;
    return true;
  };
}

auto port(std::uint16_t Configuration::*member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > 65535) return false;
    out.*member = static_cast<std::uint16_t>(*value);
    return true;
  };
}

auto count(std::uint32_t Configuration::*member, std::int64_t least) {
  return [member, least](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < least || *value > 100'000'000) return false;
    out.*member = static_cast<std::uint32_t>(*value);
    return true;
  };
}

const std::vector<Key>& keys() {
  using C = Configuration;
  constexpr const char* kText = "expected a text of 1 to 200 characters";
  constexpr const char* kFile = "expected the path of a file";
  constexpr const char* kPort = "expected a number from 0 to 65535";
  static const std::vector<Key> all = {
      {"centre", "number", Presence::required, "number of the centre at the certifying body", text(&C::number), kText},
      {"centre", "name", Presence::required, "name that certificates show", text(&C::name), kText},
      {"centre", "did", Presence::required, "did:web of the centre, in its accreditation", text(&C::did), kText},
      {"centre", "data", Presence::required, "data folder: journal, keys, certificates", path(&C::data), "expected the path of a folder"},
      {"listen", "address", Presence::optional, "address to listen on (127.0.0.1)", text(&C::address), kText},
      {"listen", "port", Presence::optional, "port of seats and consoles (4433)", port(&C::port), kPort},
      {"listen", "enrolment_port", Presence::optional, "port of enrolment, open only while a code is (4434)", port(&C::enrolmentPort), kPort},
      {"bank", "calibration", Presence::required, "bank.cal", path(&C::calibration), kFile},
      {"bank", "items", Presence::required, "bank.items", path(&C::items), kFile},
      {"bank", "content_key", Presence::required, "key that opens bank.items", path(&C::contentKey), kFile},
      {"bank", "authority", Presence::required, "public key of the bank's authors, PEM", path(&C::bankAuthority), kFile},
      {"test", "definition", Presence::required, "test definition, JSON", path(&C::testDefinition), kFile},
      {"pictures", "every_ms", Presence::optional, "milliseconds between two pictures of a calm candidate (30000); up to 1500 always at that pace", count(&C::pictureEveryMs, 200), "expected a number from 200 to 100000000"},
      {"pictures", "free_mb", Presence::optional, "with less free space on the disk pictures are refused, answers go on (2048)", count(&C::picturesFreeMb, 0), "expected a number from 0 to 100000000"},
      {"registry", "ticket_key", Presence::required, "key that signs tickets: its certificate, or the bare public key, PEM", path(&C::ticketKey), kFile},
      {"registry", "host", Presence::optional, "name or address of the registry; without it nothing is sent", text(&C::registryHost), kText},
      {"registry", "port", Presence::optional, "port of the registry (443)", port(&C::registryPort), kPort},
      {"registry", "authority", Presence::optional, "authority of the registry's TLS certificate, PEM", path(&C::registryAuthority), kFile},
      {"registry", "certificate", Presence::optional, "this centre's TLS certificate for the registry, PEM", path(&C::registryCertificate), kFile},
      {"registry", "log_key", Presence::optional, "log.vkey of the registry's log", path(&C::logKey), kFile},
      {"issuing", "chain", Presence::required, "accreditation of the issuing key, PEM; may come later", path(&C::issuingChain), kFile},
      {"issuing", "status_chain", Presence::optional, "certificate of the registry's status key, PEM", path(&C::statusChain), kFile},
      {"issuing", "status_list", Presence::required, "URL of the centre's status list", text(&C::statusList), kText},
  };
  return all;
}

bool isKnown(const std::string& section, const std::string& name) {
  for (const Key& key : keys()) {
    if (key.section == section && key.name == name) return true;
  }
  return false;
}

std::string unknownKeys(const toml::table& root, const std::string& file) {
  std::string faults;
  for (const auto& [section, node] : root) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      faults += file + ": " + std::string(section.str()) + ": expected only sections such as [centre]\n";
      continue;
    }
    for (const auto& [name, value] : *table) {
      if (isKnown(std::string(section.str()), std::string(name.str()))) continue;
      faults += file + ": [" + std::string(section.str()) + "] " + std::string(name.str()) + ", line " +
                std::to_string(value.source().begin.line) + ": this key is not known; see --help for all keys\n";
    }
  }
  return faults;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return base::fail("config-wrong", "there is no configuration file " + file.string());
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return base::fail("config-wrong", file.string() + ", line " + std::to_string(error.source().begin.line) + ": " +
                                          std::string(error.description()));
  }
  Configuration out;
  std::string faults = unknownKeys(root, file.string());
  for (const Key& key : keys()) {
    const toml::node* node = root.at_path(std::string(key.section) + "." + key.name).node();
    const std::string place = file.string() + ": [" + key.section + "] " + key.name;
    if (node == nullptr) {
      if (key.presence == Presence::required) faults += place + ": missing; it is the " + key.meaning + "\n";
    } else if (!key.read(out, *node, file.parent_path())) {
      faults += place + ", line " + std::to_string(node->source().begin.line) + ": " + key.expected + "\n";
    }
  }
  const bool registryNamed = !out.registryAuthority.empty() && !out.registryCertificate.empty() && !out.logKey.empty();
  if (!out.registryHost.empty() && !registryNamed) {
    faults += file.string() + ": [registry] host: needs authority, certificate and log_key beside it\n";
  }
  if (faults.empty()) return out;
  faults.pop_back();
  return base::fail("config-wrong", faults);
}

std::string configurationHelp() {
  std::string help = "Configuration (TOML):\n";
  const char* section = "";
  for (const Key& key : keys()) {
    if (std::string_view(section) != key.section) help += std::string("  [") + key.section + "]\n";
    section = key.section;
    help += "    " + std::string(key.name) + std::string(16 - std::min<std::size_t>(15, std::string_view(key.name).size()), ' ') + key.meaning + "\n";
  }
  return help;
}

}  // namespace vigie::centre
