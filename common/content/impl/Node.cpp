#include "common/content/impl/Node.hpp"

#include <algorithm>
#include <cmath>

#include "common/jcs/Jcs.hpp"

namespace vigie::content::impl {
namespace {

const Json kNothing;

std::size_t charactersOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool contains(std::initializer_list<std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

}  // namespace

void Problems::add(std::string_view place, std::string_view what, Weight weight) {
  if (weight < least_) return;
  ++count_;
  if (place.ends_with(' ')) place.remove_suffix(1);
  if (lines_.size() < kMostShown) lines_.push_back(std::string(place) + ": " + std::string(what));
}

void Problems::add(const Problems& others) {
  count_ += others.count_;
  for (const std::string& line : others.lines_) {
    if (lines_.size() < kMostShown) lines_.push_back(line);
  }
}

base::Error Problems::asError(std::string code) const {
  std::string detail;
  for (const std::string& line : lines_) detail += detail.empty() ? line : "\n" + line;
  if (count_ > lines_.size()) detail += "\nand " + std::to_string(count_ - lines_.size()) + " more";
  return base::Error{std::move(code), std::move(detail)};
}

const Json& Node::json() const {
  return value_ == nullptr ? kNothing : *value_;
}

bool Node::expect(bool holds, std::string_view what) const {
  if (!holds) wrong("expected " + std::string(what));
  return holds;
}

bool Node::object(std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional,
                  OtherMembers others) const {
  if (!isThere() || !expect(value_->is_object(), "an object")) return false;
  for (const std::string_view name : required) {
    if (!has(name)) wrong("\"" + std::string(name) + "\" is missing");
  }
  if (others == OtherMembers::allowed) return true;
  for (const auto& [name, ignored] : value_->items()) {
    if (!contains(required, name) && !contains(optional, name)) wrong("unknown field \"" + name + "\"");
  }
  return true;
}

bool Node::has(std::string_view name) const {
  return isThere() && value_->is_object() && value_->contains(std::string(name));
}

Node Node::operator[](std::string_view name) const {
  const std::string key(name);
  const Json* member = has(name) ? &value_->at(key) : nullptr;
  return Node(member, place_ + (place_.ends_with(' ') ? "" : ".") + key, *problems_);
}

std::vector<std::pair<std::string, Node>> Node::members(std::size_t atLeast) const {
  std::vector<std::pair<std::string, Node>> found;
  if (!isThere() || !expect(value_->is_object(), "an object")) return found;
  for (const auto& [name, ignored] : value_->items()) found.emplace_back(name, (*this)[name]);
  if (found.size() < atLeast) wrong("expected at least " + std::to_string(atLeast) + " members");
  return found;
}

std::vector<Node> Node::elements(std::size_t atLeast) const {
  std::vector<Node> found;
  if (!isThere() || !expect(value_->is_array(), "a list")) return found;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    found.emplace_back(&(*value_)[i], place_ + "[" + std::to_string(i) + "]", *problems_);
  }
  if (found.size() < atLeast) wrong("expected at least " + std::to_string(atLeast) + " elements");
  return found;
}

std::string Node::text(std::size_t minCharacters) const {
  if (!isThere() || !expect(value_->is_string(), "a text")) return {};
  auto text = value_->get<std::string>();
  if (charactersOf(text) < minCharacters) {
    wrong("expected a text of at least " + std::to_string(minCharacters) + " characters");
  }
  return text;
}

std::vector<std::string> Node::texts(std::size_t atLeast) const {
  std::vector<std::string> found;
  for (const Node& element : elements(atLeast)) found.push_back(element.text());
  return found;
}

std::string Node::oneOf(std::initializer_list<std::string_view> words) const {
  if (!isThere()) return {};
  auto word = text();
  if (value_->is_string()) expect(contains(words, word), "one of " + joined(words) + ", found \"" + word + "\"");
  return word;
}

double Node::number(double least, double most) const {
  if (!isThere() || !expect(value_->is_number(), "a number")) return least;
  const auto number = value_->get<double>();
  expect(least <= number && number <= most, "a number from " + jcs::numberText(least) + " to " + jcs::numberText(most) +
                                                ", found " + jcs::numberText(number));
  return number;
}

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
  if (!isThere() || !expect(value_->is_number(), "a whole number")) return least;
  const auto number = value_->get<double>();  // JSON Schema: 3.0 is an integer
  const bool holds =
      number == std::floor(number) && static_cast<double>(least) <= number && number <= static_cast<double>(most);
  expect(holds, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
                    jcs::numberText(number));
  return holds ? static_cast<std::int64_t>(number) : least;
}

bool Node::boolean() const {
  if (!isThere() || !expect(value_->is_boolean(), "true or false")) return false;
  return value_->get<bool>();
}

}  // namespace vigie::content::impl
