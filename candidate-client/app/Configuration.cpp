#include "candidate-client/app/Configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/vision/Accommodations.hpp"

namespace vigie::candidate {
namespace {

struct Key {
  const char* section;
  const char* name;
  const char* meaning;
  const char* expected;
  std::function<bool(Configuration&, const toml::node&, const std::filesystem::path&)> read;
};

auto text(std::string Configuration::* member, std::vector<std::string> allowed = {}) {
  return [member, allowed](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty() || value->size() > 200) return false;
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) return false;
    out.*member = *value;
    return true;
  };
}

auto path(std::filesystem::path Configuration::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path& folder) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    out.*member = folder / *value;
    return true;
  };
}

auto accommodations(std::vector<std::string> Configuration::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const toml::array* names = node.as_array();
    if (names == nullptr) return false;
    for (const auto& name : *names) {
      const auto text = name.value_exact<std::string>();
      if (!text || !vision::accommodationNamed(*text)) return false;
      (out.*member).push_back(*text);
    }
    return true;
  };
}

auto model(std::filesystem::path vision::ModelFiles::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path& folder) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) return false;
    out.models.*member = folder / *value;
    return true;
  };
}

auto hash(std::string vision::ModelFiles::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->size() != 64 || !base::fromHex(*value)) return false;
    out.models.*member = *value;
    return true;
  };
}

bool biometrics(Configuration& out, const toml::node& node, const std::filesystem::path&) {
  const auto value = node.value_exact<std::string>();
  if (!value || (*value != "off" && *value != "consented")) return false;
  out.models.biometrics = *value == "off" ? vision::Biometrics::off : vision::Biometrics::consented;
  return true;
}

auto port(std::uint16_t Configuration::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 65535) return false;
    out.*member = static_cast<std::uint16_t>(*value);
    return true;
  };
}

auto zoom(std::int64_t Configuration::* member) {
  return [member](Configuration& out, const toml::node& node, const std::filesystem::path&) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < kSmallestZoom || *value > kLargestZoom) return false;
    out.*member = *value;
    return true;
  };
}

const std::vector<Key>& keys() {
  using C = Configuration;
  constexpr const char* kText = "expected a text of 1 to 200 characters";
  constexpr const char* kPort = "expected a number from 1 to 65535";
  using M = vision::ModelFiles;
  constexpr const char* kHash = "expected 64 digits, 0-9 and a-f";
  static const std::vector<Key> all = {
      {"workstation", "machine", "folder of this workstation's key and of what it keeps",
       "expected the path of a folder", path(&C::machine)},
      {"workstation", "camera", "camera: a device number, a file or a folder (none)", kText, text(&C::camera)},
      {"workstation", "language", "first language, fr or en (fr)", "expected \"fr\" or \"en\"",
       text(&C::language, {"fr", "en"})},
      {"workstation", "colours", "light, dark or contrast (light)", "expected \"light\", \"dark\" or \"contrast\"",
       text(&C::colours, {"light", "dark", "contrast"})},
      {"workstation", "zoom", "size of the text in percent, 100 to 300 (100)", "expected a number from 100 to 300",
       zoom(&C::zoom)},
      {"workstation", "accommodations", "agreed for this place: veil, sunglasses, tics, looks-down, helper-present",
       "expected a list of veil, sunglasses, tics, looks-down, helper-present", accommodations(&C::accommodations)},
      {"vision", "yunet", "ONNX file of the face detector YuNet, 2021 or 2022 (none: cascades)",
       "expected the path of a file", model(&M::yunet)},
      {"vision", "yunet_sha256", "its SHA-256", kHash, hash(&M::yunetSha256)},
      {"vision", "sface", "ONNX file of SFace, to compare a face with the one before a break (none)",
       "expected the path of a file", model(&M::sface)},
      {"vision", "sface_sha256", "its SHA-256", kHash, hash(&M::sfaceSha256)},
      {"vision", "biometrics", "off or consented: who sits here agreed to that comparison (off)",
       "expected \"off\" or \"consented\"", biometrics},
      {"centre", "host", "name or address of the centre's server, to enrol", kText, text(&C::host)},
      {"centre", "port", "its port (4433)", kPort, port(&C::port)},
      {"centre", "enrolment_port", "its port of enrolment (4434)", kPort, port(&C::enrolmentPort)},
      {"centre", "trust", "centre.trust, the centre's authority as PEM: a code has 8 characters then",
       "expected the path of a file", path(&C::trust)},
  };
  return all;
}

std::string placeOf(const std::string& file, std::string_view section, std::string_view name, const toml::node& node) {
  return file + ": [" + std::string(section) + "] " + std::string(name) + ", line " +
         std::to_string(node.source().begin.line) + ": ";
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
      const bool known = std::any_of(keys().begin(), keys().end(), [&](const Key& key) {
        return section.str() == key.section && name.str() == key.name;
      });
      if (!known) faults += placeOf(file, section.str(), name.str(), value) + "this key is not known; see --help\n";
    }
  }
  return faults;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    return base::fail("config-wrong", "there is no configuration file " + file.string());
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
    if (node != nullptr && !key.read(out, *node, file.parent_path())) {
      faults += placeOf(file.string(), key.section, key.name, *node) + key.expected + "\n";
    }
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
    const std::string name = key.name;
    help += "    " + name + std::string(16 - std::min<std::size_t>(15, name.size()), ' ') + key.meaning + "\n";
  }
  return help;
}

}  // namespace vigie::candidate
