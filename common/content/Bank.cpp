#include "common/content/Bank.hpp"

#include <algorithm>

#include "common/base/Text.hpp"
#include "common/content/PublicContent.hpp"
#include "common/content/Template.hpp"
#include "common/content/impl/BankFormat.hpp"
#include "common/content/impl/ItemReader.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::content {
namespace {

base::Result<std::vector<Item>> readItems(std::string_view plain, const Calibration& calibration) {
  const auto json = jcs::parse(plain);
  if (!json) return base::fail("bank-format", "bank.items: " + json.error().detail);
  impl::Problems problems;
  const impl::Node root(&*json, "bank.items ", problems);
  root.object({"format", "bank", "version", "items"}, {});
  root["format"].oneOf({impl::kItemsFormat});
  root["bank"].oneOf({calibration.bank()});
  root["version"].integer(calibration.version(), calibration.version());
  std::vector<Item> items;
  for (const impl::Node& node : root["items"].elements(1)) items.push_back(impl::readItemNode(node));
  if (!problems.none()) return base::fail(problems.asError("items-wrong"));
  return items;
}

std::unexpected<base::Error> otherItem(const std::string& id) {
  return base::fail("bank-item",
                    "item " + id + " of bank.items is not the one that bank.cal describes. Build both again");
}

}  // namespace

base::Result<Bank> Bank::load(base::ByteView calFile, base::ByteView itemsFile, const base::SecretBytes& contentKey,
                              const crypto::PublicKey& bankKey) {
  auto calibration = Calibration::load(calFile, bankKey);
  if (!calibration) return base::fail(calibration.error());
  return load(std::move(*calibration), itemsFile, contentKey);
}

base::Result<Bank> Bank::load(Calibration calibration, base::ByteView itemsFile, const base::SecretBytes& contentKey) {
  if (crypto::sha256(itemsFile) != calibration.itemsDigest()) {
    return base::fail("bank-items", "bank.items was altered or belongs to another bank.cal. Fetch both files together");
  }
  const auto associated = impl::itemsAssociatedData(calibration.bank(), calibration.version());
  const auto plain = crypto::unseal(contentKey, associated, itemsFile);
  if (!plain) {
    return base::fail("bank-content-key", "the content key does not open bank.items. Ask for the key of bank \"" +
                                              calibration.bank() + "\" version " +
                                              std::to_string(calibration.version()));
  }
  auto items = readItems(base::textOf(*plain), calibration);
  if (!items) return base::fail(items.error());
  if (items->size() != calibration.items().size()) {
    return base::fail("bank-item", "bank.cal and bank.items have different numbers of items. Build both again");
  }
  Bank bank(std::move(calibration), std::move(*items));
  for (std::size_t i = 0; i < bank.items_.size(); ++i) {
    std::string content = content::publicContent(bank.items_[i]);
    CalibratedItem found = impl::calibrationOf(bank.items_[i], content);
    // Making every variant again would cost most of the loading time: forTicket() holds the one it takes against these.
    found.variants = bank.calibration_.items()[i].variants;
    const bool sameCount = bank.items_[i].variants == std::max<std::size_t>(1, found.variants.size());
    if (!sameCount || found != bank.calibration_.items()[i]) return otherItem(bank.items_[i].id);
    bank.publicContents_.push_back(std::move(content));
  }
  return bank;
}

base::Result<Bank> Bank::forTicket(base::ByteView ticketSeed) const {
  Bank drawn = *this;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].variants == 1) continue;
    auto item = variantOf(items_[i], variantFor(ticketSeed, items_[i].id, items_[i].variants));
    if (!item) return base::fail(item.error());
    drawn.publicContents_[i] = content::publicContent(*item);
    if (publicContentDigest(drawn.publicContents_[i]) != calibration_.items()[i].contentFor(ticketSeed)) {
      return otherItem(items_[i].id);
    }
    drawn.items_[i] = std::move(*item);
  }
  return drawn;
}

base::Result<BankFiles> makeBank(const ItemSource& source, std::uint32_t version, const crypto::Signer& bankKey,
                                 const base::SecretBytes& contentKey) {
  if (bankKey.publicKey().kind() != crypto::KeyKind::p256) return base::fail("bank-key", "expected a P-256 key");
  if (contentKey.reveal().size() != crypto::kSealKeyBytes) {
    return base::fail("bank-content-key", "a content key has 32 bytes");
  }
  impl::Json whole = {{"format", impl::kItemsFormat}, {"bank", source.bank}, {"version", version}};
  impl::Json cal = {{"format", impl::kCalFormat}, {"bank", source.bank}, {"version", version}};
  whole["items"] = impl::Json::array();
  cal["items"] = impl::Json::array();
  for (const Item& item : source.items) {
    const auto calibrated = impl::calibrationOf(item);
    if (!calibrated) return base::fail(calibrated.error());
    whole["items"].push_back(impl::Json::parse(item.authored()));
    cal["items"].push_back(impl::toJson(*calibrated));
  }
  const std::string plain = jcs::canonicalText(whole);
  BankFiles files;
  files.items = crypto::seal(contentKey, impl::itemsAssociatedData(source.bank, version), base::bytesOf(plain));
  cal["bankItems"] = base::toHex(crypto::sha256(files.items));
  files.cal = base::toBytes(impl::signJson(cal, impl::kCalType, bankKey));
  files.digest = crypto::sha256(files.cal);
  // Whatever is wrong with these items must be found by who signs them, not by a centre.
  const auto loaded = Bank::load(files.cal, files.items, contentKey, bankKey.publicKey());
  if (!loaded) return base::fail(loaded.error());
  return files;
}

std::string writeContentKey(const base::SecretBytes& key) {
  return base::toHex(key.reveal()) + "\n";
}

base::Result<base::SecretBytes> readContentKey(std::string_view text) {
  auto bytes = base::fromHex(base::trim(text));
  if (!bytes || bytes->size() != crypto::kSealKeyBytes) {
    return base::fail("bank-content-key", "a content key file holds 64 digits 0-9 a-f");
  }
  return base::SecretBytes(std::move(*bytes));
}

}  // namespace vigie::content
