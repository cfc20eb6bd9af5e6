// What may be agreed with a candidate before the exam, by name: a closed list, so that every program knows what it is
// told. The names say something about health or belief: they are only in private parts of records, on links, and on the
// screens of staff. Pure. Thread: any.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::exam {

enum class AccommodationKind : std::uint8_t {
  camera,  // mutes or changes rules of the camera's analysis (common/vision/Accommodations.hpp, the same names)
  look,    // how the candidate's window begins; the candidate may change all of it
  people,  // somebody or something beside the candidate that staff must know of
};

struct KnownAccommodation {
  std::string_view name;
  AccommodationKind kind;
};

std::span<const KnownAccommodation> knownAccommodations();
const KnownAccommodation* findAccommodation(std::string_view name);  // null: unknown

std::string accommodationNames();  // all of them, separated by ", "

// Names separated by blanks, "+" or ","; each once, in the order of the list. Error "accommodation-unknown" has the
// list, and never what was typed.
base::Result<std::vector<std::string>> readAccommodations(std::string_view text);

// Each known, none twice.
bool areAccommodations(std::span<const std::string> names);

}  // namespace vigie::exam
