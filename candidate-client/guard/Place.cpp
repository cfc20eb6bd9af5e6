#include "candidate-client/guard/Place.hpp"

namespace vigie::guard {

void Places::add(std::unique_ptr<Place> place) {
  std::string kind(place->kind());
  places_.insert_or_assign(std::move(kind), std::move(place));
}

Place* Places::find(std::string_view kind) const {
  const auto found = places_.find(kind);
  return found == places_.end() ? nullptr : found->second.get();
}

}  // namespace vigie::guard
