#include "tests/load/seat-simulator/Responses.hpp"

#include "common/base/File.hpp"

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

}  // namespace vigie::load
