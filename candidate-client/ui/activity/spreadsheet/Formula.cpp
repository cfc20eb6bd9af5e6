#include "candidate-client/ui/activity/spreadsheet/Formula.hpp"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

#include "candidate-client/ui/activity/spreadsheet/FormulaFunctions.hpp"

namespace vigie::activity {
namespace {

constexpr int kDeepest = 32;
constexpr int kMostCells = 500;

// Recursive descent over the text itself; errors are values and go up as they are.
class Reader {
 public:
  Reader(const QString& text, const std::function<CellValue(CellPlace)>& cell)
      : text_(text), cell_(cell), hasSemicolon_(text.contains(';')) {}

  CellValue whole() {
    const CellValue value = comparison();
    skip();
    if (broken_ || at_ < text_.size()) return SheetError::syntax;
    return value;
  }

 private:
  QChar peek() const { return at_ < text_.size() ? text_[at_] : QChar(); }

  void skip() {
    while (peek().isSpace()) ++at_;
  }

  bool take(QLatin1String sign) {
    skip();
    if (!QStringView(text_).mid(at_).startsWith(sign)) return false;
    at_ += sign.size();
    return true;
  }

  CellValue broken() {
    broken_ = true;
    return SheetError::syntax;
  }

  CellValue comparison() {
    if (++depth_ > kDeepest) return broken();
    CellValue left = joined();
    for (const char* sign : {">=", "<=", "<>", "=", ">", "<"}) {
      if (!take(QLatin1String(sign))) continue;
      const CellValue right = joined();
      if (errorIn(left) != nullptr) break;
      if (errorIn(right) != nullptr) {
        left = right;
        break;
      }
      const int order = compare(left, right);
      const QLatin1String op(sign);
      left = op == QLatin1String(">=")   ? order >= 0
             : op == QLatin1String("<=") ? order <= 0
             : op == QLatin1String("<>") ? order != 0
             : op == QLatin1String("=")  ? order == 0
             : op == QLatin1String(">")  ? order > 0
                                         : order < 0;
      break;
    }
    --depth_;
    return left;
  }

  CellValue joined() {
    CellValue left = added();
    while (take(QLatin1String("&"))) {
      const CellValue right = added();
      if (errorIn(left) != nullptr) continue;
      if (errorIn(right) != nullptr) {
        left = right;
      } else {
        left = shown(left, ui::Language::english) + shown(right, ui::Language::english);
      }
    }
    return left;
  }

  CellValue arithmetic(const CellValue& left, const CellValue& right, char sign) const {
    const CellValue a = numberOf(left);
    const CellValue b = numberOf(right);
    if (errorIn(a) != nullptr) return a;
    if (errorIn(b) != nullptr) return b;
    const double x = std::get<double>(a);
    const double y = std::get<double>(b);
    if (sign == '/' && y == 0) return SheetError::divide;
    const double result = sign == '+'   ? x + y
                          : sign == '-' ? x - y
                          : sign == '*' ? x * y
                          : sign == '/' ? x / y
                                        : std::pow(x, y);
    if (!std::isfinite(result)) return SheetError::value;
    return result;
  }

  CellValue added() {
    CellValue left = multiplied();
    while (true) {
      if (take(QLatin1String("+"))) {
        left = arithmetic(left, multiplied(), '+');
      } else if (take(QLatin1String("-"))) {
        left = arithmetic(left, multiplied(), '-');
      } else {
        return left;
      }
    }
  }

  CellValue multiplied() {
    CellValue left = raised();
    while (true) {
      if (take(QLatin1String("*"))) {
        left = arithmetic(left, raised(), '*');
      } else if (take(QLatin1String("/"))) {
        left = arithmetic(left, raised(), '/');
      } else {
        return left;
      }
    }
  }

  CellValue raised() {
    CellValue left = signedOne();
    while (take(QLatin1String("^"))) left = arithmetic(left, signedOne(), '^');
    return left;
  }

  CellValue signedOne() {
    if (++depth_ > kDeepest) return broken();
    CellValue value;
    if (take(QLatin1String("-"))) {
      value = arithmetic(0.0, signedOne(), '-');
    } else if (take(QLatin1String("+"))) {
      value = signedOne();
    } else {
      value = primary();
      while (take(QLatin1String("%"))) value = arithmetic(value, 100.0, '/');
    }
    --depth_;
    return value;
  }

  CellValue primary() {
    skip();
    const QChar c = peek();
    if (take(QLatin1String("("))) {
      const CellValue inside = comparison();
      return take(QLatin1String(")")) ? inside : broken();
    }
    if (c == '"') return quoted();
    if (c.isDigit()) return number();
    if (c.isLetter() || c == '$') return named();
    return broken();
  }

  CellValue quoted() {
    QString out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[at_++];
      } else {
        ++at_;
        return out;
      }
    }
    return broken();
  }

  CellValue number() {
    QString digits;
    while (peek().isDigit()) digits += text_[at_++];
    const bool isComma = peek() == ',' && (brackets_ == 0 || hasSemicolon_);
    if ((peek() == '.' || isComma) && at_ + 1 < text_.size() && text_[at_ + 1].isDigit()) {
      digits += '.';
      ++at_;
      while (peek().isDigit()) digits += text_[at_++];
    }
    return digits.toDouble();
  }

  QString word() {
    QString out;
    while (peek().isLetterOrNumber() || peek() == '$' || peek() == '.' || peek() == '_') out += text_[at_++];
    return out;
  }

  CellValue named() {
    const QString name = word();
    CellPlace place;
    if (take(QLatin1String("("))) return call(name.toUpper());
    if (readPlace(name, place)) return valueOf(place);
    const QString upper = name.toUpper();
    if (upper == "TRUE" || upper == "VRAI") return true;
    if (upper == "FALSE" || upper == "FAUX") return false;
    return SheetError::name;
  }

  CellValue valueOf(CellPlace place) {
    if (++cells_ > kMostCells) return SheetError::reference;
    return cell_(place);
  }

  CellValue call(const QString& name) {
    std::vector<Argument> arguments;
    ++brackets_;
    if (!take(QLatin1String(")"))) {
      do {
        arguments.push_back(argument());
      } while (!broken_ && (take(QLatin1String(";")) || take(QLatin1String(","))));
      if (broken_ || !take(QLatin1String(")"))) return broken();
    }
    --brackets_;
    return callFunction(name, arguments);
  }

  Argument argument() {
    skip();
    const qsizetype start = at_;
    CellPlace from, to;
    if (readPlace(word(), from) && take(QLatin1String(":"))) {
      skip();
      if (readPlace(word(), to)) return range(from, to);
      broken();
      return {};
    }
    at_ = start;
    return {{comparison()}, false};
  }

  Argument range(CellPlace from, CellPlace to) {
    Argument out{{}, true};
    for (int row = std::min(from.row, to.row); row <= std::max(from.row, to.row); ++row) {
      for (int column = std::min(from.column, to.column); column <= std::max(from.column, to.column); ++column) {
        out.values.push_back(valueOf({column, row}));
      }
    }
    return out;
  }

  const QString& text_;
  const std::function<CellValue(CellPlace)>& cell_;
  bool hasSemicolon_;
  qsizetype at_ = 1;  // behind the =
  int depth_ = 0, brackets_ = 0, cells_ = 0;
  bool broken_ = false;
};

}  // namespace

bool readPlace(const QString& text, CellPlace& place) {
  static const QRegularExpression kPlace(QStringLiteral("\\A\\$?([A-Za-z])\\$?([1-9][0-9]?)\\z"));
  const QRegularExpressionMatch match = kPlace.match(text);
  if (!match.hasMatch()) return false;
  place = {match.captured(1)[0].toUpper().unicode() - 'A', match.captured(2).toInt() - 1};
  return true;
}

QString nameOf(CellPlace place) {
  return QChar(u'A' + place.column) + QString::number(place.row + 1);
}

CellValue evaluate(const QString& text, const std::function<CellValue(CellPlace)>& cell) {
  if (text.size() > kLongestFormula || !text.startsWith('=')) return SheetError::syntax;
  return Reader(text, cell).whole();
}

CellValue readTyped(const QString& text) {
  static const QRegularExpression kNumber(QStringLiteral("\\A[+-]?\\d+([.,]\\d+)?\\z"));
  QString plain;
  for (const QChar c : text.trimmed()) {
    if (!c.isSpace()) plain += c;
  }
  if (plain.isEmpty()) return {};
  if (kNumber.match(plain).hasMatch()) return plain.replace(',', '.').toDouble();
  return text.trimmed();
}

QString shown(const CellValue& value, ui::Language language) {
  if (const double* number = std::get_if<double>(&value)) {
    QString text = QString::number(*number, 'g', 10);
    return language == ui::Language::french ? text.replace('.', ',') : text;
  }
  if (const QString* text = std::get_if<QString>(&value)) return *text;
  const bool isFrench = language == ui::Language::french;
  if (const bool* yes = std::get_if<bool>(&value)) {
    return isFrench ? (*yes ? QStringLiteral("VRAI") : QStringLiteral("FAUX"))
                    : (*yes ? QStringLiteral("TRUE") : QStringLiteral("FALSE"));
  }
  const SheetError* error = errorIn(value);
  if (error == nullptr) return {};
  switch (*error) {
    case SheetError::syntax:
      return isFrench ? QStringLiteral("#ERREUR") : QStringLiteral("#ERROR");
    case SheetError::name:
      return isFrench ? QStringLiteral("#NOM?") : QStringLiteral("#NAME?");
    case SheetError::value:
      return isFrench ? QStringLiteral("#VALEUR!") : QStringLiteral("#VALUE!");
    case SheetError::divide:
      return QStringLiteral("#DIV/0!");
    case SheetError::reference:
      return QStringLiteral("#REF!");
    case SheetError::cycle:
      return isFrench ? QStringLiteral("#BOUCLE") : QStringLiteral("#LOOP");
  }
  return {};
}

}  // namespace vigie::activity
