// The functions of Formula.hpp. Pure. Thread: any.
#pragma once

#include "candidate-client/ui/activity/spreadsheet/Formula.hpp"

namespace vigie::activity {

// One argument: one value, or those of a range.
struct Argument {
  std::vector<CellValue> values;
  bool isRange = false;
};

// `name` in capitals. An unknown one is SheetError::name.
CellValue callFunction(const QString& name, const std::vector<Argument>& arguments);

// The first error among them, if any.
const SheetError* errorIn(const CellValue& value);
// A number of a value that must be one: an empty cell is 0, true is 1.
CellValue numberOf(const CellValue& value);
// -1, 0, 1 as in "B2>100"; texts without case; numbers come before texts.
int compare(const CellValue& one, const CellValue& other);

}  // namespace vigie::activity
