// A labelled set of pictures and clips: a folder with labels.csv (columns file, kind, faces, category, apparent_tone,
// same_person_group …). Thread: any. Errors: "labels-unreadable".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::bench {

struct Label {
  std::filesystem::path path;
  std::string name;  // as in the file
  bool isVideo = false;
  int faces = 0;
  std::string category;  // single, hard, multi, zero, poster, clip …
  std::string tone;      // apparent in the picture: light, medium, dark, or empty
  std::string person;    // same letter, same person; or empty

  bool isPortrait() const { return category == "single" || category == "single_bg"; }
};

base::Result<std::vector<Label>> readLabels(const std::filesystem::path& folder);

// Thresholds may be chosen on one half only. Which half follows from the name alone (FNV-1a, even or odd).
bool isForTuning(const std::string& name);

// Wilson's 95 % interval for a share, in per cent.
struct Interval {
  double low = 0;
  double high = 100;
};
Interval wilson(int hits, int count);

}  // namespace vigie::bench
