// What authors use the client for: `--preview`, `--check` and `--screenshots` (docs/item-authors.md). Thread: the main
// one.
#pragma once

#include "candidate-client/app/Configuration.hpp"
#include "candidate-client/preview/ItemsFile.hpp"

namespace vigie::candidate {

// In a window, until it is closed or SIGTERM; the exit status: 1 when the file cannot be read. Signals must be blocked.
int runPreview(int& argc, char** argv, const ItemsFile& source, const Configuration& configuration);

// Without a window: one line of JSON per example on standard output, what is wrong on standard error, each line naming
// item and field. The exit status: 1 when a verdict differs or the file is refused, and, for `refused`, when this
// client cannot show an item.
enum class Unshowable { told, refused };
int runCheck(int& argc, char** argv, const ItemsFile& source, Unshowable unshowable);

// Pictures of the items into a folder; the exit status.
int runScreenshots(int& argc, char** argv, const ItemsFile& source, const std::filesystem::path& folder);

}  // namespace vigie::candidate
