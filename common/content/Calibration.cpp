#include "common/content/Calibration.hpp"

#include <limits>

#include "common/content/Template.hpp"
#include "common/content/impl/BankFormat.hpp"

namespace vigie::content {
namespace {

// Numbers texts in the order in which they first come.
class Interner {
 public:
  std::uint32_t numberOf(const std::string& text) {
    const auto [entry, isNew] = numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size()));
    if (isNew) texts_.push_back(text);
    return entry->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> texts_;
};

// "bank.cal items[3]" becomes "bank.cal item rec5x, items[3]": who repairs a bank looks for ids.
impl::Node named(const impl::Node& item, impl::Problems& problems) {
  const impl::Json& json = item.json();
  constexpr std::string_view kPrefix = "bank.cal ";
  const bool hasId = json.is_object() && json.contains("id") && json["id"].is_string();
  if (!hasId || !item.place().starts_with(kPrefix)) return item;
  return {&json,
          std::string(kPrefix) + "item " + json["id"].get<std::string>() + ", " + item.place().substr(kPrefix.size()),
          problems};
}

bool isUsable(const std::string& accessibility) {
  return accessibility == "ok" || accessibility == "adapted";
}

}  // namespace

bool CalibratedItem::isAccessible() const {
  return isUsable(accessibility.screenReader) && isUsable(accessibility.colour);
}

const crypto::Digest& CalibratedItem::contentFor(base::ByteView ticketSeed) const {
  if (variants.empty()) return content;
  return variants[variantFor(ticketSeed, id, static_cast<std::uint32_t>(variants.size()))].content;
}

base::Result<Calibration> Calibration::load(base::ByteView file, const crypto::PublicKey& bankKey) {
  if (bankKey.kind() != crypto::KeyKind::p256) {
    return base::fail("bank-key", "a bank is signed with a P-256 key, and the trusted key is of another kind");
  }
  return read(file, &bankKey);
}

base::Result<Calibration> Calibration::loadByDigest(base::ByteView file, const crypto::Digest& expected) {
  if (crypto::sha256(file) != expected) {
    return base::fail("bank-digest", "this is not the bank.cal that was asked for; its digest is " +
                                         base::toHex(crypto::sha256(file)) + ", expected " + base::toHex(expected));
  }
  return read(file, nullptr);
}

base::Result<Calibration> Calibration::read(base::ByteView file, const crypto::PublicKey* bankKey) {
  const auto payload = impl::openSignedJson(base::textOf(file), impl::kCalType, bankKey);
  if (!payload) return base::fail(payload.error());
  if (!payload->is_object() || payload->value("format", impl::Json()) != impl::kCalFormat) {
    return base::fail("bank-format", "bank.cal has another format than \"" + std::string(impl::kCalFormat) +
                                         "\": it needs another version of this program");
  }
  impl::Problems problems;
  const impl::Node root(&*payload, "bank.cal ", problems);
  root.object({"format", "bank", "version", "bankItems", "items"}, {});
  std::vector<CalibratedItem> items;
  std::map<std::string, scoring::ItemIndex, std::less<>> indexById;
  std::vector<scoring::Item> measures;
  Interner competences;
  Interner tubes;
  Interner skills;
  for (const impl::Node& element : root["items"].elements(1)) {
    const impl::Node node = named(element, problems);
    CalibratedItem item = impl::readCalibrated(node);
    if (!indexById.emplace(item.id, static_cast<scoring::ItemIndex>(items.size())).second) {
      node["id"].wrong("another item has the same id");
    }
    if (node["discrimination"].json().is_number() && item.discrimination == 0) {
      node["discrimination"].wrong("expected more than 0");
    }
    measures.push_back({.discrimination = item.discrimination,
                        .difficulty = item.difficulty,
                        .competence = competences.numberOf(item.competence),
                        .tube = tubes.numberOf(item.tube),
                        .skill = skills.numberOf(item.skill)});
    items.push_back(std::move(item));
  }
  const std::string bank = root["bank"].text(1);
  const auto version = root["version"].integer(1, std::numeric_limits<std::int32_t>::max());
  const crypto::Digest itemsDigest = impl::readDigest(root["bankItems"]);
  if (!problems.none()) return base::fail(problems.asError("bank-format"));
  auto scoringBank = scoring::Bank::make(std::move(measures));
  if (!scoringBank) return base::failAt("bank.cal", {"bank-format", scoringBank.error().detail});
  Calibration calibration(std::move(*scoringBank));
  calibration.digest_ = crypto::sha256(file);
  calibration.bank_ = bank;
  calibration.version_ = static_cast<std::uint32_t>(version);
  calibration.itemsDigest_ = itemsDigest;
  calibration.items_ = std::move(items);
  calibration.indexById_ = std::move(indexById);
  calibration.competences_ = competences.texts();
  return calibration;
}

std::optional<scoring::ItemIndex> Calibration::indexOf(std::string_view id) const {
  const auto found = indexById_.find(id);
  if (found == indexById_.end()) return std::nullopt;
  return found->second;
}

}  // namespace vigie::content
