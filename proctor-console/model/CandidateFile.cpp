#include "proctor-console/model/CandidateFile.hpp"

#include <algorithm>

#include "common/base/Text.hpp"

namespace vigie::console {
namespace {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

// The separator that the first line uses most.
char separatorOf(std::string_view content) {
  const std::string_view first = content.substr(0, content.find('\n'));
  char best = ',';
  for (const char one : {';', '\t'}) {
    if (std::count(first.begin(), first.end(), one) > std::count(first.begin(), first.end(), best)) best = one;
  }
  return best;
}

class RowReader {
 public:
  RowReader(std::string_view content, char separator) : rest_(content), separator_(separator) {}

  std::optional<Row> next() {
    while (!rest_.empty()) {
      Row row{line_, {}};
      while (readCell(row)) {
      }
      const bool isEmpty = row.cells.size() == 1 && base::trim(row.cells[0]).empty();
      if (!isEmpty) return row;
    }
    return std::nullopt;
  }

  bool isBroken() const { return isBroken_; }  // a quotation that never ends
  std::size_t line() const { return line_; }

 private:
  // True when the row goes on behind this cell.
  bool readCell(Row& row) {
    std::string cell;
    bool isQuoted = false;
    while (!rest_.empty()) {
      const char one = rest_.front();
      rest_.remove_prefix(1);
      if (one == '\n') ++line_;
      if (isQuoted) {
        isQuoted = readQuoted(one, cell);
      } else if (one == '"' && base::trim(cell).empty()) {
        isQuoted = true;
        cell.clear();
      } else if (one == separator_ || one == '\n') {
        row.cells.push_back(std::move(cell));
        return one == separator_;
      } else if (one != '\r') {
        cell += one;
      }
    }
    isBroken_ = isQuoted;
    row.cells.push_back(std::move(cell));
    return false;
  }

  // A doubled quotation mark stands for one; a single one ends the quotation.
  bool readQuoted(char one, std::string& cell) {
    if (one != '"') {
      cell += one;
      return true;
    }
    if (rest_.empty() || rest_.front() != '"') return false;
    rest_.remove_prefix(1);
    cell += '"';
    return true;
  }

  std::string_view rest_;
  char separator_;
  std::size_t line_ = 1;
  bool isBroken_ = false;
};

class CandidateReader {
 public:
  CandidateReader(const Text& text, std::int64_t nowMs) : text_(text), nowMs_(nowMs) {}

  void readHeading(const Row& row) {
    for (const std::string& cell : row.cells) {
      const CandidateField* field = fieldNamed(base::trim(cell));
      const bool isRepeated = field != nullptr && std::find(columns_.begin(), columns_.end(), field) != columns_.end();
      if (field == nullptr || isRepeated) {
        fault(row.line, text_({"colonne {} : attendu un de ces noms, chacun une fois : {}",
                               "column {}: expected one of these names, each once: {}"},
                              {std::to_string(columns_.size() + 1), names()}));
      }
      columns_.push_back(field);
    }
    for (const CandidateField& field : candidateFields()) {
      if (!field.isRequired || std::find(columns_.begin(), columns_.end(), &field) != columns_.end()) continue;
      fault(row.line, text_({"il manque la colonne {}", "the column {} is missing"}, {std::string(field.columns[0])}));
    }
    headingIsWrong_ = !faults_.empty();
  }

  void readRow(const Row& row) {
    if (headingIsWrong_) return;
    if (row.cells.size() != columns_.size()) {
      fault(row.line, text_({"attendu {} colonnes, il y en a {}", "expected {} columns, found {}"},
                            {std::to_string(columns_.size()), std::to_string(row.cells.size())}));
      return;
    }
    CandidateLine out{row.line, {}};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto expected = readField(*columns_[i], out.candidate, row.cells[i], nowMs_);
      if (!expected) continue;
      fault(row.line, text_({"colonne {} : attendu {}", "column {}: expected {}"},
                            {std::string(columns_[i]->columns[0]), text_(*expected)}));
    }
    out_.push_back(std::move(out));
  }

  void fault(std::size_t line, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + text_({"ligne {} : {}", "line {}: {}"}, {std::to_string(line), what});
  }

  base::Result<std::vector<CandidateLine>> result() {
    if (faults_.empty() && out_.empty())
      fault(2, text_({"aucun candidat dans ce fichier", "there is no candidate in this file"}));
    if (out_.size() > kMostCandidates) {
      fault(out_[kMostCandidates].line, text_({"au plus {} candidats par fichier", "at most {} candidates in a file"},
                                              {std::to_string(kMostCandidates)}));
    }
    if (!faults_.empty()) return base::fail("csv-wrong", faults_);
    return std::move(out_);
  }

 private:
  static std::string names() {
    std::string out;
    for (const CandidateField& field : candidateFields())
      out += (out.empty() ? "" : ", ") + std::string(field.columns[0]);
    return out;
  }

  const Text& text_;
  std::int64_t nowMs_;
  std::vector<const CandidateField*> columns_;
  bool headingIsWrong_ = false;
  std::vector<CandidateLine> out_;
  std::string faults_;
};

}  // namespace

base::Result<std::vector<CandidateLine>> readCandidates(std::string_view content, const Text& text,
                                                        std::int64_t nowMs) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  CandidateReader reader(text, nowMs);
  if (!base::isUtf8(content)) {
    return base::fail("csv-wrong", text({"le fichier n'est pas en UTF-8 : enregistrez-le comme « CSV UTF-8 »",
                                         "the file is not in UTF-8: save it as \"CSV UTF-8\""}));
  }
  RowReader rows(content, separatorOf(content));
  const auto heading = rows.next();
  if (!heading) return base::fail("csv-wrong", text({"le fichier est vide", "the file is empty"}));
  reader.readHeading(*heading);
  while (const auto row = rows.next()) reader.readRow(*row);
  if (rows.isBroken())
    reader.fault(rows.line(), text({"un guillemet ouvert n'est pas refermé", "a quotation mark is not closed"}));
  return reader.result();
}

}  // namespace vigie::console
