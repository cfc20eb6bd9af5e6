#include "common/exam/Accommodations.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace vigie::exam {
namespace {

using enum AccommodationKind;

constexpr auto kKnown = std::to_array<KnownAccommodation>({{"veil", camera},
                                                           {"sunglasses", camera},
                                                           {"tics", camera},
                                                           {"looks-down", camera},
                                                           {"helper-present", camera},
                                                           {"screen-reader", people},
                                                           {"read-aloud", look},
                                                           {"large-text", look},
                                                           {"high-contrast", look},
                                                           {"dyslexia-spacing", look},
                                                           {"reduced-motion", look},
                                                           {"human-reader", people},
                                                           {"scribe", people}});

constexpr std::string_view kSeparators = " \t+,";

}  // namespace

std::span<const KnownAccommodation> knownAccommodations() {
  return kKnown;
}

const KnownAccommodation* findAccommodation(std::string_view name) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(), [&](const auto& one) { return one.name == name; });
  return found == kKnown.end() ? nullptr : &*found;
}

std::string accommodationNames() {
  std::string out;
  for (const KnownAccommodation& one : kKnown) out += (out.empty() ? "" : ", ") + std::string(one.name);
  return out;
}

base::Result<std::vector<std::string>> readAccommodations(std::string_view text) {
  std::set<std::string_view> wanted;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kSeparators), text.size());
    const std::string_view word = text.substr(0, end);
    if (!word.empty() && findAccommodation(word) == nullptr) {
      return base::fail("accommodation-unknown", "expected names out of: " + accommodationNames());
    }
    if (!word.empty()) wanted.insert(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::vector<std::string> out;
  for (const KnownAccommodation& one : kKnown) {
    if (wanted.contains(one.name)) out.emplace_back(one.name);
  }
  return out;
}

bool areAccommodations(std::span<const std::string> names) {
  std::set<std::string_view> seen;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return findAccommodation(name) != nullptr && seen.insert(name).second;
  });
}

}  // namespace vigie::exam
