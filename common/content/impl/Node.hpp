// A JSON value that knows its place, read strictly: each wrong or missing thing is noted once, and reading goes on
// with a harmless default, so that an author sees all faults of a file at once.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/impl/Json.hpp"

namespace vigie::content::impl {

// wrong: the format forbids it. unfit: the format allows it, a bank for a test does not.
enum class Weight { unfit, wrong };

// What is wrong with a file. Only the first 20 are kept; the others are counted.
class Problems {
 public:
  static constexpr std::size_t kMostShown = 20;

  explicit Problems(Weight least = Weight::unfit) : least_(least) {}  // what weighs less is not noted

  void add(std::string_view place, std::string_view what, Weight weight = Weight::wrong);
  void add(const Problems& others);
  bool none() const { return count_ == 0; }
  Weight least() const { return least_; }
  base::Error asError(std::string code) const;  // one line per problem

 private:
  Weight least_;
  std::vector<std::string> lines_;
  std::size_t count_ = 0;
};

enum class OtherMembers { refused, allowed };

// `place` is what messages begin with; ending in a space ("item smp-1.1-01 ") it stands before its members' names.
class Node {
 public:
  Node(const Json* value, std::string place, Problems& problems)
      : value_(value), place_(std::move(place)), problems_(&problems) {}

  bool isThere() const { return value_ != nullptr; }
  bool isNull() const { return value_ != nullptr && value_->is_null(); }
  bool isText() const { return value_ != nullptr && value_->is_string(); }
  bool isArray() const { return value_ != nullptr && value_->is_array(); }
  bool isObject() const { return value_ != nullptr && value_->is_object(); }
  const Json& json() const;  // null when not there
  const std::string& place() const { return place_; }
  void wrong(std::string_view what) const { problems_->add(place_, what); }
  void wrong(const Problems& others) const { problems_->add(others); }
  void unfit(std::string_view what) const { problems_->add(place_, what, Weight::unfit); }
  Weight leastNoted() const { return problems_->least(); }
  // The same place and problems over another value.
  Node over(const Json& value) const { return Node(&value, place_, *problems_); }

  // An object: whether it is one, and its members. Names in neither list are refused unless others are allowed.
  bool object(std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional,
              OtherMembers others = OtherMembers::refused) const;
  bool has(std::string_view name) const;
  Node operator[](std::string_view name) const;  // not there: reading it yields defaults, silently
  std::vector<std::pair<std::string, Node>> members(std::size_t atLeast = 0) const;
  std::vector<Node> elements(std::size_t atLeast = 0) const;

  std::string text(std::size_t minCharacters = 0) const;
  std::vector<std::string> texts(std::size_t atLeast = 0) const;
  std::string oneOf(std::initializer_list<std::string_view> words) const;
  double number(double least, double most) const;
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  bool boolean() const;

 private:
  bool expect(bool holds, std::string_view what) const;

  const Json* value_;
  std::string place_;
  Problems* problems_;
};

}  // namespace vigie::content::impl
