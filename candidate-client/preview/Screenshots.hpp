// Pictures of an author's items in the candidate's window, as candidates see them: three schemes, two languages, 100
// and 200 %. Small: a palette of at most 32 colours, PNG. Thread: the window's; needs a QApplication.
#pragma once

#include <filesystem>

#include "candidate-client/preview/ItemsFile.hpp"

namespace vigie::candidate {

// <item>-<language>-<scheme>-<zoom>.png in `folder`. A timed question is pictured before and after its start.
// Errors: those of readItemsFile(); "screenshot-unwritable".
base::Result<std::size_t> takeScreenshots(const ItemsFile& source, const std::filesystem::path& folder);

}  // namespace vigie::candidate
