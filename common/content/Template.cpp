#include "common/content/Template.hpp"

#include "common/content/impl/ItemReader.hpp"
#include "common/content/impl/TemplateReader.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::content {
namespace {

base::Result<Item> readVariant(const Item& item, const impl::Json& source, const impl::Json& drawn,
                               std::uint32_t variant) {
  auto expanded = impl::expand(source, drawn, variant);
  if (!expanded) return base::fail(expanded.error());
  impl::Problems problems;
  const std::string place = "item " + item.id + " variant " + std::to_string(variant) + " ";
  Item read = impl::readItemNode(impl::Node(&*expanded, place, problems));
  if (!problems.none()) return base::fail(problems.asError("items-wrong"));
  read.source = item.source;
  read.variants = item.variants;
  return read;
}

}  // namespace

base::Result<std::vector<Item>> variantsOf(const Item& item) {
  if (item.variants == 1) return std::vector<Item>{item};
  const impl::Json source = impl::Json::parse(item.source);
  const auto draws = impl::drawVariants(source);
  if (!draws) return base::fail(draws.error());
  std::vector<Item> variants;
  for (std::size_t i = 0; i < draws->size(); ++i) {
    auto read = readVariant(item, source, (*draws)[i], static_cast<std::uint32_t>(i));
    if (!read) return base::fail(read.error());
    variants.push_back(std::move(*read));
  }
  return variants;
}

base::Result<Item> variantOf(const Item& item, std::uint32_t variant) {
  if (item.variants == 1 || item.variant == variant) return item;
  const impl::Json source = impl::Json::parse(item.source);
  const auto draws = impl::drawVariants(source);
  if (!draws) return base::fail(draws.error());
  if (variant >= draws->size()) {
    return base::fail("template-wrong", "item " + item.id + " has no variant " + std::to_string(variant));
  }
  return readVariant(item, source, (*draws)[variant], variant);
}

std::uint32_t variantFor(base::ByteView ticketSeed, std::string_view itemId, std::uint32_t variants) {
  base::Bytes label = base::toBytes("vigie/variant/1");
  label.push_back(0);
  base::append(label, base::toBytes(itemId));
  return static_cast<std::uint32_t>(base::readBigEndian64(crypto::hmacSha256(ticketSeed, label)) % variants);
}

}  // namespace vigie::content
