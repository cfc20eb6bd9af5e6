#include "common/configuration/KeyTable.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace vigie::configuration {
namespace {

constexpr std::size_t kNameColumn = 16;

Value valueOf(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return Value(*text);
  if (const auto number = node.value_exact<std::int64_t>()) return Value(*number);
  if (const toml::array* list = node.as_array()) {
    std::vector<Value> values;
    for (const toml::node& one : *list) values.push_back(valueOf(one));
    return Value(std::move(values));
  }
  return Value();
}

class Reading {
 public:
  Reading(std::string file, const std::vector<Slot>& slots) : file_(std::move(file)), slots_(slots) {}

  void table(const std::string& section, const toml::table& table) {
    for (const auto& [name, node] : table) {
      const toml::table* inner = node.as_table();
      if (section.empty() && inner != nullptr)
        inSection(std::string(name.str()), *inner);
      else
        value(section, std::string(name.str()), node);
    }
  }

  std::string faults() {
    for (const Slot& slot : slots_) {
      const bool isMissing = slot.presence == Presence::required && std::ranges::find(met_, &slot) == met_.end();
      if (isMissing) faults_ += named(slot.section, slot.name) + ": missing; " + slot.expected + "\n";
    }
    if (!faults_.empty()) faults_.pop_back();
    return faults_;
  }

 private:
  std::string named(const std::string& section, const std::string& name) const {
    const std::string place = section.empty() ? "" : "[" + section + "]";
    return file_ + ": " + place + (section.empty() || name.empty() ? "" : " ") + name;
  }

  void inSection(const std::string& section, const toml::table& inner) {
    if (std::ranges::find(slots_, section, &Slot::section) != slots_.end()) return table(section, inner);
    faults_ +=
        named(section, "") + ", line " + lineOf(inner) + ": this section is not known; see --help for all keys\n";
  }

  static std::string lineOf(const toml::node& node) { return std::to_string(node.source().begin.line); }

  void value(const std::string& section, const std::string& name, const toml::node& node) {
    const std::string place = named(section, name) + ", line " + lineOf(node) + ": ";
    const auto slot =
        std::ranges::find_if(slots_, [&](const Slot& one) { return one.section == section && one.name == name; });
    if (slot == slots_.end()) {
      faults_ += place + "this key is not known; see --help for all keys\n";
      return;
    }
    met_.push_back(&*slot);
    if (!slot->take(valueOf(node))) faults_ += place + slot->expected + "\n";
  }

  const std::string file_;
  const std::vector<Slot>& slots_;
  std::vector<const Slot*> met_;
  std::string faults_;
};

}  // namespace

base::Result<void> readFile(const std::filesystem::path& file, const std::vector<Slot>& slots) {
  std::error_code error;
  if (!std::filesystem::exists(file, error) || std::filesystem::is_directory(file, error)) {
    return base::fail("config-wrong", "there is no configuration file " + file.string());
  }
  Reading reading(file.string(), slots);
  try {
    reading.table("", toml::parse_file(file.string()));
  } catch (const toml::parse_error& wrong) {
    return base::fail("config-wrong", file.string() + ", line " + std::to_string(wrong.source().begin.line) + ": " +
                                          std::string(wrong.description()));
  }
  if (const std::string faults = reading.faults(); !faults.empty()) return base::fail("config-wrong", faults);
  return {};
}

std::string helpOf(const std::vector<Line>& lines) {
  std::size_t column = kNameColumn;
  for (const Line& line : lines) column = std::max(column, line.name.size() + 1);
  std::string help = "Configuration (TOML):\n";
  std::string section;
  for (const Line& line : lines) {
    if (section != line.section) help += "  [" + line.section + "]\n";
    section = line.section;
    help += "    " + line.name + std::string(column - line.name.size(), ' ') + line.meaning + "\n";
  }
  return help;
}

}  // namespace vigie::configuration
