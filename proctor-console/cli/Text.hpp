// The words of proctor-cli are the model's; tables are its own. Thread: any (values).
#pragma once

#include "proctor-console/model/Text.hpp"

namespace vigie::cli {

using console::fill;
using console::Language;
using console::languageNamed;
using console::languageOfEnvironment;
using console::Phrase;
using console::Text;

// Columns as wide as their widest cell. The heading is left out when there is no row.
class Table {
 public:
  explicit Table(std::vector<std::string> heading) { add(std::move(heading)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool isEmpty() const { return rows_.size() == 1; }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace vigie::cli
