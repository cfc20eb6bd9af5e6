#include "common/content/impl/Expression.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "common/content/impl/ExpressionFunctions.hpp"

namespace vigie::content::impl {
namespace {

constexpr std::size_t kLongestExpression = 500;
constexpr std::size_t kLongestText = 1000;
constexpr int kDeepest = 32;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isText(const Json& value) {
  return value.is_string();
}

// Reads and computes in one pass. The first fault is kept; after it every value is null. What a condition leaves out
// is read but not computed (`live_`), so that it may divide by zero.
class Evaluation {
 public:
  Evaluation(std::string_view source, const Lookup& lookup, std::string_view language)
      : source_(source), lookup_(lookup), language_(language) {}

  base::Result<Json> run() {
    if (source_.size() > kLongestExpression)
      return base::fail("expression-wrong", "an expression has at most 500 bytes");
    Json value = conditional();
    skipSpace();
    if (!fault_ && at_ < source_.size()) wrong("what follows is not understood");
    if (fault_) return base::fail("expression-wrong", "\"" + std::string(source_) + "\": " + *fault_);
    return value;
  }

 private:
  Json conditional() {
    if (++depth_ > kDeepest) return wrong("nested too deep");
    Json value = either();
    if (takeSymbol("?")) {
      const bool outer = live_;
      const bool holds = truth(value);
      live_ = outer && holds;
      Json yes = conditional();
      if (!takeSymbol(":")) return wrong("\":\" was expected");
      live_ = outer && !holds;
      Json no = conditional();
      live_ = outer;
      value = holds ? std::move(yes) : std::move(no);
    }
    --depth_;
    return value;
  }

  Json either() {
    Json value = both();
    while (takeWord("or")) {
      const bool left = truth(value);
      const bool right = truth(both());
      value = left || right;
    }
    return value;
  }

  Json both() {
    Json value = negation();
    while (takeWord("and")) {
      const bool left = truth(value);
      const bool right = truth(negation());
      value = left && right;
    }
    return value;
  }

  Json negation() {
    if (takeWord("not")) return !truth(comparison());
    return comparison();
  }

  Json comparison() {
    Json left = sum();
    for (const std::string_view symbol : {"<=", ">=", "!=", "=", "<", ">"}) {
      if (!takeSymbol(symbol)) continue;
      return compare(inPlace(std::move(left)), symbol, inPlace(sum()));
    }
    return left;
  }

  Json compare(const Json& left, std::string_view symbol, const Json& right) {
    if (!live_) return false;
    if (left.type_name() != std::string_view(right.type_name()))
      return wrong("two values of different types are compared");
    if (symbol == "=") return left == right;
    if (symbol == "!=") return left != right;
    const double difference = number(left) - number(right);
    if (symbol == "<") return difference < 0;
    if (symbol == "<=") return difference <= 0;
    return symbol == ">" ? difference > 0 : difference >= 0;
  }

  Json sum() {
    Json value = product();
    for (;;) {
      if (takeSymbol("+")) {
        value = add(inPlace(std::move(value)), inPlace(product()));
      } else if (takeSymbol("-")) {
        value = number(value) - number(product());
      } else {
        return value;
      }
    }
  }

  Json add(const Json& left, const Json& right) {
    if (!live_) return Json();
    if (!isText(left) && !isText(right)) return number(left) + number(right);
    const auto first = display(left, language_);
    const auto second = display(right, language_);
    if (!first || !second) return wrong("this cannot be joined to a text");
    if (first->size() + second->size() > kLongestText) return wrong("a text of more than 1,000 bytes");
    return *first + *second;
  }

  Json product() {
    Json value = sign();
    for (;;) {
      if (takeSymbol("*")) {
        value = number(value) * number(sign());
      } else if (takeSymbol("/")) {
        const double top = number(value);
        const double bottom = number(sign());
        value = quotient(bottom, top / bottom);
      } else if (takeSymbol("%")) {
        const double top = number(value);
        const double bottom = number(sign());
        value = quotient(bottom, top - bottom * std::floor(top / bottom));
      } else {
        return value;
      }
    }
  }

  Json quotient(double bottom, double value) {
    if (!live_) return Json();
    return bottom == 0 ? wrong("a division by zero") : Json(value);
  }

  Json sign() {
    if (takeSymbol("-")) return -number(sign());
    return member();
  }

  Json member() {
    Json value = primary();
    while (at_ + 1 < source_.size() && source_[at_] == '.' && isLetter(source_[at_ + 1])) {
      ++at_;
      const std::string name(takeName());
      if (!live_) continue;
      if (!value.is_object() || !value.contains(name)) return wrong("there is no member \"" + name + "\"");
      value = Json(value.at(name));
    }
    return value;
  }

  Json primary() {
    skipSpace();
    if (at_ == source_.size()) return wrong("a value was expected at the end");
    if (isDigit(source_[at_])) return literalNumber();
    if (source_[at_] == '\'') return literalText();
    if (takeSymbol("(")) {
      Json value = conditional();
      if (!takeSymbol(")")) return wrong("\")\" was expected");
      return value;
    }
    if (!isLetter(source_[at_])) return wrong("a value was expected at \"" + std::string(source_.substr(at_)) + "\"");
    const std::string name(takeName());
    if (takeSymbol("(")) return call(name);
    if (!live_) return Json();
    auto value = lookup_(name);
    if (!value) return wrong(value.error().detail);
    return std::move(*value);
  }

  Json call(const std::string& name) {
    std::vector<Json> arguments;
    if (!takeSymbol(")")) {
      do {
        arguments.push_back(inPlace(conditional()));
      } while (takeSymbol(","));
      if (!takeSymbol(")")) return wrong("\")\" was expected after the arguments of " + name);
    }
    if (!live_ || fault_) return Json();
    auto value = callFunction(name, arguments, language_);
    if (!value) return wrong(value.error().detail);
    return std::move(*value);
  }

  Json literalNumber() {
    double value = 0;
    const char* const from = source_.data() + at_;
    const auto read = std::from_chars(from, source_.data() + source_.size(), value, std::chars_format::fixed);
    at_ += static_cast<std::size_t>(read.ptr - from);
    return value;
  }

  Json literalText() {
    const std::size_t end = source_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return wrong("a text without its closing quote");
    Json text = source_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return text;
  }

  // A text in several languages becomes the one of this place.
  Json inPlace(Json value) {
    if (!live_ || !value.is_object() || !value.contains("fr") || !value.contains("en")) return value;
    if (language_.empty()) return wrong("a text in several languages stands where it must be the same in all");
    return Json(value.at(std::string(language_)));
  }

  double number(const Json& value) {
    if (!live_ || fault_) return 0;
    if (value.is_number()) return value.get<double>();
    wrong("a number was expected");
    return 0;
  }

  bool truth(const Json& value) {
    if (!live_ || fault_) return false;
    if (!value.is_boolean()) wrong("a condition was expected");
    return value.is_boolean() && value.get<bool>();
  }

  void skipSpace() {
    while (at_ < source_.size() && source_[at_] == ' ') ++at_;
  }

  bool takeSymbol(std::string_view symbol) {
    skipSpace();
    if (!source_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }

  bool takeWord(std::string_view word) {
    skipSpace();
    const std::size_t end = at_ + word.size();
    if (!source_.substr(at_).starts_with(word) || (end < source_.size() && isLetter(source_[end]))) return false;
    at_ = end;
    return true;
  }

  std::string_view takeName() {
    const std::size_t from = at_;
    while (at_ < source_.size() && (isLetter(source_[at_]) || isDigit(source_[at_]))) ++at_;
    return source_.substr(from, at_ - from);
  }

  Json wrong(std::string what) {
    if (!fault_) fault_ = std::move(what);
    at_ = source_.size();
    return Json();
  }

  std::string_view source_;
  const Lookup& lookup_;
  std::string_view language_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool live_ = true;
  std::optional<std::string> fault_;
};

}  // namespace

base::Result<Json> evaluate(std::string_view expression, const Lookup& lookup, std::string_view language) {
  return Evaluation(expression, lookup, language).run();
}

base::Result<std::string> display(const Json& value, std::string_view language) {
  if (value.is_number()) return readableNumber(value.get<double>(), language);
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && !language.empty() && value.contains(std::string(language))) {
    return display(value.at(std::string(language)), language);
  }
  return base::fail("expression-wrong", "a number or a text was expected, found " + value.dump());
}

}  // namespace vigie::content::impl
