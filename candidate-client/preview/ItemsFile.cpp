#include "candidate-client/preview/ItemsFile.hpp"

#include <algorithm>

#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/ItemSource.hpp"
#include "common/content/Presentation.hpp"

namespace vigie::candidate {
namespace {

using base::Result;
using content::Item;

Result<std::vector<Item>> readSigned(const ItemsFile& source) {
  if (source.bankKey.empty() || source.contentKey.empty()) {
    return base::fail("preview-keys", source.file.string() +
                                          " is a folder: a signed bank is opened with --bank-key PEM and "
                                          "--content-key FILE");
  }
  const auto cal = base::readFile(source.file / "bank.cal");
  if (!cal) return base::fail(cal.error());
  const auto items = base::readFile(source.file / "bank.items");
  if (!items) return base::fail(items.error());
  const auto pem = base::readTextFile(source.bankKey);
  if (!pem) return base::fail(pem.error());
  const auto key = crypto::PublicKey::fromPem(*pem);
  if (!key) return base::failAt(source.bankKey.string(), key.error());
  const auto contentText = base::readTextFile(source.contentKey);
  if (!contentText) return base::fail(contentText.error());
  const auto contentKey = content::readContentKey(*contentText);
  if (!contentKey) return base::failAt(source.contentKey.string(), contentKey.error());
  auto bank = content::Bank::load(*cal, *items, *contentKey, *key);
  if (!bank) return base::failAt(source.file.string(), bank.error());
  return bank->items();
}

Result<std::vector<Item>> readAny(const ItemsFile& source) {
  if (std::filesystem::is_directory(source.file)) return readSigned(source);
  const auto text = base::readTextFile(source.file);
  if (!text) return base::fail(text.error());
  auto items = content::readItems(*text);
  if (!items) return base::failAt(source.file.string(), items.error());
  return items;
}

}  // namespace

Result<std::vector<Item>> readItemsFile(const ItemsFile& source) {
  auto items = readAny(source);
  if (!items || source.onlyItems.empty()) return items;
  const auto isWanted = [&](const std::string& id) {
    return std::find(source.onlyItems.begin(), source.onlyItems.end(), id) != source.onlyItems.end();
  };
  for (const std::string& id : source.onlyItems) {
    const bool known = std::any_of(items->begin(), items->end(), [&](const Item& item) { return item.id == id; });
    if (!known) return base::fail("item-unknown", source.file.string() + " has no item \"" + id + "\"");
  }
  std::erase_if(*items, [&](const Item& item) { return !isWanted(item.id); });
  return items;
}

Result<session::ShownQuestion> questionOf(const Item& item, const std::string& language, std::uint32_t number) {
  const std::string bytes = content::publicContent(item);
  auto shown = content::readPublicContent(bytes);
  if (!shown) return base::failAt("item " + item.id, shown.error());
  if (!shown->locales.contains(language)) {
    return base::fail("public-content", "item " + item.id + " locales: \"" + language + "\" is missing");
  }
  session::ShownQuestion question;
  question.number = number;
  question.language = language;
  question.order = shown->choiceIds;
  if (shown->shuffle) question.order = content::shuffleOrder(question.order, crypto::sha256(base::bytesOf(item.id)));
  question.shown = content::shownDigest(content::publicContentDigest(bytes), language, question.order);
  question.item = std::move(*shown);
  return question;
}

}  // namespace vigie::candidate
