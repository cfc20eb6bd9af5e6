#include "tests/load/seat-simulator/Responses.hpp"

#include <cmath>

#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::load {

base::Result<Responses> Responses::read(const std::filesystem::path& items) {
  const auto text = base::readTextFile(items);
  if (!text) return base::fail(text.error());
  auto source = content::readItemSource(*text);
  if (!source) return base::failAt(items.string(), source.error());
  Responses responses;
  for (content::Item& item : source->items) {
    std::string id = item.id;
    responses.items_.emplace(std::move(id), std::move(item));
  }
  return responses;
}

base::Result<content::Answer> Responses::find(const std::string& item, const std::string& language, Wanted wanted) const {
  const auto found = items_.find(item);
  if (found == items_.end()) return base::fail("no-response", "the file of responses has no item " + item);
  for (const content::Example& example : found->second.examples) {
    const bool spoken = !example.locale || *example.locale == language;
    if (spoken && example.expected == (wanted == Wanted::right)) return example.answer;
  }
  return base::fail("no-response", "item " + item + " has no such example in " + language);
}

Wanted Responses::attempt(const std::string& item, double ability, std::uint64_t seed, std::uint32_t number) const {
  const auto found = items_.find(item);
  if (found == items_.end()) return Wanted::right;
  const content::Item& known = found->second;
  const double chance = 1 / (1 + std::exp(-known.discrimination * (ability - known.difficulty)));
  base::Bytes place;
  base::appendBigEndian64(place, seed);
  base::appendBigEndian32(place, number);
  const double draw = static_cast<double>(base::readBigEndian64(crypto::sha256(place)) >> 11U) * 0x1p-53;
  return draw < chance ? Wanted::right : Wanted::wrong;
}

}  // namespace vigie::load
