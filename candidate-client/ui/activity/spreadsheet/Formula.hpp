// What a cell is worth. A small language and nothing else: numbers, texts, cells, ranges, + - * / ^ & and comparisons,
// and a dozen functions under their French and English names. Nothing is run, nothing is fetched, and every formula
// ends: 200 characters, 32 levels, 500 cells.
//   functions  SUM SOMME, AVERAGE MOYENNE, MIN, MAX, COUNT NB, COUNTA NBVAL, IF SI, AND ET, OR OU, NOT NON,
//              ROUND ARRONDI, ABS, COUNTIF NB.SI, SUMIF SOMME.SI
//   arguments  apart by ; or by a comma; a comma between two digits is a decimal one where it cannot be the other:
//              outside of brackets, or when the formula has a ; too
// Pure. Thread: any.
#pragma once

#include <QString>
#include <functional>
#include <variant>
#include <vector>

#include "common/ui/Language.hpp"

namespace vigie::activity {

enum class SheetError { syntax, name, value, divide, reference, cycle };

using CellValue = std::variant<std::monostate, double, QString, bool, SheetError>;  // monostate: an empty cell

struct CellPlace {
  int column = 0;  // A is 0
  int row = 0;     // 1 is 0
};

inline constexpr int kMostColumns = 12;
inline constexpr int kMostRows = 60;
inline constexpr qsizetype kLongestFormula = 200;

bool readPlace(const QString& text, CellPlace& place);  // "B5", "$b$5"
QString nameOf(CellPlace place);

// `text` begins with "=". `cell` gives the value of another cell, errors included.
CellValue evaluate(const QString& text, const std::function<CellValue(CellPlace)>& cell);

// A text as a person types it in a cell: a number with a point or a comma, or words.
CellValue readTyped(const QString& text);
QString shown(const CellValue& value, ui::Language language);

}  // namespace vigie::activity
