#include "candidate-client/ui/activity/spreadsheet/FormulaFunctions.hpp"

#include <QHash>
#include <algorithm>
#include <cmath>

namespace vigie::activity {

const SheetError* errorIn(const CellValue& value) {
  return std::get_if<SheetError>(&value);
}

CellValue numberOf(const CellValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return 0.0;
  if (const bool* yes = std::get_if<bool>(&value)) return *yes ? 1.0 : 0.0;
  if (const QString* text = std::get_if<QString>(&value)) {
    const CellValue read = readTyped(*text);
    if (std::holds_alternative<double>(read)) return read;
    return SheetError::value;
  }
  return value;
}

int compare(const CellValue& one, const CellValue& other) {
  const QString* left = std::get_if<QString>(&one);
  const QString* right = std::get_if<QString>(&other);
  if (left != nullptr || right != nullptr) {
    if (left != nullptr && right != nullptr) return QString::compare(*left, *right, Qt::CaseInsensitive);
    const QString& text = left != nullptr ? *left : *right;
    const CellValue& value = left != nullptr ? other : one;
    if (std::holds_alternative<std::monostate>(value) && text.isEmpty()) return 0;
    return left != nullptr ? 1 : -1;
  }
  const CellValue a = numberOf(one);
  const CellValue b = numberOf(other);
  const double difference = std::get<double>(a) - std::get<double>(b);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

namespace {

using Arguments = std::vector<Argument>;
using Function = CellValue (*)(const Arguments&);

struct Numbers {
  std::vector<double> all;
  std::vector<SheetError> errors;  // the first one counts
};

// As spreadsheets do: in a range only numbers count; what was typed into the brackets must be a number.
Numbers numbersOf(const Arguments& arguments) {
  Numbers out;
  for (const Argument& argument : arguments) {
    for (const CellValue& value : argument.values) {
      if (const SheetError* error = errorIn(value)) {
        out.errors.push_back(*error);
      } else if (const double* number = std::get_if<double>(&value)) {
        out.all.push_back(*number);
      } else if (!argument.isRange) {
        const CellValue read = numberOf(value);
        if (const SheetError* unread = errorIn(read)) {
          out.errors.push_back(*unread);
        } else {
          out.all.push_back(std::get<double>(read));
        }
      }
    }
  }
  return out;
}

template <class Take>
CellValue overNumbers(const Arguments& arguments, Take take) {
  if (arguments.empty()) return SheetError::syntax;
  const Numbers numbers = numbersOf(arguments);
  if (!numbers.errors.empty()) return numbers.errors.front();
  return take(numbers.all);
}

double sum(const std::vector<double>& all) {
  double total = 0;
  for (const double each : all) total += each;
  return total;
}

CellValue sumOf(const Arguments& arguments) {
  return overNumbers(arguments, [](const auto& all) -> CellValue { return sum(all); });
}

CellValue averageOf(const Arguments& arguments) {
  return overNumbers(arguments, [](const auto& all) -> CellValue {
    if (all.empty()) return SheetError::divide;
    return sum(all) / static_cast<double>(all.size());
  });
}

CellValue leastOf(const Arguments& arguments) {
  return overNumbers(arguments, [](const auto& all) -> CellValue {
    return all.empty() ? 0.0 : *std::min_element(all.begin(), all.end());
  });
}

CellValue mostOf(const Arguments& arguments) {
  return overNumbers(arguments, [](const auto& all) -> CellValue {
    return all.empty() ? 0.0 : *std::max_element(all.begin(), all.end());
  });
}

CellValue countOf(const Arguments& arguments) {
  return static_cast<double>(numbersOf(arguments).all.size());
}

CellValue countAllOf(const Arguments& arguments) {
  double count = 0;
  for (const Argument& argument : arguments) {
    for (const CellValue& value : argument.values) {
      if (!std::holds_alternative<std::monostate>(value)) ++count;
    }
  }
  return count;
}

CellValue truthOf(const Argument& argument) {
  if (argument.isRange || argument.values.empty()) return SheetError::value;
  const CellValue& value = argument.values.front();
  if (std::holds_alternative<bool>(value) || errorIn(value) != nullptr) return value;
  if (std::holds_alternative<QString>(value)) return SheetError::value;
  return std::get<double>(numberOf(value)) != 0;
}

CellValue choose(const Arguments& arguments) {
  if (arguments.size() < 2 || arguments.size() > 3) return SheetError::syntax;
  const CellValue truth = truthOf(arguments[0]);
  if (errorIn(truth) != nullptr) return truth;
  if (!std::get<bool>(truth) && arguments.size() == 2) return false;
  const Argument& chosen = arguments[std::get<bool>(truth) ? 1 : 2];
  return chosen.isRange || chosen.values.empty() ? CellValue(SheetError::value) : chosen.values.front();
}

enum class Joined { all, any };

CellValue join(const Arguments& arguments, Joined how) {
  if (arguments.empty()) return SheetError::syntax;
  bool holds = how == Joined::all;
  for (const Argument& argument : arguments) {
    const CellValue truth = truthOf(argument);
    if (errorIn(truth) != nullptr) return truth;
    holds = how == Joined::all ? holds && std::get<bool>(truth) : holds || std::get<bool>(truth);
  }
  return holds;
}

CellValue allOf(const Arguments& arguments) {
  return join(arguments, Joined::all);
}
CellValue anyOf(const Arguments& arguments) {
  return join(arguments, Joined::any);
}

CellValue notOf(const Arguments& arguments) {
  if (arguments.size() != 1) return SheetError::syntax;
  const CellValue truth = truthOf(arguments[0]);
  return errorIn(truth) != nullptr ? truth : CellValue(!std::get<bool>(truth));
}

CellValue roundOf(const Arguments& arguments) {
  if (arguments.empty() || arguments.size() > 2) return SheetError::syntax;
  const Numbers numbers = numbersOf(arguments);
  if (!numbers.errors.empty()) return numbers.errors.front();
  if (numbers.all.size() != arguments.size()) return SheetError::value;
  const double places = arguments.size() == 2 ? numbers.all[1] : 0;
  if (std::abs(places) > 12) return SheetError::value;
  const double scale = std::pow(10.0, std::trunc(places));
  return std::round(numbers.all[0] * scale) / scale;
}

CellValue absoluteOf(const Arguments& arguments) {
  if (arguments.size() != 1) return SheetError::syntax;
  return overNumbers(arguments, [](const auto& all) -> CellValue {
    return all.empty() ? CellValue(SheetError::value) : CellValue(std::abs(all.front()));
  });
}

// ">100", "<>0", "mars".
bool meets(const CellValue& value, const CellValue& wanted) {
  if (errorIn(value) != nullptr || errorIn(wanted) != nullptr) return false;
  const QString* text = std::get_if<QString>(&wanted);
  if (text == nullptr) return compare(value, wanted) == 0;
  for (const char* sign : {">=", "<=", "<>", ">", "<", "="}) {
    if (!text->startsWith(QLatin1String(sign))) continue;
    const CellValue limit = readTyped(text->mid(static_cast<qsizetype>(std::char_traits<char>::length(sign))));
    if (limit.index() != value.index()) return QLatin1String(sign) == QLatin1String("<>");
    const int order = compare(value, limit);
    switch (sign[0]) {
      case '>':
        return sign[1] == '=' ? order >= 0 : order > 0;
      case '<':
        return sign[1] == '=' ? order <= 0 : sign[1] == '>' ? order != 0 : order < 0;
      default:
        return order == 0;
    }
  }
  const CellValue plain = readTyped(*text);
  return plain.index() == value.index() && compare(value, plain) == 0;
}

CellValue countIf(const Arguments& arguments) {
  if (arguments.size() != 2 || arguments[1].values.size() != 1) return SheetError::syntax;
  double count = 0;
  for (const CellValue& value : arguments[0].values) count += meets(value, arguments[1].values[0]) ? 1 : 0;
  return count;
}

CellValue sumIf(const Arguments& arguments) {
  if (arguments.size() < 2 || arguments.size() > 3 || arguments[1].values.size() != 1) return SheetError::syntax;
  const std::vector<CellValue>& tested = arguments[0].values;
  const std::vector<CellValue>& summed = arguments.back().values;
  const bool isOther = arguments.size() == 3;
  if (isOther && summed.size() != tested.size()) return SheetError::value;
  double total = 0;
  for (std::size_t i = 0; i < tested.size(); ++i) {
    const CellValue& value = isOther ? summed[i] : tested[i];
    if (!meets(tested[i], arguments[1].values[0])) continue;
    if (errorIn(value) != nullptr) return value;
    if (const double* number = std::get_if<double>(&value)) total += *number;
  }
  return total;
}

}  // namespace

CellValue callFunction(const QString& name, const std::vector<Argument>& arguments) {
  static const QHash<QString, Function> kFunctions = {
      {"SUM", sumOf},      {"SOMME", sumOf},     {"AVERAGE", averageOf}, {"MOYENNE", averageOf}, {"MIN", leastOf},
      {"MAX", mostOf},     {"COUNT", countOf},   {"NB", countOf},        {"COUNTA", countAllOf}, {"NBVAL", countAllOf},
      {"IF", choose},      {"SI", choose},       {"AND", allOf},         {"ET", allOf},          {"OR", anyOf},
      {"OU", anyOf},       {"NOT", notOf},       {"NON", notOf},         {"ROUND", roundOf},     {"ARRONDI", roundOf},
      {"ABS", absoluteOf}, {"COUNTIF", countIf}, {"NB.SI", countIf},     {"SUMIF", sumIf},       {"SOMME.SI", sumIf}};
  const Function function = kFunctions.value(name, nullptr);
  return function == nullptr ? CellValue(SheetError::name) : function(arguments);
}

}  // namespace vigie::activity
