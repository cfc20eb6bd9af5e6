#include "common/content/impl/BankFormat.hpp"

#include <limits>

#include "common/base/Text.hpp"
#include "common/content/PublicContent.hpp"
#include "common/content/Template.hpp"

namespace vigie::content::impl {
namespace {

constexpr std::int64_t kLargest32 = std::numeric_limits<std::int32_t>::max();

std::string headerOf(std::string_view type, const std::string& keyId) {
  return jcs::canonicalText(Json{{"alg", "ES256"}, {"kid", keyId}, {"typ", type}});
}

std::unexpected<base::Error> malformed(std::string_view what) {
  return base::fail("bank-format", "bank.cal " + std::string(what) + ". Fetch the file again from whoever signed it");
}

}  // namespace

crypto::Digest readDigest(const Node& node) {
  crypto::Digest digest{};
  const auto bytes = base::fromHex(node.text());
  if (node.isThere() && (!bytes || !crypto::toDigest(base::textOf(*bytes), digest))) {
    node.wrong("expected 64 digits 0-9 a-f");
  }
  return digest;
}

base::Bytes itemsAssociatedData(std::string_view bank, std::uint32_t version) {
  base::Bytes data = base::toBytes(kItemsFormat);
  data.push_back(0);
  base::append(data, base::bytesOf(bank));
  data.push_back(0);
  base::append(data, base::bytesOf(std::to_string(version)));
  return data;
}

CalibratedItem calibrationOf(const Item& item, std::string_view publicContent) {
  return {.id = item.id,
          .version = item.version,
          .status = item.status,
          .framework = item.framework,
          .discrimination = item.discrimination,
          .difficulty = item.difficulty,
          .guessing = item.guessing,
          .ceiling = item.ceiling,
          .competence = item.competence,
          .tube = item.tube,
          .skill = item.skill,
          .kind = item.kind,
          .certifiable = item.certifiable,
          .focused = item.focused,
          .timerSeconds = item.timerSeconds,
          .languages = item.languages(),
          .accessibility = item.accessibility,
          .content = publicContentDigest(publicContent),
          .item = crypto::sha256(base::bytesOf(item.authored())),
          .variants = {}};
}

base::Result<CalibratedItem> calibrationOf(const Item& item) {
  CalibratedItem calibrated = calibrationOf(item, publicContent(item));
  if (item.variants == 1) return calibrated;
  const auto variants = variantsOf(item);
  if (!variants) return base::fail(variants.error());
  for (const Item& variant : *variants) {
    calibrated.variants.push_back(
        {publicContentDigest(publicContent(variant)), crypto::sha256(base::bytesOf(variant.json))});
  }
  return calibrated;
}

Json toJson(const CalibratedItem& item) {
  Json json = {{"id", item.id},
               {"version", item.version},
               {"status", item.status},
               {"framework", item.framework},
               {"discrimination", item.discrimination},
               {"difficulty", item.difficulty},
               {"competence", item.competence},
               {"tube", item.tube},
               {"skill", item.skill},
               {"kind", kindName(item.kind)},
               {"certifiable", item.certifiable},
               {"focused", item.focused},
               {"timerSeconds", nullptr},
               {"languages", item.languages},
               {"content", base::toHex(item.content)},
               {"item", base::toHex(item.item)}};
  if (item.timerSeconds) json["timerSeconds"] = *item.timerSeconds;
  if (item.guessing != 0) json["guessing"] = item.guessing;
  if (item.ceiling != 1) json["ceiling"] = item.ceiling;
  for (const CalibratedItem::Variant& variant : item.variants) {
    json["variants"].push_back({{"content", base::toHex(variant.content)}, {"item", base::toHex(variant.item)}});
  }
  json["accessibility"] = {{"screenReader", item.accessibility.screenReader},
                           {"keyboardOnly", item.accessibility.keyboardOnly},
                           {"colour", item.accessibility.colour},
                           {"hearing", item.accessibility.hearing}};
  return json;
}

CalibratedItem readCalibrated(const Node& node) {
  CalibratedItem item;
  if (!node.object(
          {"id", "version", "status", "framework", "discrimination", "difficulty", "competence", "tube", "skill",
           "kind", "certifiable", "focused", "timerSeconds", "languages", "accessibility", "content", "item"},
          {"variants", "guessing", "ceiling"})) {
    return item;
  }
  item.id = node["id"].text(1);
  item.version = static_cast<std::uint32_t>(node["version"].integer(1, kLargest32));
  item.status = node["status"].text(1);
  item.framework = node["framework"].text(1);
  item.discrimination = node["discrimination"].number(0, scoring::kLargestDiscrimination);
  item.difficulty = node["difficulty"].number(-scoring::kLargestDifficulty, scoring::kLargestDifficulty);
  if (node.has("guessing")) item.guessing = node["guessing"].number(0, 1);
  if (node.has("ceiling")) item.ceiling = node["ceiling"].number(0, 1);
  if (!(item.guessing < item.ceiling)) node["guessing"].wrong("expected less than the ceiling");
  item.competence = node["competence"].text(1);
  item.tube = node["tube"].text();
  item.skill = node["skill"].text();
  item.kind = kindOf(node["kind"].oneOf({"QCU", "QCM", "QROC", "QROCM", "ABC"})).value_or(Kind::abc);
  item.certifiable = node["certifiable"].boolean();
  item.focused = node["focused"].boolean();
  if (!node["timerSeconds"].isNull()) {
    item.timerSeconds = static_cast<std::uint32_t>(node["timerSeconds"].integer(1, kLargest32));
  }
  item.languages = node["languages"].texts(1);
  const Node access = node["accessibility"];
  access.object({"screenReader", "keyboardOnly", "colour", "hearing"}, {});
  item.accessibility = {access["screenReader"].text(), access["keyboardOnly"].text(), access["colour"].text(),
                        access["hearing"].text()};
  item.content = readDigest(node["content"]);
  item.item = readDigest(node["item"]);
  if (!node.has("variants")) return item;
  for (const Node& variant : node["variants"].elements(2)) {
    variant.object({"content", "item"}, {});
    item.variants.push_back({readDigest(variant["content"]), readDigest(variant["item"])});
  }
  if (item.variants.size() > kMostVariants) node["variants"].wrong("expected at most 16 variants");
  return item;
}

std::string signJson(const Json& payload, std::string_view type, const crypto::Signer& signer) {
  const std::string header = headerOf(type, base::toHex(signer.publicKey().id()));
  std::string compact = base::toBase64Url(base::bytesOf(header));
  compact += '.' + base::toBase64Url(base::bytesOf(jcs::canonicalText(payload)));
  const base::Bytes signature = signer.sign(base::bytesOf(compact));
  return compact + '.' + base::toBase64Url(signature);
}

base::Result<Json> openSignedJson(std::string_view compact, std::string_view type, const crypto::PublicKey* key) {
  const auto parts = base::split(compact, '.');
  if (parts.size() != 3) return malformed("is not a compact JWS (three parts between points, no newline)");
  const auto header = base::fromBase64Url(parts[0]);
  const auto payload = base::fromBase64Url(parts[1]);
  const auto signature = base::fromBase64Url(parts[2]);
  if (!header || !payload || !signature) return malformed("has a part that is not base64url");
  const auto headerJson = jcs::parse(base::textOf(*header));
  if (!headerJson || !headerJson->is_object()) return malformed("has a header that is not a JSON object");
  const Json keyId = headerJson->value("kid", Json());
  if (key != nullptr && keyId != base::toHex(key->id())) {
    return base::fail("bank-key", "bank.cal is signed by another key than the trusted bank key " +
                                      base::toHex(key->id()) + ". Use the bank of this authority, or its key");
  }
  // One spelling only: no algorithm to choose from, no "crit", no "jwk".
  if (!keyId.is_string() || base::textOf(*header) != headerOf(type, keyId.get<std::string>())) {
    return malformed("has another header than this version writes");
  }
  const std::string_view covered = compact.substr(0, parts[0].size() + 1 + parts[1].size());
  if (key != nullptr && !key->verify(base::bytesOf(covered), *signature)) {
    return base::fail("bank-signature", "bank.cal was altered after it was signed. Fetch it again; do not use it");
  }
  auto json = jcs::parse(base::textOf(*payload));
  if (!json) return malformed("has a payload that is " + json.error().detail);
  if (jcs::canonicalText(*json) != base::textOf(*payload)) return malformed("has a payload that is not canonical JSON");
  return json;
}

}  // namespace vigie::content::impl
