#include "tests/load/seat-simulator/Responses.hpp"

#include <cmath>

#include "common/base/File.hpp"
#include "common/content/Template.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::load {

base::Result<Responses> Responses::read(const std::filesystem::path& items) {
  std::vector<std::filesystem::path> files = {items};
  if (std::filesystem::is_directory(items)) {
    files.clear();
    for (const auto& entry : std::filesystem::directory_iterator(items)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  Responses responses;
  for (const std::filesystem::path& file : files) {
    const auto text = base::readTextFile(file);
    if (!text) return base::fail(text.error());
    auto source = content::readItemSource(*text);
    if (!source) return base::failAt(file.string(), source.error());
    for (content::Item& item : source->items) {
      std::string id = item.id;
      responses.items_.emplace(std::move(id), std::move(item));
    }
  }
  return responses;
}

base::Result<content::Answer> Responses::find(const std::string& item, const std::string& language, Wanted wanted,
                                              std::uint32_t variant) const {
  const auto found = items_.find(item);
  if (found == items_.end()) return base::fail("no-response", "the file of responses has no item " + item);
  const auto shown = content::variantOf(found->second, variant);
  if (!shown) return base::fail("no-response", shown.error().detail);
  for (const content::Example& example : shown->examples) {
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
