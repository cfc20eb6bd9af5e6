#include "candidate-client/guard/app/Configuration.hpp"

#include <toml++/toml.h>

#include <functional>

#include "common/base/Bytes.hpp"

namespace vigie::station {
namespace {

struct Key {
  const char* section;
  const char* name;
  const char* meaning;
  const char* expected;
  std::function<bool(Configuration&, const toml::node&)> read;
};

auto absolutePath(std::filesystem::path Configuration::* member) {
  return [member](Configuration& out, const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    if (!value || !value->starts_with('/')) return false;
    out.*member = *value;
    return true;
  };
}

bool readSeat(Configuration& out, const toml::node& node) {
  const auto value = node.value_exact<std::string>();
  const auto raw = value ? base::fromHex(*value) : base::Result<base::Bytes>(base::fail("none", ""));
  if (!raw || raw->size() != 16) return false;
  out.seat = *value;
  return true;
}

auto text(std::string Configuration::* member) {
  return [member](Configuration& out, const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->size() > 400) return false;
    out.*member = *value;
    return true;
  };
}

bool readCgroup(Configuration& out, const toml::node& node) {
  const auto value = node.value_exact<std::string>();
  if (!value || (!value->empty() && (!value->starts_with('/') || value->ends_with('/')))) return false;
  out.cgroup = *value;
  return true;
}

template <class T, class Accept>
auto listOf(std::vector<T> Configuration::* member, Accept accept) {
  return [member, accept](Configuration& out, const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return false;
    for (const toml::node& one : *list) {
      const auto value = one.value_exact<T>();
      if (!value || !accept(*value)) return false;
      (out.*member).push_back(*value);
    }
    return true;
  };
}

const std::vector<Key>& keys() {
  using C = Configuration;
  constexpr const char* kPath = "expected an absolute path";
  constexpr const char* kUsers = "expected a list of user numbers, such as [1000]";
  constexpr const char* kFolders = "expected a list of absolute paths";
  const auto user = [](std::int64_t id) { return id >= 0; };
  const auto folder = [](const std::string& path) { return path.starts_with('/'); };
  static const std::vector<Key> all = {
      {"guard", "folder", "folder of the undo journal and the record (/var/lib/vigie-guard)", kPath,
       absolutePath(&C::folder)},
      {"guard", "socket", "socket for questions (/run/vigie-guard/socket)", kPath, absolutePath(&C::socket)},
      {"guard", "seat", "this workstation's id", "expected 32 digits 0-9 a-f", readSeat},
      {"guard", "order_key", "the public key of whoever orders, PEM (/etc/vigie/order-key.pem)", kPath,
       absolutePath(&C::orderKey)},
      {"guard", "settings_root", "what /proc/sys and /sys are below (/)", kPath, absolutePath(&C::settingsRoot)},
      {"users", "client", "users who may ask for the status, besides root", kUsers, listOf(&C::clientUsers, user)},
      {"users", "code", "users who may type the unlock code, besides root", kUsers, listOf(&C::codeUsers, user)},
      {"processes", "watched", "a folder on each file system whose programs are judged", kFolders,
       listOf(&C::watched, folder)},
      {"processes", "writable", "folders the candidate can write to: nosuid, nodev, and noexec where programs are not judged", kFolders,
       listOf(&C::writable, folder)},
      {"processes", "cgroup", "control group whose programs are reported; empty = every program",
       "expected a path such as /user.slice", readCgroup},
      {"screen", "display", "the candidate's X screen, such as :0; empty = none", "expected a text", text(&C::display)},
      {"screen", "authority", "its file of cookies (.Xauthority)", "expected the path of a file", text(&C::authority)},
  };
  return all;
}

const Key* find(std::string_view section, std::string_view name) {
  for (const Key& key : keys()) {
    if (section == key.section && name == key.name) return &key;
  }
  return nullptr;
}

std::string faultsOf(const toml::table& section, std::string_view sectionName, const std::string& file,
                     Configuration& out) {
  std::string faults;
  for (const auto& [name, node] : section) {
    const std::string place = file + ": [" + std::string(sectionName) + "] " + std::string(name.str()) + ", line " +
                              std::to_string(node.source().begin.line) + ": ";
    const Key* key = find(sectionName, name.str());
    if (key == nullptr) {
      faults += place + "there is no such key (see --help)\n";
    } else if (!key->read(out, node)) {
      faults += place + key->expected + "\n";
    }
  }
  return faults;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) try {
  const toml::table root = toml::parse_file(file.string());
  Configuration out;
  std::string faults;
  for (const auto& [section, node] : root) {
    const toml::table* table = node.as_table();
    faults += table != nullptr
                  ? faultsOf(*table, section.str(), file.string(), out)
                  : file.string() + ": " + std::string(section.str()) + ": expected only sections such as [guard]\n";
  }
  if (out.seat.empty()) faults += file.string() + ": [guard] seat is missing: 32 digits 0-9 a-f\n";
  if (!faults.empty()) return base::fail("configuration-wrong", faults);
  return out;
} catch (const toml::parse_error& error) {
  return base::fail("configuration-unreadable", file.string() + ", line " + std::to_string(error.source().begin.line) +
                                                    ": " + std::string(error.description()));
}

std::string configurationHelp() {
  std::string out = "Configuration (TOML):\n";
  std::string section;
  for (const Key& key : keys()) {
    if (section != key.section) out += "  [" + (section = key.section) + "]\n";
    out += "    " + std::string(key.name) + ": " + key.meaning + "\n";
  }
  return out;
}

}  // namespace vigie::station
