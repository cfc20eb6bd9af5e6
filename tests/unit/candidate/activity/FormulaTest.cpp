// What a cell is worth.
#include "candidate-client/ui/activity/spreadsheet/Formula.hpp"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>

#include "candidate-client/ui/activity/spreadsheet/Sheet.hpp"
#include "tests/support/Must.hpp"

namespace vigie::activity {
namespace {

using ui::Language;

// A1 Month, B1 Amount; B2 120, B3 95, B4 140; C2 "12,5" as text; C3 empty; C4 TRUE by a formula.
Sheet sampleSheet() {
  const auto spec = support::must(Spec::read(
      R"({"type":"spreadsheet","cells":{"A1":"Month","B1":"Amount","A2":"January","B2":120,"A3":"February","B3":95,
          "A4":"March","B4":140,"C2":"12,5","C4":"=1=1"},"editable":["B5","B6","D1","D2"]})",
      "en"));
  Sheet sheet(spec);
  EXPECT_EQ(spec.fault().toStdString(), "");
  return sheet;
}

struct FormulaCase {
  const char* formula;
  const char* shown;  // in French
};

void PrintTo(const FormulaCase& each, std::ostream* out) {
  *out << each.formula;
}

class EveryFormula : public testing::TestWithParam<FormulaCase> {};

TEST_P(EveryFormula, IsWorthWhatASpreadsheetSays) {
  Sheet sheet = sampleSheet();
  sheet.type("D1", QString::fromUtf8(GetParam().formula));
  EXPECT_EQ(shown(sheet.value({3, 0}), Language::french).toStdString(), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(Table, EveryFormula,
                         testing::ValuesIn(std::initializer_list<FormulaCase>{
                             {"=SOMME(B2:B4)", "355"},
                             {"=SUM(B2:B4)", "355"},
                             {"= somme( $b$2 : $b$4 )", "355"},
                             {"=B2+B3+B4", "355"},
                             {"=SOMME(B2;B4)", "260"},
                             {"=SUM(B2,B4)", "260"},
                             {"=SUM(1,5)", "6"},
                             {"=SOMME(1,5;2)", "3,5"},
                             {"=B2*1,5", "180"},
                             {"=B2*1.5", "180"},
                             {"=MOYENNE(B2:B4)", "118,3333333"},
                             {"=AVERAGE(B2:B4)", "118,3333333"},
                             {"=ARRONDI(MOYENNE(B2:B4);2)", "118,33"},
                             {"=ROUND(-2.5)", "-3"},
                             {"=MIN(B2:B4)", "95"},
                             {"=MAX(B2:B4;200)", "200"},
                             {"=NB(A1:B4)", "3"},
                             {"=COUNTA(A1:C4)", "10"},
                             {"=NB.SI(B2:B4;\">100\")", "2"},
                             {"=COUNTIF(A2:A4,\"march\")", "1"},
                             {"=COUNTIF(B2:B4,\"<>95\")", "2"},
                             {"=SOMME.SI(B2:B4;\">=120\")", "260"},
                             {"=SUMIF(A2:A4,\"January\",B2:B4)", "120"},
                             {"=SI(B2>100;\"haut\";\"bas\")", "haut"},
                             {"=IF(B3>100,\"high\",\"low\")", "low"},
                             {"=SI(B2>100;1)", "1"},
                             {"=SI(B3>100;1)", "FAUX"},
                             {"=SI(1>2;1/0;7)", "7"},
                             {"=ET(B2>100;B3>100)", "FAUX"},
                             {"=OR(B2>100,B3>100)", "VRAI"},
                             {"=NON(VRAI)", "FAUX"},
                             {"=ABS(-3)", "3"},
                             {"=2+3*4", "14"},
                             {"=(2+3)*4", "20"},
                             {"=2^3", "8"},
                             {"=-2^2", "4"},
                             {"=50%", "0,5"},
                             {"=10-2-3", "5"},
                             {"=\"a\"&B2", "a120"},
                             {"=\"dit \"\"oui\"\"\"", "dit \"oui\""},
                             {"=\"A\"=\"a\"", "VRAI"},
                             {"=B2<>B3", "VRAI"},
                             {"=C3+1", "1"},
                             {"=C2*2", "25"},
                             {"=C4", "VRAI"},
                             {"=1/0", "#DIV/0!"},
                             {"=MOYENNE(A2:A4)", "#DIV/0!"},
                             {"=A2+1", "#VALEUR!"},
                             {"=FOO(1)", "#NOM?"},
                             {"=foo", "#NOM?"},
                             {"=SOMME(B2:B4", "#ERREUR"},
                             {"=", "#ERREUR"},
                             {"=1+", "#ERREUR"},
                             {"=1 2", "#ERREUR"},
                             {"=\"open", "#ERREUR"},
                             {"=SOMME()", "#ERREUR"},
                             {"=SI(1)", "#ERREUR"},
                             {"=NB.SI(1/0;1/0)", "0"},
                             {"=SYSTEM(\"ls\")", "#NOM?"},
                             {"=IMPORTDATA(\"http://x\")", "#NOM?"},
                             {"=D1", "#BOUCLE"},
                             {"12,5", "12,5"},
                             {"1 000", "1000"},
                             {"mars", "mars"},
                         }));

TEST(Formula, EndsHoweverDeepItIs) {
  const QString deep = "=" + QString(90, '(') + "1" + QString(90, ')');
  EXPECT_EQ(shown(evaluate(deep, [](CellPlace) { return CellValue(1.0); }), Language::english), "#ERROR");
  const QString minus = "=" + QString(150, '-') + "1";
  EXPECT_EQ(shown(evaluate(minus, [](CellPlace) { return CellValue(1.0); }), Language::english), "#ERROR");
  const QString far = "=" + QString(300, '1');
  EXPECT_EQ(shown(evaluate(far, [](CellPlace) { return CellValue(1.0); }), Language::english), "#ERROR");
  EXPECT_EQ(shown(evaluate("=SUM(A1:Z99)", [](CellPlace) { return CellValue(1.0); }), Language::english), "#REF!");
}

TEST(Formula, EndsWhenCellsReferToEachOtherManyTimes) {
  Sheet sheet = sampleSheet();
  const QString both = "=" + QStringLiteral("B5+B6+D1+D2+").repeated(12) + "1";
  for (const char* cell : {"B5", "B6", "D1", "D2"}) sheet.type(cell, both);
  EXPECT_EQ(shown(sheet.value({1, 4}), Language::english), "#LOOP");
}

TEST(Formula, FollowsCellsThatReferToCells) {
  Sheet sheet = sampleSheet();
  sheet.type("B5", "=SUM(B2:B4)");
  sheet.type("B6", "=B5/5");
  EXPECT_EQ(shown(sheet.value({1, 5}), Language::english), "71");
}

TEST(Sheet, SortsRowsByNumberOrByNameAndKeepsEqualOnesInPlace) {
  Sheet sheet = sampleSheet();
  sheet.sort(1, SortOrder::rising);
  EXPECT_EQ(sheet.order(), (std::vector<int>{2, 1, 3}));
  sheet.sort(1, SortOrder::falling);
  EXPECT_EQ(sheet.order(), (std::vector<int>{3, 1, 2}));
  sheet.sort(0, SortOrder::rising);
  EXPECT_EQ(sheet.order(), (std::vector<int>{2, 1, 3}));  // February, January, March
  sheet.sort(4, SortOrder::rising);                       // nothing there: all equal
  EXPECT_EQ(sheet.order(), (std::vector<int>{2, 1, 3}));
}

TEST(Sheet, HidesWhatAFilterDoesNotKeep) {
  struct FilterCase {
    int column;
    Condition condition;
    const char* limit;
    std::vector<int> hidden;
  };
  const FilterCase cases[] = {
      {1, Condition::above, "100", {2}},        {1, Condition::above, "120", {1, 2}},
      {1, Condition::below, "100", {1, 3}},     {1, Condition::equal, "140", {1, 2}},
      {0, Condition::equal, "MARCH", {1, 2}},   {0, Condition::contains, "uary", {3}},
      {1, Condition::above, "mars", {1, 2, 3}},
  };
  for (const FilterCase& each : cases) {
    Sheet sheet = sampleSheet();
    sheet.filter(each.column, each.condition, each.limit);
    std::vector<int> hidden;
    for (const int row : {1, 2, 3}) {
      if (sheet.isHidden(row)) hidden.push_back(row);
    }
    EXPECT_EQ(hidden, each.hidden) << each.limit;
    sheet.showAll();
    EXPECT_FALSE(sheet.isHidden(2));
  }
}

}  // namespace
}  // namespace vigie::activity
