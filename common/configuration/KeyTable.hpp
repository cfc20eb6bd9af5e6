// A program's configuration file (TOML), read by one table that names every key. What the table does not name is
// refused; all faults are told at once, each with its place:
//   centre.toml: [listen] port, line 3: expected a number from 0 to 65535
// Paths in a file start from its folder. Thread: any, nothing is kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::configuration {

// One value of the file. A type that no key has (a date, a table, true) is none of these.
class Value {
 public:
  using Content = std::variant<std::monostate, std::string, std::int64_t, std::vector<Value>>;

  explicit Value(Content content = {}) : content_(std::move(content)) {}
  const std::string* text() const { return std::get_if<std::string>(&content_); }
  const std::int64_t* number() const { return std::get_if<std::int64_t>(&content_); }
  const std::vector<Value>* list() const { return std::get_if<std::vector<Value>>(&content_); }

 private:
  Content content_;
};

enum class Presence { required, optional };

// Takes a value over into the program's own structure; false: it is not what was expected.
template <class Target>
using Reader = std::function<bool(Target&, const Value&, const std::filesystem::path& folder)>;

template <class Target>
struct Key {
  std::string section;  // empty: the key stands before all sections
  std::string name;
  Presence presence;
  std::string meaning;   // for --help
  std::string expected;  // "expected a number from 1 to 65535"
  Reader<Target> read;
};

// What the file's reader needs of a key.
struct Slot {
  std::string section;
  std::string name;
  Presence presence;
  std::string expected;
  std::function<bool(const Value&)> take;
};

// Errors: "config-wrong", a line for each fault.
base::Result<void> readFile(const std::filesystem::path& file, const std::vector<Slot>& slots);

template <class Target>
base::Result<Target> read(const std::filesystem::path& file, const std::vector<Key<Target>>& keys) {
  Target out;
  std::vector<Slot> slots;
  for (const Key<Target>& key : keys) {
    slots.push_back(
        {key.section, key.name, key.presence, key.expected,
         [&out, &key, folder = file.parent_path()](const Value& value) { return key.read(out, value, folder); }});
  }
  if (auto done = readFile(file, slots); !done) return base::fail(done.error());
  return out;
}

// The keys' part of --help: every section, every key with its meaning.
struct Line {
  std::string section;
  std::string name;
  std::string meaning;
};
std::string helpOf(const std::vector<Line>& lines);

template <class Target>
std::string help(const std::vector<Key<Target>>& keys) {
  std::vector<Line> lines;
  for (const Key<Target>& key : keys) lines.push_back({key.section, key.name, key.meaning});
  return helpOf(lines);
}

// ---- readers that several programs use ----

inline constexpr std::size_t kLongestText = 200;

template <class Target, class Check>
Reader<Target> text(std::string Target::* member, Check isRight) {
  return [member, isRight](Target& out, const Value& value, const std::filesystem::path&) {
    if (value.text() == nullptr || !isRight(*value.text())) return false;
    out.*member = *value.text();
    return true;
  };
}

template <class Target>
Reader<Target> text(std::string Target::* member) {
  return text(member, [](const std::string& one) { return !one.empty() && one.size() <= kLongestText; });
}

template <class Target>
Reader<Target> path(std::filesystem::path Target::* member) {
  return [member](Target& out, const Value& value, const std::filesystem::path& folder) {
    if (value.text() == nullptr || value.text()->empty()) return false;
    out.*member = (folder / *value.text()).lexically_normal();
    return true;
  };
}

template <class Target, class Number>
Reader<Target> number(Number Target::* member, std::int64_t least, std::int64_t most) {
  return [=](Target& out, const Value& value, const std::filesystem::path&) {
    if (value.number() == nullptr || *value.number() < least || *value.number() > most) return false;
    out.*member = static_cast<Number>(*value.number());
    return true;
  };
}

// Every value of a list, each as `isRight` wants it.
template <class Target, class T, class Check>
Reader<Target> listOf(std::vector<T> Target::* member, Check isRight) {
  return [member, isRight](Target& out, const Value& value, const std::filesystem::path&) {
    if (value.list() == nullptr) return false;
    std::vector<T> all;
    for (const Value& one : *value.list()) {
      const T* found = nullptr;
      if constexpr (std::is_same_v<T, std::string>)
        found = one.text();
      else
        found = one.number();
      if (found == nullptr || !isRight(*found)) return false;
      all.push_back(*found);
    }
    out.*member = std::move(all);
    return true;
  };
}

}  // namespace vigie::configuration
