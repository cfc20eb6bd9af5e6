// The check of an author's file without a window: every example judged, every item built as its question would be.
// Thread: the window's; needs a QApplication, of a platform without a screen too.
#pragma once

#include <string>
#include <vector>

#include "candidate-client/preview/ItemsFile.hpp"

namespace vigie::candidate {

struct CheckReport {
  std::vector<std::string> lines;   // JSON, one per example, language and variant (content/Examples.hpp)
  std::vector<std::string> faults;  // verdicts that differ; each names item and field
  std::vector<std::string> notes;   // what keeps an item from candidates: this client shows it not, or not rightly
};

// Errors: those of readItemsFile().
base::Result<CheckReport> checkItemsFile(const ItemsFile& source);

}  // namespace vigie::candidate
